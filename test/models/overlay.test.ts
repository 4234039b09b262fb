/** One size does not fit all: the first overlay that matches a partner replaces the named fields for that partner. */
import { describe, expect, test } from "vitest";
import type { Assessment } from "../../models/contract.ts";
import type { Model, Overlay } from "../../models/format.ts";
import { criterion, levelsOf, modelOf, percent, score } from "../support/small-model.ts";

type Attributes = Omit<Assessment, "partner" | "answers">;

function modelWith(...overlays: Overlay[]): Model {
  return modelOf({
    dimensions: [
      { id: "sell", name: "Sell" },
      { id: "market", name: "Market" },
    ],
    criteria: [
      criterion(
        "revenue",
        {
          kind: "number",
          unit: "USD",
          min: 0,
          points: [
            [0, 0],
            [1_000_000, 1],
          ],
        },
        { dimension: "sell" },
      ),
      percent("renewal", { dimension: "sell" }),
      percent("events", { dimension: "market" }),
    ],
    levels: levelsOf([{ of: "criterion", id: "renewal", min: 50 }]),
    overlays,
  });
}

const answers = { revenue: 250_000, renewal: 75, events: 20 };
const latam = { region: "latam" };

describe("an overlay is used", () => {
  const byAttribute: Overlay[] = [
    { id: "latin-distributors", when: { region: ["latam", "iberia"], type: ["distributor"] } },
    { id: "latam", when: { region: ["latam"] } },
    { id: "small", when: { segment: ["smb"] } },
  ];

  test.each<[Attributes, string | null]>([
    [{}, null],
    [{ region: "emea" }, null],
    [{ region: "latam" }, "latam"],
    [{ region: " LatAm " }, "latam"],
    [{ region: "iberia" }, null],
    [{ region: "iberia", type: "distributor" }, "latin-distributors"],
    [{ region: "latam", type: "distributor" }, "latin-distributors"],
    [{ region: "latam", type: "reseller" }, "latam"],
    [{ region: "latam", segment: "smb" }, "latam"],
    [{ segment: "smb" }, "small"],
    [{ type: "distributor" }, null],
  ])("for %j: %s", (attributes, expected) => {
    expect(score(modelWith(...byAttribute), answers, attributes).overlay).toBe(expected);
  });
});

describe("an overlay replaces", () => {
  const scoreWith = (changes: Partial<Overlay>, given = answers) =>
    score(modelWith({ id: "growth-market", when: { region: ["latam"] }, ...changes }), given, latam);

  test("nothing it does not name", () => {
    // Sell (25 + 75) / 2, market 20.
    expect(scoreWith({})).toMatchObject({ index: 35, level: "l1", overlay: "growth-market" });
    expect(score(modelWith(), answers)).toMatchObject({ index: 35, level: "l1", overlay: null });
  });

  test("the weight of a criterion", () => {
    // Sell (3 x 25 + 75) / 4 = 37.5.
    expect(scoreWith({ criteria: { revenue: { weight: 3 } } }).index).toBe(28.8);
  });

  test("the weight of a dimension", () => {
    // (4 x 50 + 20) / 5.
    expect(scoreWith({ dimensions: { sell: { weight: 4 } } }).index).toBe(44);
  });

  test("the points of a number, and keeps its unit and limits", () => {
    const changes: Partial<Overlay> = {
      criteria: {
        revenue: {
          answer: {
            points: [
              [0, 0],
              [500_000, 1],
            ],
          },
        },
      },
    };
    // Sell (50 + 75) / 2.
    expect(scoreWith(changes).index).toBe(41.3);
    expect(scoreWith(changes, { ...answers, revenue: -1 }).problems).toMatchObject([{ criterion: "revenue" }]);
  });

  test("what a level requires, all of it", () => {
    const changes: Partial<Overlay> = { levels: { l1: { requires: [{ of: "criterion", id: "events", min: 50 }] } } };
    expect(scoreWith(changes)).toMatchObject({ level: "l0", blockers: [{ of: "criterion", id: "events" }] });
    expect(scoreWith({ levels: { l1: { requires: [] } } }, { ...answers, renewal: 0 }).level).toBe("l1");
  });

  test("only for the partners it matches", () => {
    const model = modelWith({ id: "growth-market", when: { region: ["latam"] }, criteria: { revenue: { weight: 3 } } });
    expect(score(model, answers, { region: "emea" })).toMatchObject({ index: 35, overlay: null });
  });
});

describe("a criterion that an overlay omits", () => {
  const omitting = (missing: Model["missing"]): Model => ({
    ...modelWith({ id: "growth-market", when: { region: ["latam"] }, criteria: { renewal: { omit: true } } }),
    ...(missing === undefined ? {} : { missing }),
  });

  test("is excluded, whatever the model does with N/A", () => {
    for (const notApplicable of ["exclude", "zero", "full"] as const) {
      // Sell 25, market 20.
      expect(score(omitting({ notApplicable }), answers, latam).index).toBe(22.5);
    }
  });

  test("satisfies what requires it", () => {
    expect(score(omitting(undefined), { ...answers, renewal: 0 }, latam).level).toBe("l1");
    expect(score(omitting(undefined), { ...answers, renewal: 0 }).level).toBe("l0");
  });

  test("need not be answered", () => {
    const { renewal: _, ...others } = answers;
    expect(score(omitting({ unanswered: "block", coverage: 1 }), others, latam)).toMatchObject({
      level: "l1",
      coverage: 1,
    });
    expect(score(omitting({ unanswered: "block", coverage: 1 }), others)).toMatchObject({ level: null });
  });

  test("may be answered all the same, without a problem", () => {
    expect(score(omitting(undefined), { ...answers, renewal: "a lot" }, latam).problems).toEqual([]);
  });
});

/** Near misses and partners at risk of a whole network. */
import { describe, expect, test } from "vitest";
import { compile } from "../../../models/engine/compile.ts";
import { slipRisks } from "../../../models/engine/network/at-risk.ts";
import { movers } from "../../../models/engine/network/movers.ts";
import { nearMiss } from "../../../models/engine/network/near-misses.ts";
import { criterion, levelsOf, modelOf } from "../../support/small-model.ts";
import { memberOf, membersOf, portfolioOf, shippedIds, shippedModel } from "./members.ts";

const staff = criterion("staff", {
  kind: "number",
  points: [
    [0, 0],
    [10, 1],
  ],
});
const model = modelOf({
  criteria: [staff],
  levels: levelsOf([{ of: "criterion", id: "staff", min: 4 }], [{ of: "criterion", id: "staff", min: 8 }]),
  review: { every: "P3M" },
});
const member = (partner: string, people: number) => memberOf(model, { staff: people }, "2026-07-01", partner);

describe("movers", () => {
  const members = [member("low", 0), member("edge", 4), member("middle", 6), member("top", 8)];

  test("are counted in full and listed up to the limit", () => {
    const { nearMisses, atRisk } = movers(members, { limit: 1 });
    expect(nearMisses).toMatchObject({ count: 3, partners: [{ partner: "middle" }] });
    expect(atRisk).toMatchObject({
      count: 2,
      partners: [{ partner: "edge", level: "l1", risks: [{ criterion: "staff", to: "l0" }] }],
    });
  });

  test("at risk have those with most at stake first", () => {
    const worth = (partner: string) => (partner === "top" ? 1_000_000 : 1_000);
    expect(movers(members, { worth }).atRisk.partners.map(({ partner }) => partner)).toEqual(["top", "edge"]);
  });

  test("at risk include those whose answers go stale, the deepest fall first", () => {
    const { atRisk } = movers(members, { staleBy: "2026-10-02" });
    expect(atRisk.count).toBe(3);
    expect(atRisk.partners.find(({ partner }) => partner === "top")?.risks.map(({ cause, to }) => [cause, to])).toEqual(
      [
        ["stale", "l0"],
        ["slip", "l1"],
      ],
    );
  });

  test("of no partners are none, and odd limits list nothing", () => {
    const none = { nearMisses: { count: 0, partners: [] }, atRisk: { count: 0, partners: [] } };
    expect(movers([])).toEqual(none);
    expect(movers(members, { limit: Number.NaN }).atRisk.partners).toEqual([]);
    expect(movers(members, { limit: -3 }).nearMisses.partners).toEqual([]);
  });

  test.each(shippedIds)("of %s name a real reason for everybody", (id) => {
    const compiled = compile(shippedModel(id));
    const portfolio = membersOf(compiled, portfolioOf(id));
    const { nearMisses, atRisk } = movers(portfolio, { limit: 100 });
    expect(nearMisses.count).toBe(portfolio.filter((one) => nearMiss(one) !== null).length);
    expect(atRisk.count).toBe(portfolio.filter((one) => slipRisks(one).length > 0).length);
    const sentences = [
      ...nearMisses.partners.map(({ sentence }) => sentence),
      ...atRisk.partners.flatMap(({ risks }) => risks.map(({ sentence }) => sentence)),
    ];
    for (const sentence of sentences) {
      expect(sentence).not.toMatch(/undefined|NaN|null|: *$/);
      expect(sentence).toMatch(/^(Held at|Below|Falls to|Loses its level) ?/);
    }
    const efforts = nearMisses.partners.map(({ path }) => path.effort);
    expect(efforts).toEqual([...efforts].sort((a, b) => a - b));
  });
});

/** Answers that deserve a second look. */
import { describe, expect, test } from "vitest";
import type { AnswerValue } from "../../../models/contract.ts";
import { compile } from "../../../models/engine/compile.ts";
import {
  flagsOf,
  spendWithoutActivity,
  straightLining,
  withoutFoundation,
} from "../../../models/engine/network/flags.ts";
import type { Criterion, Model } from "../../../models/format.ts";
import { criterion, levelsOf, modelOf, percent, yesno } from "../../support/small-model.ts";
import { memberOf, membersOf, portfolioOf, shippedIds, shippedModel } from "./members.ts";

const option = (place: number, of: number) => ({
  id: `o${place}`,
  label: `Option ${place}`,
  value: of < 2 ? 1 : place / (of - 1),
});
const choice = (id: string, options = 4): Criterion =>
  criterion(id, { kind: "choice", options: Array.from({ length: options }, (_, place) => option(place, options)) });

describe("straight-lining", () => {
  const ids = Array.from({ length: 10 }, (_, place) => `q${place}`);
  const model = modelOf({ criteria: ids.map((id) => choice(id)) });
  const answering = (answers: readonly string[], under: Model = model) =>
    straightLining(memberOf(under, Object.fromEntries(answers.map((answer, place) => [`q${place}`, answer]))));
  const times = (count: number, answer: string) => new Array<string>(count).fill(answer);

  test("is the same place in at least nine of ten choice answers", () => {
    expect(answering([...times(9, "o2"), "o0"])).toEqual([
      {
        partner: "acme",
        kind: "straight-lining",
        criteria: ids.slice(0, 9),
        sentence: "9 of 10 choice answers stand at the same place in their lists",
      },
    ]);
    expect(answering([...times(8, "o2"), "o0", "o1"])).toEqual([]);
  });

  test("needs eight answers", () => {
    expect(answering(times(8, "o3"))).toHaveLength(1);
    expect(answering(times(7, "o3"))).toEqual([]);
  });

  test("finds the last option of lists of different length", () => {
    const mixed = modelOf({ criteria: ids.map((id, place) => choice(id, place % 2 === 0 ? 4 : 5)) });
    expect(
      answering(
        ids.map((_, place) => (place % 2 === 0 ? "o3" : "o4")),
        mixed,
      ),
    ).toHaveLength(1);
  });

  test("looks at lists of three options or more only", () => {
    const short = modelOf({ criteria: ids.map((id) => choice(id, 2)) });
    expect(answering(times(10, "o1"), short)).toEqual([]);
    const switches = modelOf({ criteria: ids.map((id) => yesno(id)) });
    expect(answering(times(10, "yes"), switches)).toEqual([]);
  });
});

describe("a claim without its foundation", () => {
  const dimensions = [
    { id: "all", name: "All" },
    { id: "other", name: "Other" },
  ];
  const criteria = [
    percent("plan", { name: "Campaign plan", level: "l1" }),
    percent("track", { name: "Tracking", level: "l1" }),
    percent("journey", { name: "Buyer journey", level: "l2" }),
    percent("data", { level: "l1", dimension: "other" }),
    percent("loose"),
  ];
  const model = modelOf({ dimensions, criteria, levels: levelsOf([], []) });
  const answering = (answers: Record<string, AnswerValue>, missing: Model["missing"] = { unanswered: "exclude" }) =>
    withoutFoundation(memberOf({ ...model, missing }, answers));

  test("is a practice in full above an empty one of the same dimension", () => {
    expect(answering({ journey: 100, plan: 0, track: 50, data: 0, loose: 0 })).toEqual([
      {
        partner: "acme",
        kind: "without-foundation",
        criteria: ["journey", "plan"],
        sentence: "“Buyer journey” is claimed in full, but “Campaign plan” (Level 1), which comes before it, is empty",
      },
    ]);
    expect(answering({ journey: 100, plan: 0, track: 0 })[0]?.sentence).toBe(
      "“Buyer journey” is claimed in full, but “Campaign plan” (Level 1) and 1 more below it are empty",
    );
  });

  test("needs the claim in full, and the foundation empty, below and in the same dimension", () => {
    expect(answering({ journey: 99, plan: 0, track: 0 })).toEqual([]);
    expect(answering({ journey: 100, plan: 1, track: 1, data: 0 })).toEqual([]);
    expect(answering({ journey: 0, plan: 100, track: 100, data: 100 })).toEqual([]);
    expect(answering({ journey: 50, plan: 100, track: 0 })).toEqual([]);
    expect(answering({ journey: 100, plan: "N/A", track: "N/A" })).toEqual([]);
  });

  test("takes an unanswered practice for empty where the model counts it as zero", () => {
    expect(answering({ journey: 100 })).toEqual([]);
    expect(answering({ journey: 100 }, { unanswered: "zero" })).toHaveLength(1);
  });
});

describe("spend without activity", () => {
  const criteria = [
    percent("fund", { name: "Marketing funds used", tags: ["spend"] }),
    percent("campaigns", { tags: ["activity"] }),
    percent("leads", { tags: ["activity", "measured"] }),
  ];
  const model = modelOf({ criteria });
  const answering = (answers: Record<string, AnswerValue>) => flagsOf(memberOf(model, answers));

  test("is money used above one half while next to nothing is done", () => {
    expect(answering({ fund: 90, campaigns: 20, leads: 0 })).toEqual([
      {
        partner: "acme",
        kind: "spend-without-activity",
        criteria: ["fund", "campaigns", "leads"],
        sentence: "“Marketing funds used” is at 90%, but next to nothing is done: campaigns, leads",
      },
    ]);
    expect(answering({ fund: 50, campaigns: 0, leads: 0 })).toEqual([]);
    expect(answering({ fund: 90, campaigns: 21, leads: 0 })).toEqual([]);
  });

  test("needs an answer about activity", () => {
    expect(answering({ fund: 90 })).toEqual([]);
    expect(answering({ fund: 90, leads: 0 })).toHaveLength(1);
  });

  test("looks at the criteria that the caller names, by id or tag", () => {
    const untagged = memberOf(modelOf({ criteria: [percent("fund"), percent("campaigns")] }), {
      fund: 90,
      campaigns: 0,
    });
    expect(flagsOf(untagged)).toEqual([]);
    expect(spendWithoutActivity(untagged, ["fund"], ["campaigns"])).toHaveLength(1);
    expect(spendWithoutActivity(untagged, ["fund"], ["fund", "campaigns"])).toEqual([]);
  });
});

test.each(shippedIds)("flags of %s are plain sentences about its own criteria", (id) => {
  const model = shippedModel(id);
  const known = new Set(model.criteria.map((one) => one.id));
  for (const member of membersOf(compile(model), portfolioOf(id))) {
    for (const flag of flagsOf(member)) {
      expect(flag.criteria.every((one) => known.has(one))).toBe(true);
      expect(flag.sentence).not.toMatch(/undefined|NaN|\(\)/);
    }
  }
});

/** A quick guess at the way to the next level. */
import { expect, test } from "vitest";
import { estimatedDays } from "../../../models/engine/network/estimate.ts";
import type { Requirement } from "../../../models/format.ts";
import { levelsOf, modelOf, percent, yesno } from "../../support/small-model.ts";
import { memberOf } from "./members.ts";

const practice = (id: string, effort: number) => yesno(id, { effort, weight: 0, level: "l1" });
const criteria = [practice("dear", 9), practice("cheap", 1), practice("middling", 4), percent("a", { effort: 10 })];
const estimate = (requires: Requirement[], answers: Record<string, string | number> = {}) =>
  estimatedDays(memberOf(modelOf({ criteria, levels: levelsOf(requires) }), answers));

test("adds up the cheapest answers that lack", () => {
  const half: Requirement = { of: "practices", level: "l1", min: 1, share: 0.6 };
  expect(estimate([half])).toBe(5);
  expect(estimate([half], { dear: "yes" })).toBe(1);
  expect(estimate([{ of: "practices", level: "l1", min: 1 }])).toBe(14);
});

test("takes missing points at the best rate, and the cheaper of two routes", () => {
  expect(estimate([{ of: "index", min: 50 }], { a: 20 })).toBeCloseTo(3, 9);
  const either: Requirement = {
    anyOf: [[{ of: "criterion", id: "dear", min: 1 }], [{ of: "criterion", id: "middling", min: 1 }]],
  };
  expect(estimate([either])).toBe(4);
});

test("is nothing where nothing lacks, and where there is no next level", () => {
  expect(estimate([{ of: "index", min: 50 }], { a: 50 })).toBe(0);
  expect(estimate([{ of: "index", min: 150 }], { a: 100 })).toBe(0);
});

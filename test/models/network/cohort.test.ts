import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../../models/engine/compile.ts";
import {
  addStanding,
  compactCohort,
  newCohort,
  percentilesIn,
  placeOf,
  readCohort,
  removeStanding,
} from "../../../models/engine/network/cohort.ts";
import { criterion, levelsOf, modelOf, percent, score } from "../../support/small-model.ts";
import { cohortOf, compiledModel, sampleStandings, scored } from "./standings.ts";

const partners = compiledModel("partner-maturity");
const standings = sampleStandings(partners, "partner-maturity");

describe("a cohort", () => {
  test("counts every score, attainment and partner", () => {
    const cohort = cohortOf(partners, standings);
    expect(cohort.partners).toBe(60);
    expect(cohort.index.count).toBe(60);
    const answered = standings.filter(({ attainments }) => attainments[0] !== null).length;
    expect(cohort.criteria[0]?.count).toBe(answered);
  });

  test("brought up to date by one standing is the cohort built anew", () => {
    const place = fc.integer({ min: 0, max: standings.length - 1 });
    fc.assert(
      fc.property(fc.uniqueArray(place), fc.uniqueArray(place), (before, gone) => {
        const members = before.map((at) => standings[at] as (typeof standings)[number]);
        const cohort = newCohort(partners);
        for (const member of members) addStanding(partners, cohort, member);
        const leaving = members.filter((_, at) => gone.includes(at));
        for (const member of leaving) removeStanding(partners, cohort, member);
        const staying = members.filter((member) => !leaving.includes(member));
        expect(cohort).toEqual(cohortOf(partners, staying));
      }),
      { numRuns: 30 },
    );
  });

  test("comes back whole from what is stored, and stays small", () => {
    const stored = JSON.stringify(compactCohort(cohortOf(partners, standings)));
    expect(readCohort(partners, JSON.parse(stored))).toEqual(cohortOf(partners, standings));
    expect(stored.length).toBeLessThan(20_000);
  });

  test("of another model or damaged is not read", () => {
    const stored = compactCohort(cohortOf(partners, standings));
    const other = compiledModel("prm-performance");
    for (const wrong of [
      null,
      7,
      {},
      { ...stored, index: [1] },
      { ...stored, criteria: [] },
      { ...stored, partners: -1 },
      { ...stored, shortfalls: { answered: [1] } },
      { ...stored, measures: [[0, []]] },
    ]) {
      expect(readCohort(partners, wrong)).toBeNull();
    }
    expect(readCohort(other, stored)).toBeNull();
  });
});

describe("percentile requirements", () => {
  const revenue = criterion("revenue", {
    kind: "number",
    points: [
      [0, 0],
      [1_000, 1],
    ],
  });
  const model = modelOf({
    scale: { min: 1, max: 5, decimals: 1 },
    criteria: [revenue, percent("other")],
    levels: levelsOf([{ of: "percentile", min: 50 }], [{ of: "percentile", id: "revenue", min: 90 }]),
  });
  const compiled = compile(model);
  const cohort = percentilesIn(
    compiled.plain,
    cohortOf(
      compiled,
      [100, 200, 300, 400, 1_000, 2_000, 4_000, 8_000, 16_000, 90_000].map((amount, place) =>
        scored(compiled, `p${place}`, { revenue: amount, other: place * 10 }),
      ),
    ),
  );

  test("rank beyond the scored part of a number, where every attainment is 1", () => {
    expect(cohort.percentile("revenue", 90_000)).toBe(95);
    expect(cohort.percentile("revenue", 16_000)).toBe(85);
    expect(cohort.percentile("revenue", 100)).toBe(5);
    expect(cohort.percentile("revenue", 350)).toBe(30);
  });

  test("rank other criteria by attainment, the index in scale units, and know no stranger", () => {
    expect(cohort.percentile("other", 90)).toBe(95);
    // (1 + 0.9) / 2 of the scale's width 4, from 1 on.
    expect(cohort.percentile(null, 4.8)).toBe(95);
    expect(cohort.percentile("stranger", 1)).toBeNull();
  });

  test("decide levels", () => {
    expect(score(model, { revenue: 90_000, other: 90 }, {}, { cohort }).level).toBe("l2");
    expect(score(model, { revenue: 16_000, other: 90 }, {}, { cohort }).level).toBe("l1");
    expect(score(model, { revenue: 16_000, other: 90 }).level).toBe("l0");
  });

  test("find every measure a place between 0 and 1 that rises with it", () => {
    const { plain } = compiled;
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
        fc.double({ noNaN: true, min: 0, max: 1e15 }),
        (measure, more) => {
          const place = placeOf(plain.criteria[0], measure);
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThanOrEqual(1);
          expect(placeOf(plain.criteria[0], measure + more)).toBeGreaterThanOrEqual(place);
        },
      ),
    );
  });
});

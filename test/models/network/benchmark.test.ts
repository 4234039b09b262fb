import { describe, expect, test } from "vitest";
import { compile } from "../../../models/engine/compile.ts";
import { benchmarkOf, cohortKey, cohortKeys, nextLevelKey } from "../../../models/engine/network/benchmark.ts";
import { levelsOf, modelOf, percent } from "../../support/small-model.ts";
import { cohortOf, scored, standing } from "./standings.ts";

const compiled = compile(
  modelOf({
    missing: { unanswered: "exclude" },
    criteria: [percent("first"), percent("second")],
    levels: levelsOf([{ of: "index", min: 50 }]),
  }),
);
const { plain } = compiled;
const network = [10, 20, 30, 40, 50, 60, 70, 80, 90].map((first, place) =>
  scored(compiled, `p${place}`, place < 4 ? { first, second: 100 } : { first }),
);

describe("a benchmark", () => {
  const cohort = cohortOf(compiled, network);
  // With `second` at 100: 55, 60, 65, 70; alone: 50, 60, 70, 80, 90.
  const above = cohortOf(compiled, network.slice(4));

  test("places a partner by percentile rank among quartiles, with the median one level up as a target", () => {
    const acme = scored(compiled, "acme", { first: 70 });
    expect(benchmarkOf(plain, cohort, acme, above)).toEqual({
      partners: 9,
      // Sorted 50 55 60 60 65 70 70 80 90: five below 70 and two equal. Equal ones share their bin of 1 %.
      index: {
        count: 9,
        value: 70,
        percentile: 66.7,
        lowerQuartile: 59.8,
        median: 65,
        upperQuartile: 70.3,
        target: 70,
      },
      dimensions: [{ id: "all", placement: expect.objectContaining({ count: 9, value: 70, percentile: 66.7 }) }],
      criteria: [
        {
          id: "first",
          placement: {
            count: 9,
            value: 0.7,
            percentile: 72.2,
            lowerQuartile: 0.3,
            median: 0.5,
            upperQuartile: 0.7,
            target: 0.7,
          },
        },
        { id: "second", placement: null },
      ],
    });
  });

  test("of the cohort alone has no value and no percentile", () => {
    expect(benchmarkOf(plain, cohort, null, null)?.index).toMatchObject({
      value: null,
      percentile: null,
      target: null,
    });
  });

  test("is withheld for fewer than 5 partners, and a target for fewer than 5 above", () => {
    const four = cohortOf(compiled, network.slice(0, 4));
    expect(benchmarkOf(plain, four, network[0] ?? null, null)).toBeNull();
    expect(benchmarkOf(plain, cohort, null, four)?.index?.target).toBeNull();
  });

  test("shows quartiles of 100 % where everybody is there", () => {
    const same = cohortOf(
      compiled,
      Array.from({ length: 30 }, (_, place) => scored(compiled, `p${place}`, { first: 100 })),
    );
    expect(benchmarkOf(plain, same, null, null)?.criteria[0]?.placement).toMatchObject({
      lowerQuartile: 1,
      median: 1,
      upperQuartile: 1,
    });
  });
});

describe("cohort keys", () => {
  test("name every cohort a standing belongs to", () => {
    expect(cohortKeys(plain, standing({ segment: "IT-Reseller ", region: "EMEA", type: " ", rank: 1 }))).toEqual([
      "all",
      "segment:it-reseller",
      "region:emea",
      "level:l1",
    ]);
    expect(cohortKeys(plain, standing({ rank: -1 }))).toEqual(["all"]);
  });

  test("name the level above, which the top has not", () => {
    expect(nextLevelKey(plain, standing({ rank: 0 }))).toBe("level:l1");
    expect(nextLevelKey(plain, standing({ rank: 1 }))).toBeNull();
    expect(cohortKey("region", "")).toBeNull();
  });
});

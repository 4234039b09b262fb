import fc from "fast-check";
import { sampleRankCorrelation } from "simple-statistics";
import { describe, expect, test } from "vitest";
import { compile } from "../../../models/engine/compile.ts";
import { driversOf, outcomeOf } from "../../../models/engine/network/drivers.ts";
import { adjustChances } from "../../../models/engine/network/false-discovery.ts";
import { correlate, correlateWithin, type Pairs } from "../../../models/engine/network/rank-correlation.ts";
import { student975, studentTails } from "../../../models/engine/network/student.ts";
import { criterion, levelsOf, modelOf, percent } from "../../support/small-model.ts";
import { compiledModel, sampleStandings, scored } from "./standings.ts";

const pairs = (first: readonly number[], second: readonly number[]): Pairs => ({
  first: Float64Array.from(first),
  second: Float64Array.from(second),
});

describe("Student's t", () => {
  // Fisher and Yates, Statistical Tables (1963), table III.
  test.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
    [120, 1.98],
  ])("with %i degrees of freedom exceeds the published value in 5 %% of cases", (degrees, value) => {
    expect(student975(degrees)).toBeCloseTo(value, 3);
    expect(studentTails(student975(degrees), degrees)).toBeCloseTo(0.05, 9);
  });

  test("has closed forms for one and two degrees", () => {
    for (const t of [0.1, 1, 3, 50, 1e6]) {
      expect(studentTails(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 10);
      expect(studentTails(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 10);
    }
  });

  test("is total", () => {
    expect(studentTails(0, 5)).toBe(1);
    expect(studentTails(Number.NaN, 5)).toBe(1);
    expect(studentTails(3, 0)).toBe(1);
    expect(studentTails(Number.POSITIVE_INFINITY, 5)).toBe(0);
  });
});

describe("Spearman's correlation", () => {
  // The example of SciPy's documentation of scipy.stats.spearmanr, with a tie.
  test("with ties is the published one, and its chance too", () => {
    const found = correlate(pairs([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]));
    expect(found?.correlation).toBeCloseTo(0.8207826816681233, 12);
    expect(found?.chance).toBeCloseTo(0.0885870053135438, 12);
  });

  // Motor Trend 1974, R's data set mtcars; cor.test(mpg, wt, method = "spearman") gives -0.886422, p = 1.488e-11.
  test("of many ties is the published one", () => {
    const mpg = [
      21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4, 30.4,
      33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4,
    ];
    const weight = [
      2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345, 2.2,
      1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78,
    ];
    const found = correlate(pairs(mpg, weight));
    expect(found?.correlation).toBeCloseTo(-0.886422, 6);
    expect((found?.chance ?? 1) * 1e11).toBeCloseTo(1.488, 3);
  });

  // Wikipedia, Spearman's rank correlation coefficient: intelligence and hours of television, -29/165.
  test("without ties is the published one", () => {
    const found = correlate(
      pairs([106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]),
    );
    expect(found?.correlation).toBeCloseTo(-29 / 165, 12);
    expect(found?.chance).toBeCloseTo(0.627188, 5);
  });

  test("is that of simple-statistics", () => {
    const value = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 4, maxLength: 40 }), (drawn) => {
        const first = drawn.map(([one]) => one);
        const second = drawn.map(([, other]) => other);
        const found = correlate(pairs(first, second));
        const expected = sampleRankCorrelation(first, second);
        if (found === null) expect(expected).toBeNaN();
        else expect(found.correlation).toBeCloseTo(expected, 9);
      }),
    );
  });

  test("has the interval of Bonett and Wright", () => {
    const found = correlate(pairs([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [3, 1, 5, 2, 4, 9, 6, 7, 12, 8, 11, 10]));
    const r = found?.correlation ?? Number.NaN;
    const reach = 1.959964 * Math.sqrt((1 + r ** 2 / 2) / 9);
    expect(found?.low).toBeCloseTo(Math.tanh(Math.atanh(r) - reach), 6);
    expect(found?.high).toBeCloseTo(Math.tanh(Math.atanh(r) + reach), 6);
  });

  test("stays finite when it is perfect, and is null without variation or with fewer than 4 pairs", () => {
    const perfect = correlate(pairs([1, 2, 3, 4, 5], [2, 4, 6, 8, 10]));
    expect(perfect).toMatchObject({ correlation: 1, count: 5 });
    expect(perfect?.chance).toBeLessThan(1e-9);
    expect(Number.isFinite(perfect?.low)).toBe(true);
    expect(correlate(pairs([1, 1, 1, 1], [1, 2, 3, 4]))).toBeNull();
    expect(correlate(pairs([1, 2, 3], [1, 2, 3]))).toBeNull();
  });
});

describe("correlation within strata", () => {
  test("does not see what differs between them", () => {
    const low = pairs(
      [1, 2, 3, 4, 5, 6],
      [3, 1, 2, 6, 4, 5].map((value) => 7 - value),
    );
    const high = pairs(
      [11, 12, 13, 14, 15, 16],
      [13, 11, 12, 16, 14, 15].map((value) => 27 - value),
    );
    const together = correlate({
      first: Float64Array.of(...low.first, ...high.first),
      second: Float64Array.of(...low.second, ...high.second),
    });
    expect(together?.correlation).toBeGreaterThan(0.2);
    const within = correlateWithin([low, high]);
    expect(within?.correlation).toBeCloseTo(correlate(low)?.correlation ?? Number.NaN, 9);
    expect(within?.correlation).toBeLessThan(-0.5);
    expect(within?.count).toBe(12);
  });

  test("leaves out strata that say nothing", () => {
    const constant = pairs([1, 1, 1, 1, 1], [1, 2, 3, 4, 5]);
    expect(correlateWithin([constant, pairs([1, 2], [1, 2])])).toBeNull();
    expect(correlateWithin([])).toBeNull();
  });
});

describe("many comparisons", () => {
  // Y. Benjamini and Y. Hochberg (1995), section 4: 15 comparisons of which the procedure keeps the first four.
  test("are corrected as published", () => {
    const published = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    const adjusted = adjustChances(published);
    expect(adjusted.filter((chance) => (chance ?? 1) <= 0.05)).toHaveLength(4);
    expect(adjusted[3]).toBeCloseTo((0.0095 * 15) / 4, 12);
    expect(adjusted.at(-1)).toBe(1);
  });

  test("leave their order alone, never fall below the chance, and skip what could not be compared", () => {
    const chance = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(chance), (chances) => {
        const adjusted = adjustChances(chances);
        chances.forEach((own, place) => {
          const corrected = adjusted[place] ?? null;
          if (own === null) expect(corrected).toBeNull();
          else expect(corrected).toBeGreaterThanOrEqual(own);
          chances.forEach((other, at) => {
            if (own !== null && other !== null && own < other)
              expect(corrected).toBeLessThanOrEqual(adjusted[at] ?? -1);
          });
        });
      }),
    );
  });
});

describe("drivers", () => {
  const revenue = criterion("revenue", {
    kind: "number",
    points: [
      [0, 0],
      [100, 1],
    ],
  });
  const compiled = compile(
    modelOf({
      missing: { unanswered: "exclude" },
      dimensions: [
        { id: "all", name: "All" },
        { id: "sold", name: "Sold" },
      ],
      criteria: [
        { ...revenue, dimension: "sold" },
        percent("training"),
        percent("noise"),
        percent("waste"),
        percent("rare"),
      ],
      levels: levelsOf(),
    }),
  );
  const { plain } = compiled;
  const network = Array.from({ length: 30 }, (_, place) =>
    scored(compiled, `p${place}`, {
      revenue: place,
      training: place + (place % 3),
      noise: (place * 17) % 30,
      waste: 100 - place,
      rare: place < 5 ? place : null,
    }),
  );
  const verdicts = (options: Parameters<typeof driversOf>[3]) =>
    Object.fromEntries(
      driversOf(plain, network, outcomeOf(plain, network, "revenue"), options).map(({ id, verdict }) => [id, verdict]),
    );

  test("say what moves with the outcome, without claiming a cause", () => {
    expect(verdicts({ outcome: "revenue" })).toEqual({
      training: "moves with",
      noise: "no clear link",
      waste: "moves against",
      rare: "too few",
      all: expect.any(String),
    });
  });

  test("leave out the outcome itself and the dimensions that hold it", () => {
    expect(Object.keys(verdicts({ outcome: "revenue" }))).toEqual(["training", "noise", "waste", "rare", "all"]);
    expect(verdicts({})).toMatchObject({ revenue: "moves with", sold: "moves with" });
  });

  test("take an outcome from anywhere, and leave out partners without one", () => {
    const outcome = network.map((_, place) => (place < 12 ? place : place < 20 ? null : Number.NaN));
    const [, training] = driversOf(plain, network, outcome);
    expect(training).toMatchObject({ id: "training", count: 12, verdict: "moves with" });
    expect(
      driversOf(plain, network, []).every(({ verdict, correlation }) => verdict === "too few" && correlation === null),
    ).toBe(true);
  });

  test("know no outcome of a criterion that is no number or does not exist", () => {
    expect(outcomeOf(plain, network, "stranger").every((figure) => figure === null)).toBe(true);
  });

  test("within levels of the sample are weaker than across them", () => {
    const partners = compiledModel("partner-maturity");
    const standings = sampleStandings(partners, "partner-maturity");
    const outcome = outcomeOf(partners.plain, standings, "revenue");
    const mean = (withinLevel: boolean) => {
      const drivers = driversOf(partners.plain, standings, outcome, { withinLevel, outcome: "revenue" });
      return drivers.reduce((sum, { correlation }) => sum + (correlation ?? 0), 0) / drivers.length;
    };
    expect(mean(true)).toBeLessThan(mean(false));
  });
});

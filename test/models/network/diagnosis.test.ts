import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../../models/engine/compile.ts";
import { compactCohort, readCohort } from "../../../models/engine/network/cohort.ts";
import { diagnose, diagnosisOf, programmeFaults, shortfall } from "../../../models/engine/network/diagnosis.ts";
import { wilsonInterval } from "../../../models/engine/network/proportion.ts";
import { setAsideIndexes } from "../../../models/engine/network/set-aside.ts";
import { levelsOf, modelOf, percent, yesno } from "../../support/small-model.ts";
import { cohortOf, compiledModel, sampleStandings, scored } from "./standings.ts";

describe("Wilson's interval", () => {
  // R. G. Newcombe, Interval estimation for the single proportion, Statistics in Medicine 17 (1998), table I.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i of %i is the published one", (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  test("holds the share, lies within 0..1 and mirrors", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(), (trials, drawn) => {
        const successes = drawn % (trials + 1);
        const { low, high } = wilsonInterval(successes, trials) ?? { low: Number.NaN, high: Number.NaN };
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(successes / trials);
        expect(high).toBeGreaterThanOrEqual(successes / trials);
        expect(wilsonInterval(trials - successes, trials)?.low).toBeCloseTo(1 - high, 12);
      }),
    );
  });

  test("of nothing, or of more than all, is null", () => {
    expect(wilsonInterval(0, 0)).toBeNull();
    expect(wilsonInterval(3, 2)).toBeNull();
    expect(wilsonInterval(Number.NaN, 2)).toBeNull();
  });
});

describe("the verdict", () => {
  // Known values of the models' brief, section 6.
  test("on 124 of 200 is the programme, on 108 it is not proven", () => {
    const proven = shortfall(124, 200);
    expect(proven).toMatchObject({ share: 0.62, verdict: "programme" });
    expect(proven.low).toBeCloseTo(0.551, 3);
    expect(proven.high).toBeCloseTo(0.684, 3);
    const open = shortfall(108, 200);
    expect(open).toMatchObject({ share: 0.54, verdict: "partner" });
    expect(open.low).toBeCloseTo(0.471, 3);
    expect(open.high).toBeCloseTo(0.608, 3);
  });

  test("takes at least 114 of 200", () => {
    expect(shortfall(114, 200).verdict).toBe("programme");
    expect(shortfall(113, 200).verdict).toBe("partner");
  });

  test("is withheld under 5 answers, and everything without any", () => {
    expect(shortfall(4, 4)).toMatchObject({ share: 1, verdict: null });
    expect(shortfall(5, 5).verdict).toBe("programme");
    expect(shortfall(0, 0)).toEqual({ answered: 0, short: 0, share: null, low: null, high: null, verdict: null });
  });
});

describe("a diagnosis", () => {
  const compiled = compile(
    modelOf({
      missing: { unanswered: "exclude" },
      criteria: [
        percent("sales", { help: "Look at prices.", tags: ["programme:pricing", "measured", "programme:targets"] }),
        percent("training"),
        yesno("plan"),
      ],
      levels: levelsOf([{ of: "criterion", id: "sales", min: 30 }], [{ of: "criterion", id: "sales", min: 80 }]),
    }),
  );
  const network = [10, 20, 35, 45, 60, 90].map((sales, place) =>
    scored(compiled, `p${place}`, { sales, training: 40 }, { region: place < 2 ? "EMEA" : "APAC" }),
  );
  const [sales, training, plan] = diagnose(compiled, network);

  test("counts as short who is below one half and does not have what the next level asks", () => {
    // p0 and p1 need 30; p2 and p3 need 80 and are below half; p4 at 60 misses 80 but not half.
    expect(sales).toMatchObject({ answered: 6, short: 4, partners: ["p0", "p1", "p2", "p3"] });
    expect(training).toMatchObject({ answered: 6, short: 6, verdict: "programme" });
    expect(plan).toMatchObject({ answered: 0, share: null, verdict: null, partners: [] });
  });

  test("excuses who already has what the next level asks, however little", () => {
    const easy = compile(
      modelOf({
        criteria: [percent("sales")],
        levels: levelsOf([
          { of: "criterion", id: "sales", min: 20 },
          { of: "index", min: 90 },
        ]),
      }),
    );
    expect(diagnose(easy, [scored(easy, "acme", { sales: 25 })])[0]).toMatchObject({ answered: 1, short: 0 });
  });

  test("tells how many miss the next level's own bar, without a verdict", () => {
    expect(sales?.belowNext).toMatchObject({ answered: 5, short: 5, share: 1 });
    expect(sales?.belowNext).not.toHaveProperty("verdict");
    expect(training?.belowNext).toMatchObject({ answered: 0, share: null });
  });

  test("says what to look at in the programme", () => {
    expect(sales).toMatchObject({ programme: ["pricing", "targets"], help: "Look at prices." });
    expect(training).toMatchObject({ programme: [], help: null });
  });

  test("names no more partners than asked for, but counts them all", () => {
    expect(diagnose(compiled, network, 2)[0]).toMatchObject({ short: 4, partners: ["p0", "p1"] });
  });

  test("cuts by segment, region, type and level from 20 answers on", () => {
    const many = Array.from({ length: 45 }, (_, place) =>
      scored(
        compiled,
        `p${place}`,
        { sales: place < 25 ? 10 : 60 },
        { region: place < 25 ? "EMEA" : place < 44 ? "APAC" : " emea" },
      ),
    );
    expect(diagnose(compiled, many)[0]?.cuts).toEqual([
      { by: "region", name: "EMEA", ...shortfall(25, 26) },
      { by: "level", name: "l0", ...shortfall(25, 25) },
      { by: "level", name: "l1", ...shortfall(0, 20) },
    ]);
    expect(diagnose(compiled, network)[0]?.cuts).toEqual([]);
  });

  test("does not ask for practices of levels beyond the next one", () => {
    const staged = compile(
      modelOf({
        criteria: [percent("basic", { level: "l1" }), percent("advanced", { level: "l2" })],
        levels: levelsOf([{ of: "practices", level: "l1", min: 0.6 }], [{ of: "practices", level: "l2", min: 0.6 }]),
      }),
    );
    const beginner = scored(staged, "beginner", { basic: 10, advanced: 0 });
    const settled = scored(staged, "settled", { basic: 90, advanced: 0 });
    expect(diagnose(staged, [beginner, settled]).map(({ answered, short }) => [answered, short])).toEqual([
      [2, 1],
      [1, 1],
    ]);
  });

  test("of the PRM sample finds the two faults hidden in it, in every period, and nothing else", () => {
    const performance = compiledModel("prm-performance");
    for (const file of ["prm-performance.2026-Q2", "prm-performance.2026-Q3", "prm-performance"]) {
      const found = diagnose(performance, sampleStandings(performance, file)).filter(
        ({ verdict }) => verdict === "programme",
      );
      expect(found.map(({ criterion, programme }) => [criterion, programme])).toEqual([
        ["pass", ["training-content"]],
        ["proof", ["mdf-claims"]],
      ]);
    }
  });

  test("from a kept cohort is the same, but for names and cuts", () => {
    const performance = compiledModel("prm-performance");
    const standings = sampleStandings(performance, "prm-performance");
    const kept = JSON.parse(JSON.stringify(compactCohort(cohortOf(performance, standings))));
    const { shortfalls } = readCohort(performance, kept) ?? cohortOf(performance, []);
    const emea = standings.filter(({ region }) => region === "EMEA");
    const counts = cohortOf(performance, emea).shortfalls;
    expect(diagnosisOf(performance, shortfalls)).toEqual(
      diagnose(performance, standings).map((diagnosis) => ({ ...diagnosis, partners: [], cuts: [] })),
    );
    expect(diagnosisOf(performance, counts, [{ by: "region", name: "EMEA", counts }])[0]?.cuts).toEqual([]);
  });

  test("by the next level's bar alone would blame the gates of the levels too", () => {
    const performance = compiledModel("prm-performance");
    const diagnoses = diagnose(performance, sampleStandings(performance, "prm-performance"));
    const target = diagnoses.find(({ criterion }) => criterion === "target");
    expect(target?.verdict).toBe("partner");
    expect(target?.belowNext.low).toBeGreaterThan(0.5);
  });
});

describe("an index with faults set aside", () => {
  const performance = compiledModel("prm-performance");
  const standings = sampleStandings(performance, "prm-performance");
  const faults = programmeFaults(diagnose(performance, standings));

  test("stands next to the plain one", () => {
    const indexes = setAsideIndexes(performance, standings, faults);
    expect(indexes).toHaveLength(60);
    expect(indexes[2]?.partner).toBe(standings[2]?.partner);
    expect(indexes[2]?.index).toBeCloseTo((standings[2]?.index ?? 0) * 100, 1);
    expect(indexes.filter(({ index, without }) => (without ?? 0) > (index ?? 0)).length).toBeGreaterThan(30);
  });

  test("without any fault is the plain one", () => {
    for (const { index, without } of setAsideIndexes(performance, standings, [])) expect(without).toBe(index);
  });

  test("takes the weight out of the sums, whatever the model says about answers that are not applicable", () => {
    const strict = compile(
      modelOf({
        missing: { notApplicable: "zero" },
        criteria: [percent("first", { weight: 3 }), percent("second"), percent("third")],
      }),
    );
    const acme = scored(strict, "acme", { first: 0, second: 80, third: "N/A" });
    expect(setAsideIndexes(strict, [acme], [0])).toEqual([{ partner: "acme", index: 16, without: 40 }]);
  });

  test("is null where everything is set aside", () => {
    const small = compile(modelOf({ criteria: [percent("only")] }));
    expect(setAsideIndexes(small, [scored(small, "acme", { only: 5 })], [0])).toEqual([
      { partner: "acme", index: 5, without: null },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import {
  certified,
  check,
  modelOf,
  only,
  plan,
  said,
  tools,
  withAnswer,
  withCriterion,
  withGold,
} from "../../support/linted-model.ts";

describe("names, guidance and overlays", () => {
  it("reports names that a header row could not tell apart", () => {
    expect(said(check(withCriterion(tools, { name: "sales plan" })))).toEqual([
      "warning same-name-twice criteria.tools.name",
    ]);
  });

  it("reports guidance that stops half way up, but not above the practice's own level", () => {
    const finding = only(check(withCriterion(plan, { guidance: { silver: "Write one" } })), "missing-guidance");
    expect(finding.place).toBe("criteria.plan.guidance");
    expect(finding.message).toBe("“Sales plan” says what to do for “Silver” but not for “Gold”. Add the next step.");
    expect(check(withCriterion(plan, { guidance: { silver: "Write one" }, level: "silver" }))).toEqual([]);
  });

  it("reports an overlay that earlier ones cover, also together", () => {
    const change = { criteria: { plan: { weight: 2 } } };
    const overlays = [
      { id: "latam", when: { region: ["LATAM"] }, ...change },
      { id: "apac", when: { region: ["apac"] }, ...change },
      { id: "growth", when: { region: ["latam ", "apac"], segment: ["smb"] }, ...change },
      { id: "emea", when: { region: ["emea"] }, ...change },
      { id: "smb", when: { segment: ["smb"] }, ...change },
    ];
    const finding = only(check(modelOf({ overlays })), "overlay-never-used");
    expect(finding.place).toBe("overlays.growth.when");
    expect(finding.message).toContain("“latam”, “apac” already match all of them");
  });

  it("reports an overlay that changes nothing", () => {
    expect(said(check(modelOf({ overlays: [{ id: "o", when: { region: ["x"] } }] })))).toEqual([
      "warning overlay-changes-nothing overlays.o",
    ]);
  });

  it("checks an overlay as a model of its own, and says nothing twice", () => {
    const overlays = [
      {
        id: "smb",
        when: { segment: ["smb"] },
        criteria: {
          certified: {
            answer: {
              max: 3,
              points: [
                [0, 0],
                [3, 1],
              ] as [number, number][],
            },
          },
        },
      },
    ];
    expect(said(check(modelOf({ overlays })))).toEqual(["error unreachable-level overlays.smb.levels.gold.requires.1"]);
    const both = {
      ...withGold({ of: "index", min: 120 }),
      overlays: [{ id: "smb", when: { segment: ["smb"] }, criteria: { plan: { weight: 2 } } }],
    };
    expect(said(check(both))).toEqual(["error unreachable-level levels.gold.requires.0"]);
  });

  it("accepts an overlay that leaves out what a level asks for", () => {
    const overlays = [{ id: "smb", when: { segment: ["smb"] }, criteria: { certified: { omit: true } } }];
    expect(check(modelOf({ overlays }))).toEqual([]);
  });
});

describe("translations", () => {
  const german = {
    name: "Sauberes Modell",
    "dimensions.sell.name": "Verkaufen",
    "dimensions.enable.name": "Befähigen",
    "levels.bronze.name": "Bronze",
    "levels.silver.name": "Silber",
    "levels.gold.name": "Gold",
    "criteria.plan.name": "Vertriebsplan",
    "criteria.plan.question": "Gibt es einen Plan?",
    "criteria.plan.options.none": "Keiner",
    "criteria.plan.options.yearly": "Jährlich",
    "criteria.plan.options.quarterly": "Je Quartal",
    "criteria.certified.name": "Zertifizierte",
    "criteria.certified.question": "Wie viele sind zertifiziert?",
    "criteria.certified.unit": "Personen",
    "criteria.tools.name": "Werkzeuge",
    "criteria.tools.question": "Welche Werkzeuge?",
    "criteria.tools.options.portal": "Portal",
    "criteria.tools.options.library": "Bibliothek",
    "criteria.tools.options.nothing": "Keines davon",
    "criteria.contact.name": "Ansprechpartner",
    "criteria.contact.question": "Gibt es einen Ansprechpartner?",
  };

  it("is content with a language that has every text", () => {
    expect(check(modelOf({ translations: { de: german } }))).toEqual([]);
  });

  it("reports what a language lacks and what belongs to nothing", () => {
    const { "criteria.plan.options.yearly": _yearly, ...others } = german;
    const model = modelOf({ translations: { de: { ...others, "criteria.plan.advice": "Rat" } } });
    expect(said(check(model))).toEqual([
      "warning missing-translation translations.de.criteria.plan.options.yearly",
      "warning unknown-translation translations.de.criteria.plan.advice",
    ]);
  });

  it("names ten missing texts and counts the rest", () => {
    const findings = check(modelOf({ translations: { fr: {} } }));
    expect(findings).toHaveLength(11);
    expect(findings[10]).toMatchObject({
      place: "translations.fr",
      message: "“fr” lacks 11 more texts (21 of 21 in all).",
    });
  });

  it("does not ask for texts that read the same everywhere", () => {
    const model = withAnswer(
      certified,
      {
        kind: "number",
        unit: "%",
        points: [
          [0, 0],
          [6, 1],
        ],
      },
      { translations: { de: german } },
    );
    const { "criteria.certified.unit": _unit, ...others } = german;
    expect(check({ ...model, translations: { de: others } })).toEqual([]);
  });

  it("reports translations into the model's own language", () => {
    expect(said(check(modelOf({ translations: { en: german } })))).toEqual(["warning own-language translations.en"]);
  });

  it("reports a translated label that stands for two options", () => {
    const model = modelOf({ translations: { de: { ...german, "criteria.plan.options.quarterly": "keiner" } } });
    expect(said(check(model))).toEqual(["error duplicate-label translations.de.criteria.plan.options.quarterly"]);
  });
});

describe("the model's own tests", () => {
  const answers = { plan: "quarterly", certified: 4, tools: "Portal", contact: "yes" };

  it("passes those that hold, rounded half up", () => {
    const expected = { index: 80, level: "gold", overlay: null, dimensions: { sell: 100, enable: 60 } };
    expect(check(modelOf({ tests: [{ name: "solid", answers, expect: expected }] }))).toEqual([]);
  });

  it("says what was expected and what came out", () => {
    const expected = { index: 81, level: "silver", overlay: null, dimensions: { enable: 61 } };
    const findings = check(modelOf({ tests: [{ name: "solid", answers, expect: expected }] }));
    expect(said(findings)).toEqual([
      "error failing-test tests.0.expect.index",
      "error failing-test tests.0.expect.level",
      "error failing-test tests.0.expect.dimensions.enable",
    ]);
    expect(findings[0]?.message).toBe(
      "Test “solid” expects an index of 81 and gets 80. Correct the test or the model.",
    );
    expect(findings[1]?.message).toContain("expects level “silver” and gets “gold”");
  });

  it("uses the overlay of the test's segment", () => {
    const overlays = [{ id: "smb", when: { segment: ["smb"] }, criteria: { certified: { omit: true } } }];
    const tests = [
      { name: "small", answers: { plan: "quarterly" }, segment: "SMB", expect: { overlay: "smb", index: 25 } },
    ];
    expect(check(modelOf({ overlays, tests }))).toEqual([]);
  });

  it("reports answers that the model refuses", () => {
    const finding = only(
      check(modelOf({ tests: [{ name: "typo", answers: { plan: "monthly" }, expect: {} }] })),
      "test-answer-refused",
    );
    expect(finding.place).toBe("tests.0.answers.plan");
    expect(finding.message).toContain("“monthly” is not an answer to “Sales plan”");
  });
});

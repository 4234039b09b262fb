import { describe, expect, it } from "vitest";
import { checkModel } from "../../models/check.ts";
import { compile } from "../../models/engine/compile.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
import { type Model, parseModel } from "../../models/format.ts";
import { localize, translatable } from "../../models/translate.ts";

const model: Model = {
  id: "small",
  name: "Small model",
  summary: "What it is for.",
  language: "en",
  scale: { min: 0, max: 100 },
  answerSets: {
    often: [
      { id: "never", label: "Never", value: 0 },
      { id: "always", label: "Always", value: 1, help: "Every time." },
    ],
  },
  dimensions: [{ id: "sell", name: "Sell", help: "Selling." }],
  criteria: [
    {
      id: "plan",
      name: "Plan",
      question: "Is there a plan?",
      help: "A written one.",
      owner: "Sales lead",
      dimension: "sell",
      guidance: { gold: "Write one." },
      answer: {
        kind: "choice",
        options: [
          { id: "none", label: "None", value: 0 },
          { id: "yearly", label: "Yearly", value: 1, help: "Once a year." },
        ],
      },
    },
    {
      id: "people",
      name: "People",
      question: "How many?",
      dimension: "sell",
      answer: {
        kind: "number",
        unit: "people",
        points: [
          [0, 0],
          [4, 1],
        ],
      },
    },
    {
      id: "reviews",
      name: "Reviews",
      question: "How often?",
      dimension: "sell",
      answer: { kind: "choice", options: "often" },
    },
  ],
  levels: [
    {
      id: "silver",
      name: "Silver",
      descriptor: "The start.",
      growth: "Next: gold.",
      programme: ["Portal", "Newsletter"],
    },
    { id: "gold", name: "Gold", requires: [{ of: "index", min: 50 }] },
  ],
  overlays: [
    {
      id: "smb",
      name: "Small partners",
      when: { segment: ["smb"] },
      criteria: { plan: { question: "Any plan at all?", guidance: { gold: "A page will do." } } },
    },
  ],
};

/** Every text in capitals stands for a translation. */
const capitals = Object.fromEntries([...translatable(model)].map(([key, text]) => [key, text.toUpperCase()]));

describe("translatable", () => {
  it("lists every text people read, by its key", () => {
    expect([...translatable(model).keys()]).toEqual([
      "name",
      "summary",
      "answerSets.often.never",
      "answerSets.often.always",
      "answerSets.often.always.help",
      "dimensions.sell.name",
      "dimensions.sell.help",
      "criteria.plan.name",
      "criteria.plan.question",
      "criteria.plan.help",
      "criteria.plan.options.none",
      "criteria.plan.options.yearly",
      "criteria.plan.options.yearly.help",
      "criteria.plan.guidance.gold",
      "criteria.plan.owner",
      "criteria.people.name",
      "criteria.people.question",
      "criteria.people.unit",
      "criteria.reviews.name",
      "criteria.reviews.question",
      "levels.silver.name",
      "levels.silver.descriptor",
      "levels.silver.growth",
      "levels.silver.programme.0",
      "levels.silver.programme.1",
      "levels.gold.name",
      "overlays.smb.name",
      "overlays.smb.criteria.plan.question",
      "overlays.smb.criteria.plan.guidance.gold",
    ]);
  });

  it("gives the text itself", () => {
    expect(translatable(model).get("levels.silver.programme.1")).toBe("Newsletter");
  });
});

describe("localize", () => {
  const bilingual: Model = { ...model, translations: { de: capitals } };

  it("puts every text of the language in place", () => {
    expect(translatable(localize(bilingual, "de"))).toEqual(new Map(Object.entries(capitals)));
  });

  it("gives a document that fits the schema, in that language, with the original texts as a translation", () => {
    const german = localize(bilingual, "de");
    expect(parseModel(JSON.parse(JSON.stringify(german))).findings).toEqual([]);
    expect(german.language).toBe("de");
    expect(german.translations).toEqual({ en: Object.fromEntries(translatable(model)) });
    expect(
      checkModel(german).filter((finding) => finding.rule.includes("translation") || finding.rule === "own-language"),
    ).toEqual([]);
  });

  it("comes back to the original", () => {
    expect(localize(localize(bilingual, "de"), "en")).toEqual(bilingual);
  });

  it("keeps the original text where a translation lacks", () => {
    const partly = localize({ ...model, translations: { de: { "criteria.plan.name": "Vertriebsplan" } } }, "de");
    expect(partly.criteria[0]).toMatchObject({ name: "Vertriebsplan", question: "Is there a plan?" });
  });

  it.each(["de-AT", "DE", "de_CH", "de-Latn-DE"])("falls back from %s to de", (language) => {
    expect(localize(bilingual, language).name).toBe("SMALL MODEL");
  });

  it("prefers the closer language", () => {
    const swiss: Model = { ...model, translations: { de: { name: "Modell" }, "de-CH": { name: "Modäll" } } };
    expect(localize(swiss, "de-CH").name).toBe("Modäll");
    expect(localize(swiss, "de-CH-1996").name).toBe("Modäll");
    expect(localize(swiss, "de-AT").name).toBe("Modell");
  });

  it.each(["en", "en-GB", "it", "", "constructor"])("leaves the model as it is for %j", (language) => {
    expect(localize(bilingual, language)).toBe(bilingual);
  });

  it("still reads answers in every language, with the same result", () => {
    const languages: Model = {
      ...bilingual,
      translations: {
        de: { ...capitals, "criteria.plan.options.yearly": "Jährlich" },
        fr: { "criteria.plan.options.yearly": "Annuel" },
      },
    };
    for (const label of ["Yearly", "Jährlich", "Annuel", "yearly"]) {
      const scored = scoreAssessment(
        compile(localize(languages, "de")),
        { partner: "acme", answers: { plan: label } },
        { detail: "level" },
      );
      expect([label, scored.problems, scored.result.index]).toEqual([label, [], 33.3]);
    }
  });

  it("changes nothing in the document it is given", () => {
    const before = structuredClone(bilingual);
    localize(bilingual, "de");
    expect(bilingual).toEqual(before);
  });
});

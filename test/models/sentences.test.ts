/** What a level takes, in words: each kind of requirement in the four languages the shipped models speak. */
import { describe, expect, test } from "vitest";
import { requirementSentences } from "../../models/engine/sentences.ts";
import type { Model, Requirement } from "../../models/format.ts";
import { localize } from "../../models/translate.ts";
import { criterion, modelOf, yesno } from "../support/small-model.ts";

const LANGUAGES = ["en", "de", "fr", "es"] as const;
type Said = Record<(typeof LANGUAGES)[number], string>;

const line: [number, number][] = [
  [0, 0],
  [10, 1],
];
const model: Model = modelOf({
  language: "en",
  dimensions: [{ id: "sales", name: "Sales" }],
  criteria: [
    criterion("revenue", { kind: "number", unit: "EUR", points: line }, { name: "Revenue", dimension: "sales" }),
    criterion("growth", { kind: "number", unit: "%", points: line }, { name: "Growth", dimension: "sales" }),
    criterion(
      "staff",
      { kind: "number", unit: "people", points: line },
      { name: "Certified staff", dimension: "sales" },
    ),
    criterion("deals", { kind: "number", unit: "per quarter", points: line }, { name: "Deals", dimension: "sales" }),
    criterion(
      "plan",
      {
        kind: "choice",
        options: [
          { id: "none", label: "None", value: 0 },
          { id: "draft", label: "Draft", value: 0.5 },
          { id: "signed", label: "Signed", value: 1 },
        ],
      },
      { name: "Plan", dimension: "sales" },
    ),
    yesno("sponsor", { name: "Sponsor", dimension: "sales" }),
  ],
  levels: [
    { id: "bronze", name: "Bronze" },
    { id: "silver", name: "Silver" },
  ],
  translations: {
    de: {
      "dimensions.sales.name": "Vertrieb",
      "criteria.revenue.name": "Umsatz",
      "criteria.growth.name": "Wachstum",
      "criteria.staff.name": "Zertifizierte Personen",
      "criteria.deals.name": "Geschäfte",
      "criteria.deals.unit": "pro Quartal",
      "criteria.plan.options.draft": "Entwurf",
      "criteria.plan.options.signed": "Unterschrieben",
      "criteria.plan.options.none": "Keiner",
      "levels.silver.name": "Silber",
    },
    fr: {
      "dimensions.sales.name": "Ventes",
      "criteria.revenue.name": "Chiffre d’affaires",
      "criteria.growth.name": "Croissance",
      "criteria.staff.name": "Personnes certifiées",
      "criteria.deals.name": "Affaires",
      "criteria.deals.unit": "par trimestre",
      "criteria.plan.options.draft": "Ébauche",
      "criteria.plan.options.signed": "Signé",
      "criteria.plan.options.none": "Aucun",
      "levels.silver.name": "Argent",
    },
    es: {
      "dimensions.sales.name": "Ventas",
      "criteria.revenue.name": "Facturación",
      "criteria.growth.name": "Crecimiento",
      "criteria.staff.name": "Personas certificadas",
      "criteria.deals.name": "Operaciones",
      "criteria.deals.unit": "por trimestre",
      "criteria.plan.options.draft": "Borrador",
      "criteria.plan.options.signed": "Firmado",
      "criteria.plan.options.none": "Ninguno",
      "levels.silver.name": "Plata",
    },
  },
});

const say = (language: string, requirement: Requirement): string | undefined =>
  requirementSentences(localize(model, language), [requirement])[0];

// "\u00a0" is a no-break space, "\u202f" the narrow one that French puts between thousands.
const known: readonly (readonly [string, Requirement, Said])[] = [
  [
    "at least an index",
    { of: "index", min: 55 },
    {
      en: "Index: at least 55",
      de: "Index: mindestens 55",
      fr: "Indice\u00a0: au moins 55",
      es: "Índice: al menos 55",
    },
  ],
  [
    "more than an index",
    { of: "index", above: 55.5 },
    {
      en: "Index: more than 55.5",
      de: "Index: mehr als 55,5",
      fr: "Indice\u00a0: plus de 55,5",
      es: "Índice: más de 55,5",
    },
  ],
  [
    "at most an index",
    { of: "index", max: 55 },
    {
      en: "Index: at most 55",
      de: "Index: höchstens 55",
      fr: "Indice\u00a0: au plus 55",
      es: "Índice: como máximo 55",
    },
  ],
  [
    "less than an index",
    { of: "index", below: 55 },
    {
      en: "Index: less than 55",
      de: "Index: weniger als 55",
      fr: "Indice\u00a0: moins de 55",
      es: "Índice: menos de 55",
    },
  ],
  [
    "a dimension",
    { of: "dimension", id: "sales", min: 40 },
    {
      en: "Sales: at least 40",
      de: "Vertrieb: mindestens 40",
      fr: "Ventes\u00a0: au moins 40",
      es: "Ventas: al menos 40",
    },
  ],
  [
    "every dimension",
    { of: "dimensions", min: 25 },
    {
      en: "Every dimension: at least 25",
      de: "Jede Dimension: mindestens 25",
      fr: "Chaque dimension\u00a0: au moins 25",
      es: "Cada dimensión: al menos 25",
    },
  ],
  [
    "an amount of money, with its currency",
    { of: "criterion", id: "revenue", min: 1_250_000 },
    {
      en: "Revenue: at least 1,250,000 EUR",
      de: "Umsatz: mindestens 1.250.000 EUR",
      fr: "Chiffre d’affaires\u00a0: au moins 1\u202f250\u202f000 EUR",
      es: "Facturación: al menos 1.250.000 EUR",
    },
  ],
  [
    "a percentage",
    { of: "criterion", id: "growth", above: 2.5 },
    {
      en: "Growth: more than 2.5%",
      de: "Wachstum: mehr als 2,5\u00a0%",
      fr: "Croissance\u00a0: plus de 2,5\u00a0%",
      es: "Crecimiento: más de 2,5\u00a0%",
    },
  ],
  [
    "a rate, with what it is per",
    { of: "criterion", id: "deals", min: 4 },
    {
      en: "Deals: at least 4 per quarter",
      de: "Geschäfte: mindestens 4 pro Quartal",
      fr: "Affaires\u00a0: au moins 4 par trimestre",
      es: "Operaciones: al menos 4 por trimestre",
    },
  ],
  [
    "a count, whose unit the name says",
    { of: "criterion", id: "staff", min: 4 },
    {
      en: "Certified staff: at least 4",
      de: "Zertifizierte Personen: mindestens 4",
      fr: "Personnes certifiées\u00a0: au moins 4",
      es: "Personas certificadas: al menos 4",
    },
  ],
  [
    "an attainment, in per cent",
    { of: "criterion", id: "plan", min: 0.5 },
    {
      en: "Plan: at least 50%",
      de: "Plan: mindestens 50\u00a0%",
      fr: "Plan\u00a0: au moins 50\u00a0%",
      es: "Plan: al menos 50\u00a0%",
    },
  ],
  [
    "the one option that is enough",
    { of: "criterion", id: "plan", is: ["signed"] },
    {
      en: "Plan: “Signed”",
      de: "Plan: „Unterschrieben“",
      fr: "Plan\u00a0: «\u00a0Signé\u00a0»",
      es: "Plan: «Firmado»",
    },
  ],
  [
    "an option and all above it",
    { of: "criterion", id: "plan", is: ["signed", "draft"] },
    {
      en: "Plan: “Draft” or better",
      de: "Plan: „Entwurf“ oder besser",
      fr: "Plan\u00a0: «\u00a0Ébauche\u00a0» ou mieux",
      es: "Plan: «Borrador» o mejor",
    },
  ],
  [
    "options with a better one left out",
    { of: "criterion", id: "plan", is: ["none", "draft"] },
    {
      en: "Plan: one of “None”, “Draft”",
      de: "Plan: eines von „Keiner“, „Entwurf“",
      fr: "Plan\u00a0: l’une de ces réponses\u00a0: «\u00a0Aucun\u00a0», «\u00a0Ébauche\u00a0»",
      es: "Plan: una de estas respuestas: «Ninguno», «Borrador»",
    },
  ],
  [
    "yes",
    { of: "criterion", id: "sponsor", is: ["yes"] },
    { en: "Sponsor: “Yes”", de: "Sponsor: „Ja“", fr: "Sponsor\u00a0: «\u00a0Oui\u00a0»", es: "Sponsor: «Sí»" },
  ],
  [
    "every criterion",
    { of: "criteria", min: 0.25 },
    {
      en: "Every criterion: at least 25%",
      de: "Jedes Kriterium: mindestens 25\u00a0%",
      fr: "Chaque critère\u00a0: au moins 25\u00a0%",
      es: "Cada criterio: al menos 25\u00a0%",
    },
  ],
  [
    "every criterion of a dimension",
    { of: "criteria", dimension: "sales", above: 0 },
    {
      en: "Every criterion of Sales: more than 0%",
      de: "Jedes Kriterium aus Vertrieb: mehr als 0\u00a0%",
      fr: "Chaque critère de Ventes\u00a0: plus de 0\u00a0%",
      es: "Cada criterio de Ventas: más de 0\u00a0%",
    },
  ],
  [
    "all practices of a level",
    { of: "practices", level: "silver", min: 1 },
    {
      en: "Every Silver practice: at least 100%",
      de: "Alle Praktiken der Stufe Silber: mindestens 100\u00a0%",
      fr: "Toutes les pratiques du niveau Argent\u00a0: au moins 100\u00a0%",
      es: "Todas las prácticas del nivel Plata: al menos 100\u00a0%",
    },
  ],
  [
    "a share of the practices of a level",
    { of: "practices", level: "silver", min: 0.5, share: 0.8 },
    {
      en: "80% of the Silver practices: at least 50%",
      de: "80\u00a0% der Praktiken der Stufe Silber: mindestens 50\u00a0%",
      fr: "80\u00a0% des pratiques du niveau Argent\u00a0: au moins 50\u00a0%",
      es: "80\u00a0% de las prácticas del nivel Plata: al menos 50\u00a0%",
    },
  ],
  [
    "a rank by the index",
    { of: "percentile", min: 90 },
    {
      en: "Index, percentile among all partners: at least 90",
      de: "Index, Perzentil unter allen Partnern: mindestens 90",
      fr: "Indice, percentile parmi tous les partenaires\u00a0: au moins 90",
      es: "Índice, percentil entre todos los partners: al menos 90",
    },
  ],
  [
    "a rank by a criterion",
    { of: "percentile", id: "revenue", min: 97 },
    {
      en: "Revenue, percentile among all partners: at least 97",
      de: "Umsatz, Perzentil unter allen Partnern: mindestens 97",
      fr: "Chiffre d’affaires, percentile parmi tous les partenaires\u00a0: au moins 97",
      es: "Facturación, percentil entre todos los partners: al menos 97",
    },
  ],
  [
    "one of several routes",
    {
      anyOf: [
        [{ of: "criterion", id: "staff", min: 8 }],
        [
          { of: "criterion", id: "growth", min: 20 },
          { of: "criterion", id: "sponsor", is: ["yes"] },
        ],
      ],
    },
    {
      en: "Either Certified staff: at least 8, or Growth: at least 20% and Sponsor: “Yes”",
      de: "Entweder Zertifizierte Personen: mindestens 8 oder Wachstum: mindestens 20\u00a0% und Sponsor: „Ja“",
      fr: "Soit Personnes certifiées\u00a0: au moins 8, soit Croissance\u00a0: au moins 20\u00a0% et Sponsor\u00a0: «\u00a0Oui\u00a0»",
      es: "O bien Personas certificadas: al menos 8, o bien Crecimiento: al menos 20\u00a0% y Sponsor: «Sí»",
    },
  ],
];

describe.each(LANGUAGES)("in %s", (language) => {
  test.each(known)("%s", (_, requirement, said) => {
    expect(say(language, requirement)).toBe(said[language]);
  });

  test("a level that asks for nothing says so", () => {
    const nothing: Said = {
      en: "No requirement: every partner starts here.",
      de: "Keine Anforderung: Hier beginnt jeder Partner.",
      fr: "Aucune exigence\u00a0: chaque partenaire commence ici.",
      es: "Sin requisitos: aquí empieza cada partner.",
    };
    expect(requirementSentences(localize(model, language), [])).toEqual([nothing[language]]);
  });
});

test("there is one sentence for each requirement, in their order", () => {
  const requirements: Requirement[] = [
    { of: "criterion", id: "staff", min: 2 },
    { of: "index", min: 30 },
  ];
  expect(requirementSentences(model, requirements)).toEqual(["Certified staff: at least 2", "Index: at least 30"]);
});

test.each([
  ["de-AT", "Index: mindestens 55"],
  ["pt-BR", "Index: at least 55"],
])("a model in %s says: %s", (language, expected) => {
  expect(requirementSentences({ ...model, language }, [{ of: "index", min: 55 }])).toEqual([expected]);
});

describe("a checklist", () => {
  test("has no tick that is better than another", () => {
    const ticked = modelOf({
      criteria: [
        criterion("tools", {
          kind: "checklist",
          options: [
            { id: "portal", label: "Portal", value: 0.6 },
            { id: "library", label: "Library", value: 0.4 },
          ],
        }),
      ],
    });
    expect(requirementSentences(ticked, [{ of: "criterion", id: "tools", is: ["portal", "library"] }])).toEqual([
      "tools: one of “Library”, “Portal”",
    ]);
  });
});

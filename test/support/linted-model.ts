/** A model without findings, ways to spoil it, and what the linter says then. */
import { expect } from "vitest";
import { checkModel } from "../../models/check.ts";
import { compile } from "../../models/engine/compile.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
import {
  type Answer,
  type Criterion,
  type Finding,
  type Level,
  type Model,
  parseModel,
  type Requirement,
} from "../../models/format.ts";

export const plan: Criterion = {
  id: "plan",
  name: "Sales plan",
  question: "Is there a plan?",
  dimension: "sell",
  answer: {
    kind: "choice",
    options: [
      { id: "none", label: "None", value: 0 },
      { id: "yearly", label: "Yearly", value: 0.5 },
      { id: "quarterly", label: "Quarterly", value: 1 },
    ],
  },
};
export const certified: Criterion = {
  id: "certified",
  name: "Certified staff",
  question: "How many people hold a certificate?",
  dimension: "enable",
  answer: {
    kind: "number",
    unit: "people",
    min: 0,
    points: [
      [0, 0],
      [2, 0.4],
      [6, 1],
    ],
  },
};
export const tools: Criterion = {
  id: "tools",
  name: "Tools in use",
  question: "Which tools are in use?",
  dimension: "enable",
  answer: {
    kind: "checklist",
    options: [
      { id: "portal", label: "Portal", value: 0.5 },
      { id: "library", label: "Asset library", value: 0.5 },
      { id: "nothing", label: "None of these", value: 0, exclusive: true },
    ],
  },
};
export const portal: Criterion = {
  id: "contact",
  name: "Contact",
  question: "Is there a contact?",
  dimension: "sell",
  answer: { kind: "yesno" },
};

export const levels: Level[] = [
  { id: "bronze", name: "Bronze" },
  { id: "silver", name: "Silver", requires: [{ of: "index", min: 30 }] },
  {
    id: "gold",
    name: "Gold",
    requires: [
      { of: "index", min: 60 },
      { of: "criterion", id: "certified", min: 4 },
    ],
  },
];

export const clean: Model = {
  id: "clean",
  name: "Clean model",
  scale: { min: 0, max: 100, decimals: 1 },
  dimensions: [
    { id: "sell", name: "Sell" },
    { id: "enable", name: "Enable" },
  ],
  criteria: [plan, certified, tools, portal],
  levels,
};

export const modelOf = (parts: Partial<Model>): Model => ({ ...clean, ...parts });
/** The clean model with one criterion changed. */
export const withCriterion = (criterion: Criterion, fields: Partial<Criterion>, parts: Partial<Model> = {}): Model =>
  modelOf({ criteria: clean.criteria.map((one) => (one.id === criterion.id ? { ...one, ...fields } : one)), ...parts });
export const withAnswer = (criterion: Criterion, answer: Answer, parts: Partial<Model> = {}): Model =>
  withCriterion(criterion, { answer }, parts);
export const withGold = (...requires: Requirement[]): Model =>
  modelOf({ levels: levels.map((level) => (level.id === "gold" ? { ...level, requires } : level)) });

/** Checks a document that fits the schema: a rule about anything else would never run. */
export function check(model: Model): Finding[] {
  expect(parseModel(model).findings).toEqual([]);
  return checkModel(model);
}
export const said = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity, rule, place }) => `${severity} ${rule} ${place}`);
export const only = (findings: readonly Finding[], rule: string): Finding => {
  const found = findings.filter((finding) => finding.rule === rule);
  expect(found, JSON.stringify(findings)).toHaveLength(1);
  return found[0] as Finding;
};

/** Where the example's answers lead. */
export const levelOf = (model: Model, finding: Finding): string | null =>
  scoreAssessment(compile(model), { partner: "acme", answers: finding.example?.answers ?? {} }, { detail: "level" })
    .result.level;

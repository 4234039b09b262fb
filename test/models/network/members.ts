/** Members of a network for specifications: small models with answers, and the shipped portfolios. */
import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { catalog } from "../../../models/catalog/index.ts";
import type { AnswerValue, Assessment } from "../../../models/contract.ts";
import { type CompiledModel, compile } from "../../../models/engine/compile.ts";
import { type Member, readMember } from "../../../models/engine/network/member.ts";
import { type Model, parseModel } from "../../../models/format.ts";

/** The partner `acme` under a model that a person could publish. */
export function memberOf(
  model: Model,
  answers: Record<string, AnswerValue>,
  answeredAt?: Member["answeredAt"],
  partner = "acme",
): Member {
  const { findings } = parseModel(model);
  if (findings.length > 0) throw new Error(`The test's model is not valid: ${JSON.stringify(findings)}`);
  return readMember(compile(model), { partner, answers }, answeredAt);
}

export function shippedModel(id: string): Model {
  const model = catalog.find((candidate) => candidate.id === id);
  if (model === undefined) throw new Error(`the catalog has no model ${id}`);
  return model;
}

export const shippedIds: string[] = catalog.map(({ id }) => id);

/** The invented partners of a shipped model, latest period. */
export function portfolioOf(id: string): Assessment[] {
  const text = readFileSync(new URL(`../../../models/catalog/samples/${id}.csv`, import.meta.url), "utf8");
  const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  return data.map(({ partner = "", segment, region, type, ...answers }) => ({
    partner,
    segment,
    region,
    type,
    answers,
  }));
}

export function membersOf(compiled: CompiledModel, assessments: readonly Assessment[]): Member[] {
  return assessments.map((assessment) => readMember(compiled, assessment));
}

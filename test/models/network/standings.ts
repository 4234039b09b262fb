/** Standings for the network tests: written by hand, scored from answers, or from the shipped sample portfolios. */
import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { catalog } from "../../../models/catalog/index.ts";
import type { AnswerValue } from "../../../models/contract.ts";
import { type CompiledModel, compile } from "../../../models/engine/compile.ts";
import { addStanding, type CohortSummary, newCohort } from "../../../models/engine/network/cohort.ts";
import { readMember } from "../../../models/engine/network/member.ts";
import { type Standing, standingOf } from "../../../models/engine/network/standing.ts";
import type { Attributes } from "../../../models/engine/overlay.ts";

/** A standing of which a test writes only what it is about. */
export function standing(fields: Partial<Standing> = {}): Standing {
  return {
    partner: "acme",
    segment: null,
    region: null,
    type: null,
    overlay: null,
    index: null,
    rank: 0,
    dimensions: [],
    attainments: [],
    measures: [],
    notApplicable: [],
    ...fields,
  };
}

export function scored(
  compiled: CompiledModel,
  partner: string,
  answers: Record<string, AnswerValue>,
  attributes: Attributes = {},
): Standing {
  const { variant, state, rank } = readMember(compiled, { partner, answers, ...attributes });
  return standingOf(variant, state, rank, partner, attributes);
}

export function compiledModel(id: string): CompiledModel {
  const model = catalog.find((candidate) => candidate.id === id);
  if (model === undefined) throw new Error(`the catalog has no model ${id}`);
  return compile(model);
}

export function cohortOf(compiled: CompiledModel, standings: Iterable<Standing>): CohortSummary {
  const cohort = newCohort(compiled);
  for (const standing of standings) addStanding(compiled, cohort, standing);
  return cohort;
}

/** @param file such as `partner-maturity.2026-Q1`; the file without a period is the present one. */
export function sampleStandings(compiled: CompiledModel, file: string): Standing[] {
  const text = readFileSync(new URL(`../../../models/catalog/samples/${file}.csv`, import.meta.url), "utf8");
  const { data: rows } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  return rows.map(({ partner = "", segment, region, type, ...answers }) =>
    scored(compiled, partner, answers, { segment, region, type }),
  );
}

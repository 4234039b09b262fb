/** The shipped sample portfolios as standings, for the network tests. */
import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { catalog } from "../../../models/catalog/index.ts";
import { type CompiledModel, compile } from "../../../models/engine/compile.ts";
import { readMember } from "../../../models/engine/network/member.ts";
import { type Standing, standingOf } from "../../../models/engine/network/standing.ts";

export function compiledModel(id: string): CompiledModel {
  const model = catalog.find((candidate) => candidate.id === id);
  if (model === undefined) throw new Error(`the catalog has no model ${id}`);
  return compile(model);
}

/** @param file such as `partner-maturity.2026-Q1`. */
export function sampleStandings(compiled: CompiledModel, file: string): Standing[] {
  const text = readFileSync(new URL(`../../../models/catalog/samples/${file}.csv`, import.meta.url), "utf8");
  const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  return data.map(({ partner = "", segment, region, type, ...answers }) => {
    const { variant, state, rank } = readMember(compiled, { partner, segment, region, type, answers });
    return standingOf(variant, state, rank, partner, { segment, region, type });
  });
}

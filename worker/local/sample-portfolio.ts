/** Scores the sample portfolio through the running Worker, as a sheet would. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import Papa from "papaparse";
import type { GridResponse, ModelSummary } from "../../models/contract.ts";

export const SAMPLE_MODEL = "partner-maturity";
export const SAMPLE_FILE = `models/catalog/samples/${SAMPLE_MODEL}.csv`;
const COLUMNS = ["partner", "level", "index", "why", "gaps:1"] as const;

export interface ScoredPartner {
  partner: string;
  level: string;
  index: string;
  why: string;
  step: string;
}

export interface ScoredPortfolio {
  model: string;
  /** From lowest to highest. */
  levels: string[];
  partners: ScoredPartner[];
  problems: string[];
  problemCount: number;
  milliseconds: number;
}

export async function scoreSamplePortfolio(address: string): Promise<ScoredPortfolio> {
  const text = await readFile(resolve(import.meta.dirname, "../..", SAMPLE_FILE), "utf8");
  const { data: grid } = Papa.parse<(string | number | boolean)[]>(text, { dynamicTyping: true, skipEmptyLines: true });
  const { models } = await ask<{ models: ModelSummary[] }>(`${address}/v1/models`);
  const started = performance.now();
  const scored = await ask<GridResponse>(`${address}/v1/score/grid`, { model: SAMPLE_MODEL, grid, columns: COLUMNS });
  const milliseconds = performance.now() - started;
  const header = grid[0] ?? [];
  return {
    model: scored.model.name,
    levels: models.find(({ id }) => id === SAMPLE_MODEL)?.levels.map(({ name }) => name) ?? [],
    partners: scored.grid.slice(1).map((row) => {
      const [partner = "", level = "", index = "", why = "", step = ""] = row.map(String);
      return { partner, level, index, why, step };
    }),
    problems: scored.problems.map(({ row, column, message }) => {
      const place = column > 0 ? `row ${row}, ${String(header[column - 1] ?? column)}` : `row ${row}`;
      return `${place}: ${message}`;
    }),
    problemCount: scored.problemCount,
    milliseconds,
  };
}

async function ask<Answer>(url: string, body?: unknown): Promise<Answer> {
  const response = await fetch(
    url,
    body === undefined
      ? {}
      : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } },
  );
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

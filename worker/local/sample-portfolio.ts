/** Scores a portfolio in a CSV file through the running Worker, as a sheet would. */
import { readFile } from "node:fs/promises";
import Papa from "papaparse";
import type { GridResponse, ModelSummary } from "../../models/contract.ts";

export const DEFAULT_MODEL = "partner-maturity";

/** The invented portfolio that comes with a shipped model. */
export const sampleFile = (model: string): string => `models/catalog/samples/${model}.csv`;

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

/**
 * @param file path of a CSV file with a header row; comma, semicolon or tab.
 * @throws Error that says what to do when the file cannot be read or the Worker refuses it.
 */
export async function scorePortfolio(
  address: string,
  key: string,
  model: string,
  file: string,
): Promise<ScoredPortfolio> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`the file “${file}” cannot be read. Check its path.`);
  });
  const { data: grid } = Papa.parse<(string | number | boolean)[]>(text, { dynamicTyping: true, skipEmptyLines: true });
  const { models } = await ask<{ models: ModelSummary[] }>(key, `${address}/v1/models?limit=1000`);
  const started = performance.now();
  const scored = await ask<GridResponse>(key, `${address}/v1/score/grid`, { model: model, grid, columns: COLUMNS });
  const milliseconds = performance.now() - started;
  const header = grid[0] ?? [];
  return {
    model: scored.model.name,
    levels: models.find(({ id }) => id === model)?.levels.map(({ name }) => name) ?? [],
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

async function ask<Answer>(key: string, url: string, body?: unknown): Promise<Answer> {
  const authorization = `Bearer ${key}`;
  const response = await fetch(
    url,
    body === undefined
      ? { headers: { authorization } }
      : { method: "POST", body: JSON.stringify(body), headers: { authorization, "content-type": "application/json" } },
  );
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

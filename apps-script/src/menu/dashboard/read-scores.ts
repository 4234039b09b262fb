/** The Scores tab, read once: levels and dimensions as they were scored last. */
import type { Model } from "../../../../models/format.ts";
import { dimensionKey } from "../../layout/keys.ts";
import type { Spreadsheet } from "../../platform.ts";
import { findColumns } from "../columns.ts";
import { partnerId } from "../stored.ts";

export interface ScoredPartner {
  partner: string;
  /** The level's name. */
  level: string;
  /** By dimension, those that have a score. */
  scores: Map<string, number>;
}

/** In the order of the rows; none where nothing was scored yet. */
export function readScores(model: Model, spreadsheet: Spreadsheet): ScoredPartner[] {
  const sheet = spreadsheet.getSheetByName("Scores");
  if (sheet === null || sheet.getLastRow() < 2) return [];
  const values: unknown[][] = sheet.getDataRange().getValues();
  const columns = findColumns(sheet, values[0] ?? []);
  const cell = (row: unknown[], key: string): unknown => row[(columns.get(key) ?? 0) - 1];
  return values.slice(1).flatMap((row) => {
    const partner = partnerId(String(cell(row, "partner") ?? ""));
    if (partner === "") return [];
    const scores = model.dimensions.flatMap(({ id }): [string, number][] => {
      const score = cell(row, dimensionKey(id));
      return typeof score === "number" ? [[id, score]] : [];
    });
    return [{ partner, level: String(cell(row, "level") ?? ""), scores: new Map(scores) }];
  });
}

/** The Answers tab, read once: who is there, and what was answered. */
import type { GridCell } from "../../../models/contract.ts";
import { criterionHeader } from "../../../models/engine/grid/criterion-header.ts";
import type { Model } from "../../../models/format.ts";
import { isBlank, readCell } from "../cells.ts";
import { ANSWERS_HEADER, ATTRIBUTES, columnHeaders, criterionOf } from "../layout/keys.ts";
import type { Spreadsheet } from "../platform.ts";
import { Trouble } from "../service.ts";
import { findColumns } from "./columns.ts";

export interface AnswerRow {
  partner: string;
  /** Of rows of the same name the how manieth this is, from 0. */
  occurrence: number;
  cells: GridCell[];
  /** Who looks after the partner, where somebody added such a column; blank otherwise. */
  owner: string;
}

export interface Answers {
  /** `partner`, attributes, then criterion ids. */
  header: string[];
  rows: AnswerRow[];
  /** Rows with answers that name no partner; they cannot be scored. */
  nameless: number;
}

/** Columns of the reader's own are not read any further: they may hold what is nobody else's business. */
export function readAnswers(spreadsheet: Spreadsheet, model: Model): Answers {
  const sheet = spreadsheet.getSheetByName("Answers");
  if (sheet === null) throw new Trouble("there is no Answers tab. Choose Set up workbook to make one");
  const values: unknown[][] = sheet.getDataRange().getValues();
  const headerRow = headerRowOf(values);
  const found = findColumns(sheet, values[headerRow] ?? []);
  const columns = answerColumns(found, values[headerRow] ?? [], model);
  const ownerColumn = found.get("owner");
  const partner = columns.get("partner");
  if (partner === undefined) {
    throw new Trouble("the Answers tab has no column “Partner”. Write this header above the partners' names");
  }
  const header = [...columns.keys()];
  const rows: AnswerRow[] = [];
  const seen = new Map<string, number>();
  let nameless = 0;
  for (const row of values.slice(headerRow + 1)) {
    const cells = [...columns.values()].map((column) => readCell(row[column - 1]));
    if (cells.every(isBlank)) continue;
    const name = String(cells[header.indexOf("partner")] ?? "").trim();
    if (name === "") {
      nameless++;
      continue;
    }
    const occurrence = seen.get(name) ?? 0;
    seen.set(name, occurrence + 1);
    const owner = ownerColumn === undefined ? "" : String(readCell(row[ownerColumn - 1]) ?? "").trim();
    rows.push({ partner: name, occurrence, cells, owner });
  }
  return { header, rows, nameless };
}

/** The row of dimensions above the header may be gone. */
function headerRowOf(values: readonly unknown[][]): number {
  const isHeader = (row: unknown[]): boolean =>
    row.some((cell) => String(cell).trim().toLowerCase() === columnHeaders.partner.toLowerCase());
  const found = values.slice(0, ANSWERS_HEADER + 1).findIndex(isHeader);
  return found < 0 ? ANSWERS_HEADER - 1 : found;
}

/** Columns from 1 by what the service calls them. */
function answerColumns(found: Map<string, number>, header: readonly unknown[], model: Model): Map<string, number> {
  const columns = new Map<string, number>();
  for (const key of ["partner", ...ATTRIBUTES]) {
    const column = found.get(key);
    if (column !== undefined) columns.set(key, column);
  }
  const known = new Set(model.criteria.map(({ id }) => id));
  for (const [key, column] of found) {
    const id = criterionOf(key);
    if (id !== null && known.has(id)) columns.set(id, column);
  }
  const keyed = new Set(found.values());
  const fold = (text: unknown): string => String(text).trim().toLowerCase();
  header.forEach((cell, place) => {
    if (isBlank(cell) || keyed.has(place + 1)) return;
    const named = model.criteria.find((criterion) =>
      [criterion.id, criterion.name, criterion.question, criterionHeader(criterion)].some(
        (text) => fold(text) === fold(cell),
      ),
    );
    if (named !== undefined && !columns.has(named.id)) columns.set(named.id, place + 1);
  });
  return columns;
}

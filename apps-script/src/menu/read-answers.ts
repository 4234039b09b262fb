/** The Answers tab, read once: who is there, and what was answered. */
import type { GridCell } from "../../../models/contract.ts";
import { criterionHeader } from "../../../models/engine/grid/criterion-header.ts";
import type { Criterion, Model } from "../../../models/format.ts";
import { isBlank, readCell } from "../cells.ts";
import { ANSWERS_HEADER, ATTRIBUTES, columnHeaders, criterionOf } from "../layout/keys.ts";
import type { PlainBook, PlainSheet } from "../platform.ts";
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

export interface OpenedAnswers<Tab extends PlainSheet> {
  sheet: Tab;
  /** As they were read, from the first row of the tab. */
  values: readonly (readonly unknown[])[];
  /** Place of the first partner's row in `values`. */
  first: number;
  /** Columns from 1 by key, those of readers among them that have a meaning here, such as “Owner”. */
  found: Map<string, number>;
  /** Columns from 1 by what the service calls them: `partner`, attributes, then criterion ids. */
  columns: Map<string, number>;
}

/** @throws Trouble where there is no such tab, or no column of partners in it. */
export function openAnswers<Tab extends PlainSheet>(
  spreadsheet: { getSheetByName(name: string): Tab | null },
  model: Model,
): OpenedAnswers<Tab> {
  const sheet = spreadsheet.getSheetByName("Answers");
  if (sheet === null) throw new Trouble("there is no Answers tab. Choose Set up workbook to make one");
  const values: unknown[][] = sheet.getDataRange().getValues();
  const headerRow = headerRowOf(values);
  const found = findColumns(sheet, values[headerRow] ?? []);
  const columns = answerColumns(found, values[headerRow] ?? [], model);
  if (!columns.has("partner")) {
    throw new Trouble("the Answers tab has no column “Partner”. Write this header above the partners' names");
  }
  return { sheet, values, first: headerRow + 1, found, columns };
}

/** Columns of the reader's own are not read any further: they may hold what is nobody else's business. */
export function readAnswers(spreadsheet: PlainBook, model: Model): Answers {
  const { values, first, found, columns } = openAnswers(spreadsheet, model);
  const ownerColumn = found.get("owner");
  const header = [...columns.keys()];
  const rows: AnswerRow[] = [];
  const seen = new Map<string, number>();
  let nameless = 0;
  for (const row of values.slice(first)) {
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

/** What stands in this tab besides the answers; the last three only where somebody added them. */
const OWN_KEYS = new Set<string>(["partner", ...ATTRIBUTES, "owner", "language", "mailAddress"]);

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
  // A question may be called as a column of another tab is.
  const keyed = new Set(
    [...found].flatMap(([key, column]) => (OWN_KEYS.has(key) || criterionOf(key) !== null ? [column] : [])),
  );
  header.forEach((cell, place) => {
    if (isBlank(cell) || keyed.has(place + 1)) return;
    const named = criterionNamed(cell, model);
    if (named !== undefined && !columns.has(named.id)) columns.set(named.id, place + 1);
  });
  return columns;
}

/** The criterion that a header names: by its id, its name, with or without its unit, or its question. */
export function criterionNamed(header: unknown, model: Model): Criterion | undefined {
  const fold = (text: unknown): string => String(text).trim().toLowerCase();
  return model.criteria.find((criterion) =>
    [criterion.id, criterion.name, criterion.question, criterionHeader(criterion)].some(
      (text) => fold(text) === fold(header),
    ),
  );
}

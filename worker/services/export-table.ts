/** Tables for spreadsheets, page by page. */
import { listActions } from "../db/actions.ts";
import { listAssessments } from "../db/assessments.ts";
import { listRevisions } from "../db/models.ts";
import { listPartners } from "../db/partners.ts";
import { listStandings } from "../db/standings.ts";
import type { Caller } from "./caller.ts";
import { type Cell, csvText } from "./csv.ts";
import { exportWorkspace, LINE_COLUMNS } from "./export-workspace.ts";
import { listAudit } from "./list-audit.ts";
import { fromCursor, pageOf } from "./paging.ts";
import type { StoredAnswer } from "./stored-answers.ts";

export const EXPORT_TABLES = [
  "workspace",
  "partners",
  "assessments",
  "standings",
  "actions",
  "models",
  "audit",
] as const;
export type ExportTable = (typeof EXPORT_TABLES)[number];

export interface TablePage {
  csv: string;
  cursor: string | null;
}

interface Page {
  header: string[];
  rows: Cell[][];
  cursor: string | null;
}

type Reader = (caller: Caller, cursor: string | undefined, limit: number) => Promise<Page>;

const readers: Record<ExportTable, Reader> = {
  /** The lines of the export, so that what was taken out as CSV can be brought back. */
  async workspace(caller, cursor, limit) {
    const { lines, cursor: next } = await exportWorkspace(caller, cursor, limit);
    const rows = lines.map((line) => [(JSON.parse(line) as { kind: string }).kind, line]);
    return { header: [...LINE_COLUMNS], rows, cursor: next };
  },

  async partners({ database }, cursor, limit) {
    const [after = ""] = fromCursor(cursor, 1);
    const page = pageOf(await listPartners(database, {}, after, limit + 1), limit, ({ id }) => [id]);
    return {
      header: ["partner", "name", "segment", "region", "type", "owner", "tags", "fields", "createdAt", "updatedAt"],
      rows: page.items.map(({ id, name, segment, region, type, owner, tags, fields, createdAt, updatedAt }) => [
        ...[id, name, segment, region, type, owner, tags.join("; ")],
        JSON.stringify(fields),
        ...[createdAt, updatedAt],
      ]),
      cursor: page.cursor,
    };
  },

  /** A row for each answer. */
  async assessments({ database }, cursor, limit) {
    const stored = await listAssessments(database, {}, fromCursor(cursor, 4), limit + 1);
    const page = pageOf(stored, limit, ({ model, partner, period, source }) => [model, partner, period, source]);
    return {
      header: [
        "model",
        "revision",
        "partner",
        "period",
        "source",
        "savedAt",
        "criterion",
        "answer",
        "note",
        "evidence",
      ],
      rows: page.items.flatMap(({ model, revision, partner, period, source, saved_at, answers }) =>
        Object.entries(JSON.parse(answers) as Record<string, StoredAnswer>).map(([criterion, answer]) => [
          ...[model, revision, partner, period, source, saved_at, criterion],
          ...answerCells(answer),
        ]),
      ),
      cursor: page.cursor,
    };
  },

  async standings({ database }, cursor, limit) {
    const page = pageOf(
      await listStandings(database, fromCursor(cursor, 2), limit + 1),
      limit,
      ({ model, partner }) => [model, partner],
    );
    return {
      header: [
        "model",
        "revision",
        "partner",
        "period",
        "source",
        "answeredAt",
        "level",
        "index",
        "reached",
        "next",
        "coverage",
      ],
      rows: page.items.map(({ model, revision, partner, period, source, answered_at, level, result }) => {
        const { index, level: reached, next, coverage } = JSON.parse(result) as Record<string, Cell>;
        return [model, revision, partner, period, source, answered_at, level, index, reached, next, coverage];
      }),
      cursor: page.cursor,
    };
  },

  async actions({ database }, cursor, limit) {
    const [after = ""] = fromCursor(cursor, 1);
    const page = pageOf(await listActions(database, {}, after, limit + 1), limit, ({ id }) => [id]);
    return {
      header: [
        ...["id", "model", "partner", "criterion", "answer", "text", "owner", "due", "status", "effort", "version"],
        ...["createdAt", "updatedAt"],
      ],
      rows: page.items.map((action) => [
        ...[action.id, action.model, action.partner, action.criterion, ...answerCells(action.answer).slice(0, 1)],
        ...[action.text, action.owner, action.due, action.status, action.effort, action.version],
        ...[action.createdAt, action.updatedAt],
      ]),
      cursor: page.cursor,
    };
  },

  /** Every revision of the workspace's own models. */
  async models({ database }, cursor, limit) {
    const [id = "", revision = ""] = fromCursor(cursor, 2);
    const page = pageOf(await listRevisions(database, [id, revision], limit + 1), limit, (row) => [
      row.id,
      row.revision,
    ]);
    return {
      header: ["model", "revision", "name", "publishedAt", "archivedAt", "document"],
      rows: page.items.map((row) => [
        ...[row.id, row.revision, row.name, row.published_at, row.archived_at, row.document],
      ]),
      cursor: page.cursor,
    };
  },

  async audit(caller, cursor, limit) {
    const page = await listAudit(caller, cursor, limit);
    return {
      header: ["at", "by", "action", "what"],
      rows: page.entries.map(({ at, by, action, what }) => [at, by, action, JSON.stringify(what)]),
      cursor: page.cursor,
    };
  },
};

export async function exportTable(
  caller: Caller,
  table: ExportTable,
  cursor: string | undefined,
  limit: number,
): Promise<TablePage> {
  const { header, rows, cursor: next } = await readers[table](caller, cursor, limit);
  return { csv: csvText([...(cursor ? [] : [header]), ...rows]), cursor: next };
}

function answerCells(answer: StoredAnswer): Cell[] {
  const { value, note, evidence } =
    typeof answer === "object" && answer !== null && !Array.isArray(answer)
      ? answer
      : { value: answer, note: null, evidence: null };
  return [Array.isArray(value) ? value.join("; ") : value, note, evidence];
}

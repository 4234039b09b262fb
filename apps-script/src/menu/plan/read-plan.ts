/** The Plan tab, read once: each row as an action, with what keeps a row from being one. */
import type { Model } from "../../../../models/format.ts";
import { cellDay, isBlank, readCell } from "../../cells.ts";
import { type ColumnKey, type Decision, decisionWords, type Status, statusWords } from "../../layout/keys.ts";
import { planTab } from "../../layout/plan-tab.ts";
import type { MenuPlatform, Sheet } from "../../platform.ts";
import { openTab } from "../open-tab.ts";
import type { ActionFields } from "./fields.ts";
import type { Synced } from "./merge-row.ts";

export interface PlanRow {
  /** In the sheet, from 1. */
  row: number;
  partner: string;
  /** Id of the criterion, null for none; the cell's text where the model has no such question. */
  criterion: string | null;
  isKnownCriterion: boolean;
  fields: ActionFields;
  /** Of the action, `new:` with the key it is being stored under, or blank. */
  id: string;
  synced: Synced | null;
  decision: Decision | null;
  /** What the Conflict and the Overdue column say now. */
  said: string;
  late: string;
  /** Text of the hidden cell that `synced` was read from. */
  remembered: string;
  /** What cannot be read, and what to do about it; null where all can. */
  fault: string | null;
}

export interface PlanSheet {
  sheet: Sheet;
  /** Columns from 1. */
  columns: Map<ColumnKey, number>;
  rows: PlanRow[];
  /** The last row with anything in it. */
  last: number;
}

/** The tab, made or completed with the columns it lacks, which are added behind everything that is there. */
export function openPlan(model: Model, platform: MenuPlatform): PlanSheet {
  const { sheet, columns, values } = openTab(planTab(model), platform);
  return { sheet, columns, last: Math.max(1, sheet.getLastRow()), rows: readRows(values, columns, model, platform) };
}

function readRows(
  values: readonly (readonly unknown[])[],
  columns: ReadonlyMap<ColumnKey, number>,
  model: Model,
  platform: MenuPlatform,
): PlanRow[] {
  const timeZone = platform.spreadsheet().getSpreadsheetTimeZone();
  const rows: PlanRow[] = [];
  const ids = new Set<string>();
  values.slice(1).forEach((cells, place) => {
    const cell = (key: ColumnKey): unknown => cells[(columns.get(key) ?? 0) - 1];
    const text = (key: ColumnKey): string => String(readCell(cell(key)) ?? "").trim();
    if (text("partner") === "" && text("action") === "" && text("actionId") === "") return;
    const criterion = criterionOf(model, text("criterion"));
    // A row that was copied brings the hidden cells of the other along, but is an action of its own.
    const isCopy = ids.has(text("actionId"));
    if (text("actionId") !== "") ids.add(text("actionId"));
    const remembered = isCopy ? "" : text("synced");
    rows.push({
      row: place + 2,
      partner: text("partner").normalize("NFC"),
      criterion: criterion === undefined ? text("criterion") : criterion,
      isKnownCriterion: criterion !== undefined,
      ...readFields(cell, text, (day) => cellDay(day, timeZone, platform)),
      id: isCopy ? "" : text("actionId"),
      synced: syncedOf(remembered),
      decision: decisionOf(text("conflict")),
      said: text("conflict"),
      late: text("late"),
      remembered,
    });
  });
  return rows;
}

function readFields(
  cell: (key: ColumnKey) => unknown,
  text: (key: ColumnKey) => string,
  dayOf: (cell: unknown) => string | undefined,
): Pick<PlanRow, "fields" | "fault"> {
  const due = isBlank(cell("due")) ? null : dayOf(cell("due"));
  const status = statusOf(text("status"));
  const days = isBlank(cell("effort")) ? null : Number(cell("effort"));
  const effort = days !== null && days >= 0 ? days : null;
  const faults = [
    ...(due === undefined ? [`“${text("due")}” is no date. Enter one such as 2026-11-30.`] : []),
    ...(status === null ? [`“${text("status")}” is no status. Choose one from the list.`] : []),
    ...(days !== effort ? [`“${text("effort")}” is no number of person-days.`] : []),
    ...(text("partner") === "" ? ["Enter a partner."] : []),
    ...(text("action") === "" ? ["Say what is to be done."] : []),
  ];
  const owner = text("owner") === "" ? null : text("owner");
  return {
    fields: { text: text("action"), owner, due: due ?? null, status: status ?? "open", effort },
    fault: faults.length === 0 ? null : faults.join(" "),
  };
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function statusOf(text: string): Status | null {
  if (text === "") return "open";
  const found = Object.entries(statusWords).find(([id, words]) => same(words, text) || same(id, text));
  return (found?.[0] as Status | undefined) ?? null;
}

function decisionOf(text: string): Decision | null {
  return (Object.entries(decisionWords).find(([, words]) => same(words, text))?.[0] as Decision | undefined) ?? null;
}

/** Undefined for what is no criterion, null for blank. */
function criterionOf(model: Model, text: string): string | null | undefined {
  if (text === "") return null;
  const named = model.criteria.find(({ id }) => id === text) ?? model.criteria.find(({ name }) => same(name, text));
  return named?.id;
}

/** Somebody may have typed into the hidden cells; then the row remembers nothing. */
function syncedOf(text: string): Synced | null {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && "base" in read ? (read as Synced) : null;
  } catch {
    return null;
  }
}

/**
 * Brings the Plan tab and the service's plan together, both ways. Whatever was done before a run broke off is found
 * done by the next one; nothing is made twice and nothing that somebody else wrote is overwritten.
 */
import { WARNING_SIGN } from "../../../../models/appearance.ts";
import type { Model } from "../../../../models/format.ts";
import { plainText } from "../../cells.ts";
import { labelOf } from "../../commands.ts";
import { planTab } from "../../layout/plan-tab.ts";
import type { MenuPlatform } from "../../platform.ts";
import { Trouble } from "../../service.ts";
import { CellWriter } from "../cell-writer.ts";
import { modelInTab } from "../model-in-tab.ts";
import { formatRows } from "../open-tab.ts";
import { today } from "../periods.ts";
import { type RunTime, startRun } from "../run-time.ts";
import { counted } from "../say.ts";
import { openLine } from "../service-line.ts";
import { withLock } from "../with-lock.ts";
import { type Action, fieldColumns, fieldNames, fieldsOf, isClosed } from "./fields.ts";
import { projectedGains } from "./gains.ts";
import { keepKnownActions, knownActions } from "./known-actions.ts";
import { openPlan, type PlanRow, type PlanSheet } from "./read-plan.ts";
import {
  bringTogether,
  change,
  type Desk,
  isNew,
  prepareNewRows,
  refuse,
  safeField,
  storeNewRow,
  type Tally,
} from "./store-row.ts";

const MOST_ACTIONS = 1_000;
const NAMED = 5;
/** Rows between two words on how far it is. */
const ROWS = 100;

/** @returns what to tell. @throws Trouble. */
export function synchronisePlan(platform: MenuPlatform): string {
  return withLock(platform, () =>
    synchronise(modelInTab(platform.spreadsheet()), platform, startRun("synchronisePlan", platform)),
  );
}

/** For a command that holds the lock already. */
export function synchronise(model: Model, platform: MenuPlatform, run: RunTime): string {
  const line = openLine(platform);
  const actions = line.list<Action>("/v1/actions", { model: model.id }, "actions", MOST_ACTIONS);
  const plan = openPlan(model, platform);
  const tally: Tally = { sent: 0, created: 0, received: 0, conflicts: 0, refused: 0 };
  const desk: Desk = { model, line, platform, tally, writer: new CellWriter(plan.sheet, plan.columns) };
  const known = knownActions(model.id, platform.properties());
  const inTab = new Set(plan.rows.map(({ id }) => id));
  const others = actions.filter((action) => !inTab.has(action.id) && !isClosed(action));
  const deleted = others.filter(({ id }) => known.has(id));
  const isDropped = deleted.length > 0 && platform.prompt.confirm(labelOf("synchronisePlan"), dropQuestion(deleted));

  const stored = new Map<PlanRow, Action>();
  let trouble: Trouble | null = null;
  let waiting = 0;
  try {
    prepareNewRows(plan.rows, desk);
    if (isDropped) for (const action of deleted) drop(action, desk);
    waiting = storeRows(plan.rows, new Map(actions.map((action) => [action.id, action])), stored, desk, run);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    trouble = error;
  }
  // A new row whose answer was lost is on the server already: it is that row, and no other one.
  const inRows = new Set([...stored.values()].map(({ id }) => id));
  const arrived = others.filter(({ id }) => !inRows.has(id) && !(isDropped && known.has(id)));
  const added = append(plan, trouble === null && waiting === 0 ? arrived : [], desk);
  const shown = new Map([...stored].map(([row, action]) => [row.row, action]));
  added.forEach((action, place) => {
    shown.set(plan.last + 1 + place, action);
  });
  writeLate(plan, shown, desk);
  const gains = trouble === null ? writeGains(shown, desk, run) : null;
  desk.writer.flush();
  if (trouble === null && waiting === 0) {
    const ids = [...stored.values(), ...added].map(({ id }) => id);
    keepKnownActions(model.id, ids, platform.properties());
  }
  platform.flush();
  const words = [summary(tally, added.length, isDropped ? deleted.length : 0), gains, waitingWords(waiting)];
  const said = words.filter((text) => text !== null && text !== "").join(" ");
  if (trouble === null) return said === "" ? "Tab and server hold the same plan." : said;
  throw new Trouble(
    `${trouble.message}. ${said}${said === "" ? "" : " "}Choose ${labelOf("synchronisePlan")} again to continue.`,
  );
}

function dropQuestion(deleted: readonly Action[]): string {
  const named = deleted.slice(0, NAMED).map(({ partner, text }) => `${partner}: ${text}`);
  const more = deleted.length - named.length;
  return [
    `${counted(deleted.length, "open action is", "open actions are")} no longer in the Plan tab:`,
    [...named, ...(more > 0 ? [`and ${more.toLocaleString("en")} more`] : [])].join("\n"),
    "Choose OK to drop them for everybody. Choose Cancel to bring them back into the tab.",
  ].join("\n\n");
}

function drop(action: Action, desk: Desk): void {
  try {
    change(action, { status: "dropped" }, desk);
    desk.tally.sent++;
  } catch (error) {
    // Somebody else has changed or erased it: then it comes back with the next synchronisation, or is gone.
    if (!(error instanceof Trouble) || ![404, 412].includes(error.status)) throw error;
  }
}

/** @param stored receives the action of each row that has one. @returns how many rows the time did not suffice for. */
function storeRows(
  rows: readonly PlanRow[],
  actions: ReadonlyMap<string, Action>,
  stored: Map<PlanRow, Action>,
  desk: Desk,
  run: RunTime,
): number {
  for (const [place, row] of rows.entries()) {
    if (run.isOver()) return rows.length - place;
    if (place > 0 && place % ROWS === 0) run.went(place, rows.length, "rows");
    const theirs = actions.get(row.id);
    if (!isNew(row) && theirs === undefined) {
      refuse(
        row,
        "This action is no longer on the server. Delete the row, or write a new one to store it again.",
        desk,
      );
      continue;
    }
    const action = theirs === undefined ? storeNewRow(row, desk) : bringTogether(row, theirs, desk);
    if (action !== null) stored.set(row, action);
  }
  return 0;
}

/** New rows below everything that is there. */
function append({ sheet, columns, last }: PlanSheet, arrived: readonly Action[], desk: Desk): readonly Action[] {
  if (arrived.length === 0) return [];
  formatRows({ sheet, columns }, planTab(desk.model), last + 1, arrived.length);
  arrived.forEach((action, place) => {
    const row = last + 1 + place;
    const criterion = desk.model.criteria.find(({ id }) => id === action.criterion)?.name ?? action.criterion ?? "";
    desk.writer.set(row, "partner", plainText(action.partner));
    desk.writer.set(row, "criterion", plainText(criterion));
    for (const name of fieldNames) desk.writer.set(row, fieldColumns[name], safeField(name, action));
    desk.writer.set(row, "actionId", action.id);
    desk.writer.set(row, "version", action.version);
    desk.writer.set(row, "synced", JSON.stringify({ base: fieldsOf(action) }));
  });
  return arrived;
}

const DAY = 86_400_000;

/** @param shown actions by row. */
function writeLate({ rows }: PlanSheet, shown: ReadonlyMap<number, Action>, { writer, platform }: Desk): void {
  const day = today(platform);
  const before = new Map(rows.map(({ row, late }) => [row, late]));
  for (const [row, action] of shown) {
    const days = action.due === null || isClosed(action) ? 0 : (Date.parse(day) - Date.parse(action.due)) / DAY;
    const words = days > 0 ? `${WARNING_SIGN} ${counted(days, "day", "days")} late` : "";
    if (words !== (before.get(row) ?? "")) writer.set(row, "late", words);
  }
}

/** @returns what to tell where they could not be worked out. */
function writeGains(shown: ReadonlyMap<number, Action>, desk: Desk, run: RunTime): string | null {
  try {
    const gains = projectedGains([...shown.values()], desk.model, desk.line, desk.platform, run);
    for (const [row, { id }] of shown) {
      const gain = gains.get(id);
      if (gain !== undefined) desk.writer.set(row, "gain", gain);
    }
    return null;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return `The points gained were not worked out: ${error.message}.`;
  }
}

function summary({ sent, created, received, conflicts, refused }: Tally, added: number, dropped: number): string {
  const parts = [
    ...(created > 0 ? [counted(created, "new row stored", "new rows stored")] : []),
    ...(sent - dropped > 0 ? [counted(sent - dropped, "changed row stored", "changed rows stored")] : []),
    ...(dropped > 0 ? [counted(dropped, "action dropped", "actions dropped")] : []),
    ...(added > 0 ? [counted(added, "action added to the tab", "actions added to the tab")] : []),
    ...(received > 0 ? [counted(received, "row brought up to date", "rows brought up to date")] : []),
  ];
  const look = [
    ...(conflicts > 0 ? [counted(conflicts, "conflict", "conflicts")] : []),
    ...(refused > 0 ? [counted(refused, "row that was not stored", "rows that were not stored")] : []),
  ];
  return [
    ...(parts.length === 0 ? [] : [`${parts.join(", ")}.`]),
    ...(look.length === 0 ? [] : [`${look.join(" and ")}: the Conflict column says what to do.`]),
  ].join(" ");
}

const waitingWords = (waiting: number): string =>
  waiting === 0
    ? ""
    : `${counted(waiting, "row is", "rows are")} still to be synchronised. Choose ${labelOf("synchronisePlan")} again to continue.`;

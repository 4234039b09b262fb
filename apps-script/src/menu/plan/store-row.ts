/** Brings one row and its action together: stores a new row, changes what changed, shows what both changed. */
import { WARNING_SIGN } from "../../../../models/appearance.ts";
import type { Model } from "../../../../models/format.ts";
import { plainText } from "../../cells.ts";
import type { MenuPlatform } from "../../platform.ts";
import { Trouble } from "../../service.ts";
import type { CellWriter } from "../cell-writer.ts";
import type { ServiceLine } from "../service-line.ts";
import { type Action, type FieldName, fieldColumns, fieldsOf, shownField } from "./fields.ts";
import { conflictWords, mergeRow, type Synced } from "./merge-row.ts";
import type { PlanRow } from "./read-plan.ts";

export interface Tally {
  /** Changes of rows that are stored now, and new rows that are. */
  sent: number;
  created: number;
  /** Rows that took over changes from the server. */
  received: number;
  conflicts: number;
  /** Rows that say what keeps them from being stored. */
  refused: number;
}

export interface Desk {
  model: Model;
  line: ServiceLine;
  writer: CellWriter;
  platform: MenuPlatform;
  tally: Tally;
}

const NEW = "new:";
/** Somebody else may change an action over and over; the next time comes. */
const ATTEMPTS = 3;

export const isNew = ({ id }: PlanRow): boolean => id === "" || id.startsWith(NEW);

/**
 * Gives new rows the key they will be stored under, and writes it down before anything is sent: whoever goes on after
 * a lost answer asks for the same thing again and gets the same action.
 */
export function prepareNewRows(rows: readonly PlanRow[], { model, writer, platform }: Desk): void {
  const now = platform.clock.now();
  let prepared = false;
  for (const row of rows) {
    const wasSent = row.id.startsWith(NEW) && sentBody(row.remembered) !== null;
    if (!isNew(row) || wasSent || row.fault !== null || !row.isKnownCriterion) continue;
    const { partner, criterion, fields } = row;
    const body = { model: model.id, partner, ...(criterion !== null && { criterion }), ...fields };
    row.id = `${NEW}${platform.digest(`${now} ${row.row} ${JSON.stringify(body)}`).slice(0, 32)}`;
    row.remembered = JSON.stringify({ sent: body });
    writer.set(row.row, "actionId", row.id);
    writer.set(row.row, "synced", row.remembered);
    prepared = true;
  }
  if (!prepared) return;
  writer.flush();
  platform.flush();
}

function sentBody(remembered: string): object | null {
  try {
    const { sent } = JSON.parse(remembered) as { sent?: object };
    return sent ?? null;
  } catch {
    return null;
  }
}

/** @returns the action as it is now, null where none came of the row. @throws Trouble that passes. */
export function storeNewRow(row: PlanRow, desk: Desk): Action | null {
  const fault = row.fault ?? (row.isKnownCriterion ? null : unknownCriterion(row));
  const body = sentBody(row.remembered);
  if (fault !== null || body === null) {
    refuse(row, fault ?? "This row cannot be stored. Copy it into a new row.", desk);
    return null;
  }
  try {
    const question = { method: "post", path: "/v1/actions", body: JSON.stringify(body), once: row.id } as const;
    const [made] = desk.line.ask<{ actions: Action[] }>(question).actions;
    if (made === undefined) return null;
    desk.tally.created++;
    row.synced = { base: fieldsOf(made) };
    return bringTogether(row, made, desk);
  } catch (error) {
    if (!(error instanceof Trouble) || error.passing) throw error;
    if (error.status === 404) throw new Trouble("the model is not stored yet. Choose Publish model first");
    desk.writer.set(row.row, "actionId", "");
    desk.writer.set(row.row, "synced", "");
    refuse(row, sentence(error.message), desk);
    return null;
  }
}

const unknownCriterion = ({ criterion }: PlanRow): string =>
  `The model has no question “${criterion}”. Choose one from the list, or leave it blank.`;

/** @returns the action as it is now, null where there is none any more. @throws Trouble that passes. */
export function bringTogether(row: PlanRow, found: Action, desk: Desk): Action | null {
  if (row.fault !== null) {
    refuse(row, row.fault, desk);
    return found;
  }
  let theirs = found;
  for (let attempt = 1; ; attempt++) {
    const merged = mergeRow(row.fields, row.synced, theirs, row.decision);
    if (Object.keys(merged.outgoing).length === 0 || attempt > ATTEMPTS) {
      write(row, theirs, merged, desk);
      return theirs;
    }
    try {
      theirs = change(theirs, merged.outgoing, desk);
      desk.tally.sent++;
      write(row, theirs, merged, desk);
      return theirs;
    } catch (error) {
      if (!(error instanceof Trouble) || error.passing) throw error;
      if (error.status === 404) return null;
      if (error.status !== 412 || error.current === null) {
        refuse(row, sentence(error.message), desk);
        return theirs;
      }
      theirs = error.current as unknown as Action;
    }
  }
}

/** @throws Trouble; with what there is now where somebody else was faster. */
export function change({ id, version }: Action, outgoing: Partial<Action>, { line, platform }: Desk): Action {
  const path = `/v1/actions/${encodeURIComponent(id)}`;
  return line.change<Action>(
    { method: "patch", path, version, body: JSON.stringify(outgoing) },
    `${version} ${platform.clock.now()}`,
  );
}

function write(row: PlanRow, theirs: Action, merged: ReturnType<typeof mergeRow>, desk: Desk): void {
  const { writer, tally } = desk;
  const received = Object.keys(merged.incoming) as FieldName[];
  for (const name of received) writer.set(row.row, fieldColumns[name], safeField(name, theirs));
  if (received.length > 0) tally.received++;
  if (merged.conflicts.length > 0) tally.conflicts++;
  remember(row, theirs, merged.synced, desk);
  const words = [...fixedWords(row, theirs, desk), conflictWords(merged.conflicts, row.fields, theirs)].filter(
    (text) => text !== "",
  );
  say(row, words.join(" "), desk);
}

export function safeField(name: FieldName, fields: Action): string | number {
  const shown = shownField(name, fields);
  return typeof shown === "string" ? plainText(shown) : shown;
}

function remember(row: PlanRow, theirs: Action, synced: Synced, { writer }: Desk): void {
  const text = JSON.stringify(synced);
  if (text === row.remembered && row.id === theirs.id) return;
  writer.set(row.row, "actionId", theirs.id);
  writer.set(row.row, "version", theirs.version);
  writer.set(row.row, "synced", text);
}

/** Whose action it is, and about what, stays as it was made. */
function fixedWords(row: PlanRow, theirs: Action, { model }: Desk): string[] {
  const nameOf = (id: string | null): string => model.criteria.find((own) => own.id === id)?.name ?? id ?? "blank";
  const words: string[] = [];
  const fixed = (what: string, value: string): void => {
    words.push(`${WARNING_SIGN} ${what} of a stored action stays “${value}”. Put it back, or write a new row.`);
  };
  if (row.partner !== theirs.partner) fixed("The partner", theirs.partner);
  if (row.criterion !== theirs.criterion) fixed("The question", nameOf(theirs.criterion));
  return words;
}

export function refuse(row: PlanRow, words: string, desk: Desk): void {
  desk.tally.refused++;
  say(row, `${WARNING_SIGN} ${words}`, desk);
}

function say(row: PlanRow, words: string, { writer }: Desk): void {
  if (words !== row.said) writer.set(row.row, "conflict", words);
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.?$/, ".")}`;

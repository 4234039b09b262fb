/** An action as the service has it, and the part of it that both sides may change. */

import type { AnswerValue } from "../../../../models/contract.ts";
import { type ColumnKey, columnHeaders, type Status, statusWords } from "../../layout/keys.ts";

export interface ActionFields {
  text: string;
  owner: string | null;
  /** ISO 8601 date. */
  due: string | null;
  status: Status;
  /** Person-days. */
  effort: number | null;
}
export type FieldName = keyof ActionFields;

export interface Action extends ActionFields {
  id: string;
  model: string;
  partner: string;
  criterion: string | null;
  /** The answer it aims at; null where it aims at none. */
  answer: AnswerValue;
  version: number;
}

/** The column of each field. */
export const fieldColumns = {
  text: "action",
  owner: "owner",
  due: "due",
  status: "status",
  effort: "effort",
} as const satisfies Record<FieldName, ColumnKey>;
export const fieldNames = Object.keys(fieldColumns) as FieldName[];

export function fieldsOf({ text, owner, due, status, effort }: ActionFields): ActionFields {
  return { text, owner, due, status, effort };
}

export const isClosed = ({ status }: Pick<ActionFields, "status">): boolean =>
  status === "done" || status === "dropped";

/** As a cell shows it; blank for nothing. */
export function shownField(name: FieldName, fields: Partial<ActionFields>): string | number {
  if (name === "status") return statusWords[fields.status ?? "open"];
  return fields[name] ?? "";
}

/** With its column: “Status is “Done””. */
export function inWords(name: FieldName, fields: Partial<ActionFields>): string {
  const shown = shownField(name, fields);
  return shown === "" ? "blank" : `“${shown}”`;
}

export const headerOf = (name: FieldName): string => columnHeaders[fieldColumns[name]];

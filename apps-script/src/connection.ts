/** Where the service is and with which key: kept for the workbook, or written into its Settings tab. */
import type { PlainBook, Properties } from "./platform.ts";

export interface Connection {
  /** Without a slash at the end. */
  address: string;
  /** Blank where the Settings tab names an address alone. */
  key: string;
}

const ADDRESS = "levelsheet.address";
const KEY = "levelsheet.key";
const WORKSPACE = "levelsheet.workspace";

/** Names of the Settings tab's cells. */
export const SETTING_NAMES = {
  address: "Levelsheet_address",
  key: "Levelsheet_key",
  model: "Levelsheet_model",
  language: "Levelsheet_language",
  gaps: "Levelsheet_gaps",
} as const;
export type SettingName = keyof typeof SETTING_NAMES;

/**
 * The workbook's own cells win: a copied template brings its connection along and asks for no consent. Address and key
 * come from the same place, so that a key never goes to an address somebody typed into a cell.
 */
export function findConnection(properties: Properties | null, spreadsheet: PlainBook | null): Connection | null {
  const written = writtenAddress(spreadsheet);
  const [address, key] =
    written === ""
      ? [properties?.getProperty(ADDRESS) ?? "", properties?.getProperty(KEY) ?? ""]
      : [written, readSetting(spreadsheet, "key")];
  return isAddress(address) ? { address: trimSlash(address), key } : null;
}

/** The address in the Settings tab, blank where there is none. */
export const writtenAddress = (spreadsheet: PlainBook | null): string => readSetting(spreadsheet, "address");

/** @param workspace whose key it is, null without a key. */
export function saveConnection(connection: Connection, workspace: string | null, properties: Properties): void {
  properties.setProperty(ADDRESS, trimSlash(connection.address));
  if (connection.key === "") properties.deleteProperty(KEY);
  else properties.setProperty(KEY, connection.key);
  rememberWorkspace(connection, workspace, properties);
}

export function forgetConnection(properties: Properties | null): void {
  for (const name of [ADDRESS, KEY, WORKSPACE]) properties?.deleteProperty(name);
}

/** Names a connection without holding its key. */
const nameOf = ({ address, key }: Connection): string => `${address} ${keyPrefix(key) ?? ""}`;

export function rememberWorkspace(connection: Connection, workspace: string | null, properties: Properties): void {
  properties.setProperty(WORKSPACE, JSON.stringify([nameOf(connection), workspace]));
}

/** @returns the workspace as the last test of this connection found it, null where it found none. */
export function workspaceOf(connection: Connection, properties: Properties | null): string | null {
  const [of, workspace] = JSON.parse(properties?.getProperty(WORKSPACE) ?? "[]") as [string?, (string | null)?];
  return of === nameOf(connection) ? (workspace ?? null) : null;
}

/** @returns the text of a cell of the Settings tab, blank where there is none. */
export function readSetting(spreadsheet: PlainBook | null, name: SettingName): string {
  const value: unknown = spreadsheet?.getRangeByName(SETTING_NAMES[name])?.getValue();
  return typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "";
}

/** Google's servers ask, and send the key along: nothing but https, but for a service on this machine. */
export function isAddress(text: string): boolean {
  return /^(https:\/\/[^\s/@]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)(\/\S*)?$/i.test(text.trim());
}

/** Pages of the service, of which people copy the address. */
const PAGE =
  /^(https?:\/\/[^/]+(?:\/[^/]+)*?)\/(?:(?:docs|health|openapi\.json|setup|workbook|models|v1)(?:\/.*)?|[ans]\/.+)$/i;

/** The service's address, however it was typed: without https, with http, with a slash, or of one of its pages. */
export function readAddress(typed: string): string | null {
  const text = typed.trim().replace(/[?#].*$/, "");
  const local = /^(http:\/\/)?(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/i.test(text);
  const address = /^https?:\/\//i.test(text)
    ? local
      ? text
      : text.replace(/^http:/i, "https:")
    : `${local ? "http" : "https"}://${text}`;
  const service = trimSlash(trimSlash(address).replace(PAGE, "$1"));
  const host = /^https?:\/\/([^/:]+)/i.exec(service)?.[1] ?? "";
  return isAddress(service) && (local || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(host)) ? service : null;
}

const trimSlash = (address: string): string => address.trim().replace(/\/+$/, "");

/** What may be shown of a key. */
const PREFIX = 12;
export const keyPrefix = (key: string): string | null =>
  key === "" ? null : key.slice(0, Math.min(PREFIX, key.length / 3));

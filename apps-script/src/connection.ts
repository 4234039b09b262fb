/** Where the service is and with which key: kept for the workbook, or written into its Settings tab. */
import type { Properties, Spreadsheet } from "./platform.ts";

export interface Connection {
  /** Without a slash at the end. */
  address: string;
  /** Blank for a service that asks for none. */
  key: string;
}

const ADDRESS = "levelsheet.address";
const KEY = "levelsheet.key";

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
export function findConnection(properties: Properties | null, spreadsheet: Spreadsheet | null): Connection | null {
  const written = readSetting(spreadsheet, "address");
  const [address, key] =
    written === ""
      ? [properties?.getProperty(ADDRESS) ?? "", properties?.getProperty(KEY) ?? ""]
      : [written, readSetting(spreadsheet, "key")];
  return isAddress(address) ? { address: trimSlash(address), key } : null;
}

export function saveConnection(connection: Connection, properties: Properties): void {
  properties.setProperty(ADDRESS, trimSlash(connection.address));
  if (connection.key === "") properties.deleteProperty(KEY);
  else properties.setProperty(KEY, connection.key);
}

/** @returns the text of a cell of the Settings tab, blank where there is none. */
export function readSetting(spreadsheet: Spreadsheet | null, name: SettingName): string {
  const value: unknown = spreadsheet?.getRangeByName(SETTING_NAMES[name])?.getValue();
  return typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "";
}

/** Google's servers ask, and send the key along: nothing but https, but for a service on this machine. */
export function isAddress(text: string): boolean {
  return /^(https:\/\/[^\s/]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)(\/\S*)?$/i.test(text.trim());
}

const trimSlash = (address: string): string => address.trim().replace(/\/+$/, "");

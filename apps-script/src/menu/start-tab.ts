/** What the Start tab says about the connection and the last run. */
import { plainText } from "../cells.ts";
import { labelOf } from "../commands.ts";
import { CONNECTED, START_NAMES } from "../layout/keys.ts";
import type { Spreadsheet } from "../platform.ts";
import type { ConnectionState, HistoryEntry } from "../sidebar/wire.ts";

export function noteConnection(connection: ConnectionState | null, spreadsheet: Spreadsheet): void {
  note("connection", connection === null ? NOT_CONNECTED : connectedTo(connection), spreadsheet);
}

export function noteLastRun({ at, command, outcome, message }: HistoryEntry, spreadsheet: Spreadsheet): void {
  const [day, time] = [at.slice(0, 10), at.slice(11, 16)];
  note("lastRun", `${day} ${time} UTC: ${labelOf(command)}, ${outcome}. ${message}`.trim(), spreadsheet);
}

export const NOT_CONNECTED = "Not connected";
export const connectedTo = ({ workspace, address }: ConnectionState): string =>
  `${CONNECTED} ${workspace === null ? "" : `${workspace}, `}${address}`;

function note(name: keyof typeof START_NAMES, text: string, spreadsheet: Spreadsheet): void {
  try {
    spreadsheet.getRangeByName(START_NAMES[name])?.setValue(plainText(text));
  } catch {
    // Somebody may have protected the tab; what was asked for is done all the same.
  }
}

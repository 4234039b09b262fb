/** Connects the workbook: an address, a key, and a test of both. */
import {
  type Connection,
  findConnection,
  keyPrefix,
  readAddress,
  rememberWorkspace,
  saveConnection,
  workspaceOf,
  writtenAddress,
} from "../connection.ts";
import type { MenuPlatform } from "../platform.ts";
import { ask, NOT_CONNECTED, OLD_SERVICE, readAnswer, Trouble } from "../service.ts";
import type { ConnectionState } from "../sidebar/wire.ts";
import { command } from "./say.ts";
import { connectedTo, noteConnection } from "./start-tab.ts";

const TITLE = "Levelsheet settings";

export interface Connected {
  connection: ConnectionState;
  message: string;
}

/** The dialogs: they work where the sidebar does not. */
export function openSettings(platform: MenuPlatform): void {
  command(TITLE, platform, () => {
    const present = connectionState(platform);
    const now = present === null || present.keyPrefix === null ? "Not connected." : `${connectedTo(present)}.`;
    const address = platform.prompt.ask(
      TITLE,
      `${now}\n\nAddress of the service, such as https://levelsheet.example.workers.dev`,
    );
    if (address === null || address === "") return null;
    requireAddress(address);
    const key = platform.prompt.ask(TITLE, "Key of your workspace. It begins with lsk_.");
    return key === null ? null : connect(address, key, platform).message;
  });
}

/**
 * Keeps a connection once it has answered; until then the old one stays.
 *
 * @throws Trouble that says what is wrong with it.
 */
export function connect(typedAddress: string, typedKey: string, platform: MenuPlatform): Connected {
  const properties = platform.properties();
  if (properties === null) throw new Trouble("this workbook keeps no settings yet. Open the add-on's menu once more");
  const written = writtenAddress(platform.spreadsheet());
  if (written !== "") {
    throw new Trouble(`the Settings tab names the address ${written}. Change it there, or clear the cell first`);
  }
  const address = requireAddress(typedAddress);
  const key = typedKey.trim();
  if (key === "") {
    throw new Trouble("the key is missing. It begins with lsk_; whoever set up the service has it");
  }
  if (/\s/.test(key) || /[^\x21-\x7e]/.test(key)) {
    throw new Trouble("that is no key. Copy the whole key, which begins with lsk_, and nothing else");
  }
  const connection: Connection = { address, key };
  const { models, workspace } = tested(connection, platform);
  saveConnection(connection, workspace, properties);
  const result = connected(connection, "sidebar", workspace, models);
  noteConnection(result.connection, platform.spreadsheet());
  return result;
}

/** @throws Trouble. */
function requireAddress(typed: string): string {
  const address = readAddress(typed);
  if (address !== null) return address;
  throw new Trouble("that is no address. Enter one such as https://levelsheet.example.workers.dev");
}

/** @throws Trouble that says what is wrong with the present connection. */
export function testConnection(platform: MenuPlatform): Connected {
  const connection = requireConnection(platform);
  const { models, workspace } = tested(connection, platform);
  const properties = platform.properties();
  if (properties !== null) rememberWorkspace(connection, workspace, properties);
  const result = connected(connection, connectionState(platform)?.from ?? "sidebar", workspace, models);
  noteConnection(result.connection, platform.spreadsheet());
  return result;
}

export function connectionState(platform: MenuPlatform): ConnectionState | null {
  const spreadsheet = platform.spreadsheet();
  const connection = findConnection(platform.properties(), spreadsheet);
  return (
    connection && {
      address: connection.address,
      workspace: workspaceOf(connection, platform.properties()),
      keyPrefix: keyPrefix(connection.key),
      from: writtenAddress(spreadsheet) === "" ? "sidebar" : "tab",
    }
  );
}

/** @throws Trouble where nothing is connected. */
export function requireConnection(platform: MenuPlatform): Connection {
  const connection = findConnection(platform.properties(), platform.spreadsheet());
  if (connection === null) throw new Trouble(NOT_CONNECTED);
  return connection;
}

interface Offer {
  models?: { name: string }[];
  /** Null without a key; a service from before this field was there lacks it. */
  caller?: { workspace: string } | null;
}

/** Reads the list of models: it needs the same right as scoring. One attempt: the reader is waiting. */
function tested(connection: Connection, { fetch }: MenuPlatform): { models: string[]; workspace: string | null } {
  const { models, caller } = readAnswer<Offer>(ask({ method: "get", path: "/v1/models" }, connection, fetch));
  if (!Array.isArray(models)) throw new Trouble("there is no Levelsheet service at this address");
  if (caller === undefined) throw new Trouble(OLD_SERVICE);
  return { models: models.map(({ name }) => name), workspace: caller?.workspace ?? null };
}

function connected(
  connection: Connection,
  from: ConnectionState["from"],
  workspace: string | null,
  models: readonly string[],
): Connected {
  const state = { address: connection.address, workspace, keyPrefix: keyPrefix(connection.key), from };
  return { connection: state, message: `${connectedTo(state)}. It offers ${models.join(", ") || "no models yet"}.` };
}

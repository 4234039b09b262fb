/** Connects the workbook: an address, a key, and a test of both. */
import { type Connection, findConnection, isAddress, saveConnection } from "../connection.ts";
import type { MenuPlatform } from "../platform.ts";
import { askPatiently, NOT_CONNECTED, readAnswer, Trouble } from "../service.ts";
import { command } from "./say.ts";

const TITLE = "Levelsheet settings";

export function openSettings(platform: MenuPlatform): void {
  command(TITLE, platform, () => {
    const properties = platform.properties();
    if (properties === null) throw new Trouble("this workbook keeps no settings yet. Open the add-on's menu once more");
    const present = findConnection(properties, platform.spreadsheet());
    const now = present === null ? "Not connected." : `Connected to ${present.address}.`;
    const address = platform.prompt.ask(
      TITLE,
      `${now}\n\nAddress of the service, such as https://levelsheet.example.workers.dev`,
    );
    if (address === null || address === "") return null;
    if (!isAddress(address)) throw new Trouble("that is no address. Enter one that begins with https://");
    const key = platform.prompt.ask(TITLE, "Key. Leave it blank for a service that asks for none.");
    if (key === null) return null;
    const connection: Connection = { address, key };
    const models = testConnection(connection, platform);
    saveConnection(connection, properties);
    return `Connected to ${address}. It offers ${models}.`;
  });
}

/** Reads the list of models: it needs the same right as scoring. */
function testConnection(connection: Connection, { fetch, clock }: MenuPlatform): string {
  const trimmed = { ...connection, address: connection.address.replace(/\/+$/, "") };
  const text = askPatiently({ method: "get", path: "/v1/models" }, trimmed, fetch, clock);
  const { models } = readAnswer<{ models?: { name: string }[] }>(text);
  if (!Array.isArray(models)) throw new Trouble("there is no Levelsheet service at this address");
  return models.map(({ name }) => name).join(", ") || "no models yet";
}

/** @throws Trouble where nothing is connected. */
export function requireConnection(platform: MenuPlatform): Connection {
  const connection = findConnection(platform.properties(), platform.spreadsheet());
  if (connection === null) throw new Trouble(NOT_CONNECTED);
  return connection;
}

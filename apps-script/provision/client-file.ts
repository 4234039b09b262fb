/** The OAuth client that the user makes once in Google's console; without one nobody can be asked for consent. */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ProvisionError, readSettings, type Surroundings, writeSettings } from "./surroundings.ts";

export interface OAuthClient {
  id: string;
  secret: string;
}

const FILE = "google-client.json";

/**
 * From the environment, from the file on the command line (kept for the next time), or from the one that was kept.
 *
 * @throws ProvisionError that says how to make one.
 */
export async function findOAuthClient(given: string | undefined, surroundings: Surroundings): Promise<OAuthClient> {
  const { environment, folder, workingFolder } = surroundings;
  const { GOOGLE_CLIENT_ID: id, GOOGLE_CLIENT_SECRET: secret } = environment;
  if (given === undefined && id && secret) return { id, secret };
  if (given !== undefined) {
    const path = resolve(workingFolder, given);
    const client = clientOf(await parsed(path), path);
    await writeSettings(folder, FILE, { installed: { client_id: client.id, client_secret: client.secret } });
    return client;
  }
  const kept = await readSettings<unknown>(folder, FILE);
  if (kept !== null) return clientOf(kept, join(folder, FILE));
  throw new ProvisionError(
    "Google does not know this program yet.",
    "Make an OAuth client of the type “Desktop app” in Google's console, download its JSON file, and run the command " +
      "again with --client and the file's path. apps-script/provision/README.md shows each step; you do it once.",
  );
}

async function parsed(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new ProvisionError(`The file “${path}” cannot be read.`, "Check the path after --client.");
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ProvisionError(
      `The file “${path}” is not JSON.`,
      "Download the client's JSON file from Google's console again.",
    );
  }
}

interface ClientFile {
  installed?: { client_id?: unknown; client_secret?: unknown };
  web?: unknown;
}

function clientOf(file: unknown, path: string): OAuthClient {
  const { installed, web } = (typeof file === "object" && file !== null ? file : {}) as ClientFile;
  const { client_id: id, client_secret: secret } = installed ?? {};
  if (typeof id === "string" && typeof secret === "string") return { id, secret };
  const what = web === undefined ? "holds no OAuth client" : "is of the type “Web application”";
  throw new ProvisionError(
    `The file “${path}” ${what}.`,
    "Make an OAuth client of the type “Desktop app” in Google's console and download its JSON file.",
  );
}

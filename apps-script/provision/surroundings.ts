/** What the command needs of the machine it runs on; tests give their own. */
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where Google is, each with a slash at the end but for the pages. */
export interface GoogleAddresses {
  sheets: string;
  script: string;
  /** The page that asks for consent. */
  consent: string;
  token: string;
  revoke: string;
}

export const GOOGLE: GoogleAddresses = {
  sheets: "https://sheets.googleapis.com/",
  script: "https://script.googleapis.com/",
  consent: "https://accounts.google.com/o/oauth2/v2/auth",
  token: "https://oauth2.googleapis.com/token",
  revoke: "https://oauth2.googleapis.com/revoke",
};

export interface Surroundings {
  google: GoogleAddresses;
  environment: NodeJS.ProcessEnv;
  /** Where paths on the command line begin. */
  workingFolder: string;
  /** Where sign-in and spreadsheets are remembered. */
  folder: string;
  /** Such as `Europe/Berlin`. */
  timeZone: string;
  say(line: string): void;
  /** For what went wrong. */
  complain(line: string): void;
  /** Null where nobody sits at the terminal. */
  confirm: ((question: string) => Promise<boolean>) | null;
  openPage(address: string): Promise<void>;
  pause(milliseconds: number): Promise<void>;
  /** 0 up to 1. */
  random(): number;
  /** How long somebody may take to sign in, in milliseconds. */
  patience: number;
}

/** What went wrong, and what to do about it. */
export class ProvisionError extends Error {
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.name = "ProvisionError";
    this.advice = advice;
  }
}

/** The user's folder for settings: `%APPDATA%` on Windows, else XDG's. */
export function settingsFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const { APPDATA, XDG_CONFIG_HOME } = environment;
  const base = platform === "win32" ? APPDATA : XDG_CONFIG_HOME;
  return join(base || join(homedir(), ".config"), "levelsheet");
}

/** @returns null where there is no such file. @throws ProvisionError for one that cannot be read. */
export async function readSettings<Value>(folder: string, name: string): Promise<Value | null> {
  const path = join(folder, name);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new ProvisionError(
      `${path} cannot be read: ${(error as Error).message}.`,
      "Correct its rights, or delete it.",
    );
  }
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw new ProvisionError(`${path} is damaged: it is not JSON.`, "Delete it and run the command again.");
  }
}

/** Written whole or not at all, and for nobody else to read. */
export async function writeSettings(folder: string, name: string, value: unknown): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const draft = join(folder, `${name}.new`);
  await rm(draft, { force: true });
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, join(folder, name));
}

export const forgetSettings = (folder: string, name: string): Promise<void> => rm(join(folder, name), { force: true });

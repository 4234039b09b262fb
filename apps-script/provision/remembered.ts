/** The spreadsheets that the command made: what it goes on with, or brings up to date. */
import { readSettings, writeSettings } from "./surroundings.ts";

export interface Remembered {
  title: string;
  id: string;
  address: string;
  kind: "workbook" | "export";
  model?: string;
  /** The bound script, where there is one. */
  scriptId?: string;
  /** The steps that are done. */
  done: Step[];
}

export type Step = "formats" | "partners" | "add-on";

const FILE = "spreadsheets.json";

interface File {
  spreadsheets: Remembered[];
}

/** The latest of this title. */
export async function recallSpreadsheet(
  folder: string,
  kind: Remembered["kind"],
  title: string,
): Promise<Remembered | null> {
  const { spreadsheets } = (await readSettings<File>(folder, FILE)) ?? { spreadsheets: [] };
  return spreadsheets.findLast((own) => own.kind === kind && own.title === title) ?? null;
}

export async function rememberSpreadsheet(folder: string, changed: Remembered): Promise<void> {
  const { spreadsheets } = (await readSettings<File>(folder, FILE)) ?? { spreadsheets: [] };
  const others = spreadsheets.filter(({ id }) => id !== changed.id);
  await writeSettings(folder, FILE, { spreadsheets: [...others, changed] } satisfies File);
}

/** The service's workspace as a spreadsheet, and back: tables for people, and its lines for the way back. */
import { createHash } from "node:crypto";
import type { sheets_v4 } from "@googleapis/sheets";
import Papa from "papaparse";
import { header } from "../src/layout/definition.ts";
import { counted } from "../src/menu/say.ts";
import { addressOf, type GoogleLine } from "./google-line.ts";
import { recallSpreadsheet, rememberSpreadsheet } from "./remembered.ts";
import { askService, type Service } from "./service-line.ts";
import { ProvisionError, type Surroundings } from "./surroundings.ts";
import { formatOf } from "./translate/cell.ts";
import { quoted, valueBlocks } from "./value-blocks.ts";

/** For people, in this order. */
const TABLES = ["partners", "assessments", "standings", "actions", "models"] as const;
/** For the way back: the lines of the export, each in as many cells as it takes. */
const LINES = "workspace";

/** Google takes 50,000 characters in a cell. */
const CELL = 45_000;
/** Of the 2 MB that the service takes in one request. */
const BODY = 1_900_000;
/** Rows a page of the service's. */
const PAGE = 1_000;

type Cell = string | number;
interface Table {
  name: string;
  rows: Cell[][];
}

/** Columns that hold figures; a text such as 007 stays a text everywhere else. */
const FIGURES = new Set(["answer", "index", "coverage", "effort", "version"]);

/** @returns the spreadsheet's address. */
export async function exportWorkspace(
  title: string,
  service: Service,
  google: GoogleLine,
  surroundings: Surroundings,
): Promise<string> {
  const { say, folder, timeZone } = surroundings;
  const lines = (await pages("", service, surroundings)).flatMap((page) =>
    page.split("\n").filter((line) => line !== ""),
  );
  const tables: Table[] = [];
  for (const name of TABLES) tables.push({ name, rows: await readTable(name, service, surroundings) });
  tables.push({ name: LINES, rows: [["kind", "line"], ...lines.map(lineRow)] });
  say(`1 of 3  Workspace: ${counted(lines.length, "line", "lines")} read`);
  const { id, address } = await google.createSpreadsheet(exportRequest(title, timeZone, tables));
  await rememberSpreadsheet(folder, { title, id, address, kind: "export", done: [] });
  say(`2 of 3  Spreadsheet: “${title}” made`);
  try {
    const blocks = valueBlocks(
      tables.map(({ name, rows }) => ({ tab: name, row: 1, column: 1, values: squared(rows) })),
    );
    for (const block of blocks) await google.write(id, block);
    say(`3 of 3  Cells: written, in ${counted(blocks.length, "request", "requests")}`);
  } catch (error) {
    say(`\nSo far there is: ${address}. It is not complete; delete it, and export again.`);
    throw error;
  }
  return address;
}

/** @param from id, address or title of a spreadsheet that an export made. */
export async function importWorkspace(
  from: string,
  service: Service,
  google: GoogleLine,
  surroundings: Surroundings,
): Promise<number> {
  const known = await recallSpreadsheet(surroundings.folder, "export", from);
  const id = known?.id ?? idOf(from);
  const rows = (await google.read(id, [quoted(LINES)]))[0] ?? [];
  const lines = rows.slice(1).map((row) => row.slice(1).join(""));
  if (rows[0]?.[0] !== "kind" || !isWhole(lines)) {
    throw new ProvisionError(
      `The tab ${LINES} of ${addressOf(id)} is no complete export.`,
      "Export the workspace again with --export; cells of this tab are not to be changed.",
    );
  }
  surroundings.say(`1 of 2  Spreadsheet: ${counted(lines.length, "line", "lines")} read`);
  for (const body of bodies(lines)) {
    const once = createHash("sha256").update(body).digest("hex");
    const request = { method: "post", path: "/v1/workspace", body, type: "application/x-ndjson", once } as const;
    await askService(request, service, surroundings);
  }
  surroundings.say("2 of 2  Workspace: filled");
  return lines.length;
}

const isWhole = (lines: readonly string[]): boolean =>
  lines.at(0)?.includes('"kind":"workspace"') === true && lines.at(-1)?.includes('"kind":"end"') === true;

/** @throws ProvisionError for what is no id. */
function idOf(text: string): string {
  const id = /\/spreadsheets\/d\/([\w-]+)/.exec(text)?.[1] ?? text;
  if (/^[\w-]{20,}$/.test(id)) return id;
  throw new ProvisionError(
    `No export “${text}” was made from this machine, and it is no spreadsheet's id.`,
    "Give the title after --import as it was after --export, or the spreadsheet's address.",
  );
}

async function pages(query: string, service: Service, surroundings: Surroundings): Promise<string[]> {
  const texts: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const path: string = `/v1/workspace?limit=${PAGE}&cursor=${encodeURIComponent(cursor)}${query}`;
    const { text, headers } = await askService({ method: "get", path }, service, surroundings);
    texts.push(text);
    cursor = headers.get("x-next-cursor");
  }
  return texts;
}

async function readTable(name: string, service: Service, surroundings: Surroundings): Promise<Cell[][]> {
  const [first = "", ...others] = await pages(`&format=csv&table=${name}`, service, surroundings);
  const rows = [first, ...others].flatMap((text) => Papa.parse<string[]>(text, { skipEmptyLines: true }).data);
  const isFigure = (rows[0] ?? []).map((title) => FIGURES.has(title));
  return rows.map((row, place) => row.map((cell, column) => cellOf(cell, place > 0 && isFigure[column] === true)));
}

/** The service marks texts that a spreadsheet would take for formulas; here nothing can become one. */
function cellOf(cell: string, isFigure: boolean): Cell {
  if (isFigure && /^-?\d+(\.\d+)?$/.test(cell)) return Number(cell);
  const text = /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
  return text.length > CELL ? `${text.slice(0, CELL)}…` : text;
}

function lineRow(line: string): string[] {
  const { kind } = JSON.parse(line) as { kind: string };
  const parts: string[] = [];
  for (let from = 0; from < line.length; ) {
    const last = line.charCodeAt(from + CELL - 1);
    // Never cut between the halves of a character.
    const to = from + (last >= 0xd800 && last < 0xdc00 ? CELL - 1 : CELL);
    parts.push(line.slice(from, to));
    from = to;
  }
  return [kind, ...parts];
}

/** Rows of one length, filled up with cells that are left as they are. */
function squared(rows: readonly Cell[][]): (Cell | null)[][] {
  const width = Math.max(1, ...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => null)]);
}

function exportRequest(title: string, timeZone: string, tables: readonly Table[]): sheets_v4.Schema$Spreadsheet {
  return {
    properties: { title, timeZone, locale: "en_US" },
    sheets: tables.map(({ name, rows }, sheetId) => {
      const columns = Math.max(1, ...rows.map((row) => row.length));
      const head = { userEnteredFormat: formatOf(header) };
      return {
        properties: {
          sheetId,
          index: sheetId,
          title: name,
          gridProperties: { rowCount: Math.max(2, rows.length), columnCount: columns, frozenRowCount: 1 },
        },
        data: [{ startRow: 0, startColumn: 0, rowData: [{ values: Array.from({ length: columns }, () => head) }] }],
        ...(name === LINES && {
          protectedRanges: [
            { range: { sheetId }, description: "Levelsheet: --import reads this tab.", warningOnly: true },
          ],
        }),
      };
    }),
  };
}

/** Lines together, each request as full as the service takes it. */
function bodies(lines: readonly string[]): string[] {
  const texts: string[] = [];
  let open: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    const own = Buffer.byteLength(line) + 1;
    if (open.length > 0 && bytes + own > BODY) {
      texts.push(open.join("\n"));
      [open, bytes] = [[], 0];
    }
    open.push(line);
    bytes += own;
  }
  return [...texts, open.join("\n")];
}

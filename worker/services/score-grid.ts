import { answerGrid, DEFAULT_GRID_COLUMNS, isGridColumn, type Table, tableOf } from "../../models/engine/grid.ts";
import { DEFAULT_WORK } from "../../models/engine/path.ts";
import { type ErrorEntry, InvalidRequest, TooLarge } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { resolveModel } from "./resolve-model.ts";

export const MAX_ROWS = 20_000;

export interface GridRequest {
  model: string | object;
  /** As parsed, or as `scanGrid` read it from the bytes. */
  grid: readonly unknown[] | Table;
  columns?: readonly string[] | undefined;
  language?: string | undefined;
}

/**
 * Scores a grid in the sheet's own shape and stores nothing.
 *
 * @returns a `GridResponse` as JSON in UTF-8, which is what the engine writes: as objects it would cost twice as much.
 * @throws InvalidRequest where the grid is none or a column is unknown; TooLarge; what resolveModel throws.
 */
export async function scoreGrid(caller: Caller, request: GridRequest): Promise<Uint8Array<ArrayBuffer>> {
  const columns = request.columns ?? DEFAULT_GRID_COLUMNS;
  const errors: ErrorEntry[] = columns.flatMap((name, place) =>
    isGridColumn(name) ? [] : [{ location: `columns.${place}`, message: `is no column. Known are ${knownColumns}.` }],
  );
  const table = readTable(request.grid, errors);
  if (errors.length > 0) throw new InvalidRequest(errors);
  if (table.rows > MAX_ROWS) {
    throw new TooLarge(`The grid has ${table.rows} rows below the header; at most ${MAX_ROWS} are scored per request.`);
  }
  const { reference, compiled } = await resolveModel(caller, request.model, request.language);
  return answerGrid(reference, compiled, table, columns, { work: { left: DEFAULT_WORK } });
}

function readTable(grid: readonly unknown[] | Table, errors: ErrorEntry[]): Table {
  if (!Array.isArray(grid)) return grid as Table;
  if (grid.length === 0) errors.push({ location: "grid", message: "must begin with a header row" });
  const rows: unknown[][] = [];
  grid.forEach((row, place) => {
    if (Array.isArray(row)) rows.push(flattenCells(row));
    else if (errors.length < 100) errors.push({ location: `grid.${place}`, message: "must be a list of cells" });
  });
  return tableOf(rows);
}

/** No cell holds a list or an object, and one that nests deeply would exhaust the stack of whoever quotes it. */
function flattenCells(row: unknown[]): unknown[] {
  for (let column = 0; column < row.length; column++) {
    const cell = row[column];
    if (typeof cell === "object" && cell !== null) row[column] = Array.isArray(cell) ? "[list]" : "[object]";
  }
  return row;
}

const knownColumns =
  "partner, index, level, next, why, coverage, position, overlay, dimensions, path, and gaps:1 to gaps:20";

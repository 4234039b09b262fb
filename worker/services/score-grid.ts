import type { ModelReference } from "../../models/contract.ts";
import { DEFAULT_GRID_COLUMNS, type GridScore, isGridColumn, scoreGrid as score } from "../../models/engine/grid.ts";
import { DEFAULT_WORK } from "../../models/engine/path.ts";
import { type ErrorEntry, InvalidRequest, TooLarge } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { resolveModel } from "./resolve-model.ts";

export const MAX_ROWS = 20_000;

export interface GridRequest {
  model: string | object;
  grid: readonly unknown[];
  columns?: readonly string[] | undefined;
  language?: string | undefined;
}

/**
 * Scores a grid in the sheet's own shape and stores nothing.
 *
 * @throws InvalidRequest where the grid is none or a column is unknown; TooLarge; what resolveModel throws.
 */
export async function scoreGrid(
  caller: Caller,
  request: GridRequest,
): Promise<{ reference: ModelReference; score: GridScore }> {
  const columns = request.columns ?? DEFAULT_GRID_COLUMNS;
  const errors: ErrorEntry[] = columns.flatMap((name, place) =>
    isGridColumn(name) ? [] : [{ location: `columns.${place}`, message: `is no column. Known are ${knownColumns}.` }],
  );
  if (request.grid.length === 0) errors.push({ location: "grid", message: "must begin with a header row" });
  request.grid.forEach((row, place) => {
    if (Array.isArray(row)) flattenCells(row);
    else if (errors.length < 100) errors.push({ location: `grid.${place}`, message: "must be a list of cells" });
  });
  if (errors.length > 0) throw new InvalidRequest(errors);
  if (request.grid.length > MAX_ROWS + 1) {
    throw new TooLarge(
      `The grid has ${request.grid.length - 1} rows below the header; at most ${MAX_ROWS} are scored per request.`,
    );
  }
  const { reference, compiled } = await resolveModel(caller, request.model, request.language);
  const grid = request.grid as readonly (readonly unknown[])[];
  return { reference, score: score(compiled, grid, columns, { work: { left: DEFAULT_WORK } }) };
}

/** No cell holds a list or an object, and one that nests deeply would exhaust the stack of whoever quotes it. */
function flattenCells(row: unknown[]): void {
  for (let column = 0; column < row.length; column++) {
    const cell = row[column];
    if (typeof cell === "object" && cell !== null) row[column] = Array.isArray(cell) ? "[list]" : "[object]";
  }
}

const knownColumns =
  "partner, index, level, next, why, coverage, position, overlay, dimensions, path, and gaps:1 to gaps:20";

/** Grids scored as a test writes them: rows in, rows out. */
import type { GridCell } from "../../models/contract.ts";
import { compile } from "../../models/engine/compile.ts";
import { type GridScore, scoreGrid } from "../../models/engine/grid.ts";
import type { Model } from "../../models/format.ts";
import { criterion, modelOf, yesno } from "./small-model.ts";

export type Row = readonly (GridCell | undefined)[];

const decoder = new TextDecoder();
export const rowsOf = ({ rows }: GridScore): (string | number)[][] => JSON.parse(`[${decoder.decode(rows)}]`);

export function scoreRows(model: Model, grid: readonly Row[], columns: readonly string[]) {
  const score = scoreGrid(compile(model), grid, columns);
  return { ...score, rows: rowsOf(score) };
}

/** Certified staff up to 6 and a plan, two to one; Silver needs an index of 50, Gold 80 and four certified people. */
export const programme = modelOf({
  criteria: [
    criterion(
      "certified",
      {
        kind: "number",
        points: [
          [0, 0],
          [6, 1],
        ],
        min: 0,
      },
      { name: "Certified staff", question: "How many?", weight: 2, effort: 3 },
    ),
    yesno("plan", { name: "Joint plan", question: "Is there a plan?" }),
  ],
  levels: [
    { id: "bronze", name: "Bronze" },
    { id: "silver", name: "Silver", requires: [{ of: "index", min: 50 }] },
    {
      id: "gold",
      name: "Gold",
      requires: [
        { of: "index", min: 80 },
        { of: "criterion", id: "certified", min: 4 },
      ],
    },
  ],
});

/** The functions that score a range of answers: one request each, a row out for each row in. */
import type { CellProblem, GridCell, GridResponse } from "../../../models/contract.ts";
import { gridOf, inertCell, isBlank, readCell } from "../cells.ts";
import { readSetting } from "../connection.ts";
import type { CellPlatform } from "../platform.ts";
import { Trouble } from "../service.ts";
import { CHANGING, cachedQuestion, LASTING } from "./cached-question.ts";
import { isFixed, modelArgument } from "./model-argument.ts";
import { readOptions, wholeNumber, yesOrNo } from "./options.ts";
import { type CellResult, inWords } from "./speak.ts";

type OutRow = (string | number | boolean)[];

export type GridFunction = "LEVEL" | "INDEX" | "TABLE" | "GAPS" | "WHY" | "PATH";

const columnsOf: Record<GridFunction, (gaps: number) => string[]> = {
  LEVEL: () => ["level"],
  INDEX: () => ["index"],
  TABLE: () => ["partner", "index", "level", "next", "why", "coverage", "dimensions"],
  GAPS: (gaps) => [`gaps:${gaps}`],
  WHY: () => ["why"],
  PATH: () => ["path"],
};

export function scoreRange(
  name: GridFunction,
  answers: unknown,
  model: unknown,
  options: unknown,
  platform: CellPlatform,
): CellResult {
  return inWords(() => {
    const known = name === "GAPS" ? ["gaps", "language", "header"] : ["language", "header"];
    const chosen = readOptions(options, known);
    const withHeader = yesOrNo(chosen, "header", true);
    const grid = withoutTail(gridOf(answers).map((row) => row.map(readCell)));
    if (grid.length === 0) return "";
    const spreadsheet = platform.spreadsheet();
    const scored = modelArgument(model, spreadsheet);
    const language = chosen.get("language") || readSetting(spreadsheet, "language");
    const gaps = name === "GAPS" ? wholeNumber(chosen, "gaps", 20, gapsSetting(readSetting(spreadsheet, "gaps"))) : 3;
    const response = cachedQuestion<GridResponse>(
      {
        method: "post",
        path: "/v1/score/grid",
        body: JSON.stringify({
          model: scored,
          grid,
          columns: columnsOf[name](gaps),
          ...(language !== "" && { language }),
        }),
      },
      isFixed(scored) ? LASTING : CHANGING,
      platform,
    );
    const rows = outRows(response, grid.length);
    const shown = name === "TABLE" ? withChecks(rows, response) : rows;
    return withHeader ? shown : shown.slice(1);
  });
}

function gapsSetting(text: string): number {
  const count = Number(text);
  return Number.isInteger(count) && count >= 1 && count <= 20 ? count : 3;
}

/** An open range such as A2:Z goes on for a thousand blank rows. */
export function withoutTail(grid: GridCell[][]): GridCell[][] {
  let length = grid.length;
  while (length > 0 && grid[length - 1]?.every(isBlank)) length--;
  return grid.slice(0, length);
}

/** @throws Trouble where an answer belongs to other rows than were sent. */
export function outRows(response: GridResponse, expected: number): OutRow[] {
  if (!Array.isArray(response.grid) || response.grid.length !== expected) {
    throw new Trouble("the service sent something else than was asked for. Try again in a minute");
  }
  return response.grid.map((row) => row.map(inertCell));
}

/** An answer that cannot be read counts as unanswered; nobody should have to guess that. */
function withChecks(rows: OutRow[], response: GridResponse): OutRow[] {
  const messages = checksByRow(response);
  return rows.map((row, place) => [
    ...row,
    place === 0 ? checkHeader(messages) : inertCell(messages.get(place + 1) ?? ""),
  ]);
}

const checkHeader = (messages: ReadonlyMap<number, string>): string => {
  const general = messages.get(1);
  return general === undefined ? "To check" : `To check: ${general}`;
};

/** Messages by row of the grid, the header being row 1. */
export function checksByRow({ problems, problemCount }: GridResponse): Map<number, string> {
  const messages = new Map<number, string>();
  const add = ({ row, message }: CellProblem): void => {
    const before = messages.get(row);
    messages.set(row, before === undefined ? message : `${before} ${message}`);
  };
  for (const problem of problems) add(problem);
  const more = problemCount - problems.length;
  if (more > 0) add({ row: 1, column: 0, message: `${more} more answers cannot be read.` });
  return messages;
}

/**
 * What the Answers tab would score if every answer of the partners were taken over: their own answers alone lack what
 * only the vendor is asked.
 */
import type { GridResponse } from "../../../../models/contract.ts";
import type { Model } from "../../../../models/format.ts";
import { safeCell } from "../../cells.ts";
import { readSetting } from "../../connection.ts";
import type { MenuPlatform } from "../../platform.ts";
import { Trouble } from "../../service.ts";
import { portionsOf, utf8Length } from "../portions.ts";
import type { AnswerRow } from "../read-answers.ts";
import type { ServiceLine } from "../service-line.ts";
import { partnerId } from "../stored.ts";

const COLUMNS = ["index", "level"] as const;
/** What goes along with the grid in each request. */
const ENVELOPE_ROOM = 1_000;

export interface TheirScore {
  /** In scale units; “–” where too little is answered. */
  index: number | string;
  level: string;
}

/** @param rows of the Answers tab, with the partners' answers in place. @throws Trouble. */
export function scoreTheirs(
  model: Model,
  header: readonly string[],
  rows: readonly AnswerRow[],
  line: ServiceLine,
  platform: MenuPlatform,
): Map<string, TheirScore> {
  const language = readSetting(platform.spreadsheet(), "language");
  const envelope = { model, columns: COLUMNS, ...(language !== "" && { language }) };
  const scores = new Map<string, TheirScore>();
  for (const portion of portionsOf(rows, utf8Length(JSON.stringify(envelope)) + ENVELOPE_ROOM)) {
    const body = JSON.stringify({ ...envelope, grid: [header, ...portion.map(({ cells }) => cells)] });
    const { grid } = line.ask<GridResponse>({ method: "post", path: "/v1/score/grid", body });
    if (grid?.length !== portion.length + 1) {
      throw new Trouble("the service sent something else than was asked for. Try again in a minute");
    }
    portion.forEach(({ partner }, place) => {
      const [index = "", level = ""] = (grid[place + 1] ?? []).map(safeCell);
      scores.set(partnerId(partner), {
        index: typeof index === "number" ? index : String(index),
        level: String(level),
      });
    });
  }
  return scores;
}

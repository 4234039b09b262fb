/** Tables that a spreadsheet loads by itself through a link. Columns keep their names and their order. */
import { describeGaps, rawGaps } from "../../models/engine/gaps.ts";
import { reachedRank } from "../../models/engine/network/member.ts";
import { targetRank } from "../../models/engine/score.ts";
import { listActions } from "../db/actions.ts";
import { listNamedStandings } from "../db/standings.ts";
import { shown } from "./actions.ts";
import { type Cell, csvText } from "./csv.ts";
import { readLatest, versionOf } from "./network.ts";
import type { OpenedLink } from "./open-link.ts";
import { evaluateVersion } from "./recall.ts";

export const FEEDS = ["scores", "gaps", "plan"] as const;
export type Feed = (typeof FEEDS)[number];

/** Of every feed; gaps are those of the first 200 partners, 5 of each. */
export const ROW_LIMIT = 1_000;
const GAPS_PER_PARTNER = 5;

type Reader = (opened: OpenedLink) => Promise<Cell[][]>;

const readers: Record<Feed, Reader> = {
  async scores({ caller, link }) {
    const rows = await listNamedStandings(caller.database, link.model, link.partner, ROW_LIMIT);
    return [
      ["partner", "name", "period", "source", "answeredAt", "level", "index", "reached", "next", "coverage"],
      ...rows.map(({ partner, name, period, source, answered_at, level, result }) => {
        const { index, level: reached, next, coverage } = JSON.parse(result) as Record<string, Cell>;
        return [partner, name, period, source, answered_at, level, index, reached, next, coverage];
      }),
    ];
  },

  async gaps({ caller, link, compiled }) {
    const only = link.partner === null ? null : [link.partner];
    const { rows } = await readLatest(caller, link.model, { partners: ROW_LIMIT / GAPS_PER_PARTNER }, only);
    const header = ["partner", "place", "criterion", "name", "attainment", "target", "points", "effort", "guidance"];
    const found = rows.flatMap((row) => {
      const { variant, state } = evaluateVersion(compiled, row.partner, versionOf(row));
      const rank = reachedRank(variant, state);
      const target = targetRank(variant, rank, undefined);
      const gaps = describeGaps(
        variant,
        state,
        target,
        rawGaps(variant, state, rank, target).slice(0, GAPS_PER_PARTNER),
      );
      return gaps.map(({ criterion, name, attainment, target: wanted, points, effort, guidance }, at): Cell[] => [
        ...[row.partner, at + 1, criterion, name, attainment, wanted, points, effort, guidance],
      ]);
    });
    return [header, ...found];
  },

  async plan({ caller, link }) {
    const filter = { model: link.model, ...(link.partner !== null && { partner: link.partner }) };
    const actions = await listActions(caller.database, filter, "", ROW_LIMIT);
    return [
      ["action", "partner", "criterion", "text", "owner", "due", "status", "effort", "daysLate", "updatedAt"],
      ...actions.map((action) => {
        const { id, partner, criterion, text, owner, due, status, effort, daysLate, updatedAt } = shown(caller, action);
        return [id, partner, criterion, text, owner, due, status, effort, daysLate, updatedAt];
      }),
    ];
  },
};

/** In two or three statements; gaps are scored with the revision the link opens. */
export async function readFeed(opened: OpenedLink, feed: Feed): Promise<string> {
  return csvText(await readers[feed](opened));
}

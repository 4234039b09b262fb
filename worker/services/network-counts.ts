/** What the database counted, put together as the network page shows it. */
import { cohortKey } from "../../models/engine/network/benchmark.ts";
import type { GroupRow, SpreadRow } from "../db/network.ts";

/** What the page may be narrowed to. */
export interface CutChoice {
  by: "segment" | "region" | "type";
  /** `region:emea` */
  key: string;
  /** As most partners write it. */
  name: string;
  names: string[];
  partners: number;
}

export interface NetworkGroup {
  by: "segment" | "region";
  name: string;
  partners: number;
  /** By rank of the level; the last one has none. */
  levels: number[];
}

export const sum = (rows: readonly { partners: number }[]): number =>
  rows.reduce((all, { partners }) => all + partners, 0);

export function foldedCohort(asked: string | null): string | null {
  const [, by, name = ""] = /^(segment|region|type):(.*)$/s.exec(asked ?? "") ?? [];
  return by === undefined ? null : cohortKey(by as CutChoice["by"], name);
}

/** Names that differ in case and outer blanks are one, as in cohorts; the largest come first. */
export function choicesOf(groups: readonly GroupRow[]): CutChoice[] {
  const choices = new Map<string, CutChoice>();
  for (const { of, name, partners } of groups) {
    const key = of === "revision" ? null : cohortKey(of, name);
    if (of === "revision" || key === null) continue;
    const known = choices.get(key);
    if (known) {
      known.names.push(name);
      known.partners += partners;
    } else choices.set(key, { by: of, key, name: name.trim(), names: [name], partners });
  }
  return [...choices.values()];
}

export function byRank(ranks: Readonly<Record<string, number>>, rows: readonly SpreadRow[]): number[] {
  const count = Object.keys(ranks).length;
  const levels = new Array<number>(count + 1).fill(0);
  for (const { level, partners } of rows) {
    const place = (level === null ? undefined : ranks[level]) ?? count;
    levels[place] = (levels[place] ?? 0) + partners;
  }
  return levels;
}

export function groupsOf(ranks: Readonly<Record<string, number>>, spread: readonly SpreadRow[]): NetworkGroup[] {
  const rows = new Map<string, { by: "segment" | "region"; name: string; rows: SpreadRow[] }>();
  for (const row of spread) {
    const key = row.of === "segment" || row.of === "region" ? cohortKey(row.of, row.name ?? "") : null;
    if (key === null || (row.of !== "segment" && row.of !== "region")) continue;
    const known = rows.get(key);
    if (known) known.rows.push(row);
    else rows.set(key, { by: row.of, name: (row.name ?? "").trim(), rows: [row] });
  }
  return [...rows.values()]
    .map(({ by, name, rows: own }) => ({ by, name, partners: sum(own), levels: byRank(ranks, own) }))
    .sort((a, b) => b.partners - a.partners);
}

/** Without a level before, a partner is new on the ladder; without one now, it has fallen off it. */
export function movesOf(ranks: Readonly<Record<string, number>>, spread: readonly SpreadRow[]) {
  const moves = { rose: 0, fell: 0, stayed: 0, fresh: 0 };
  const rankOf = (level: string | null): number => (level === null ? -1 : (ranks[level] ?? -1));
  for (const { of, name, level, partners } of spread) {
    if (of !== "former") continue;
    const [was, now] = [rankOf(name), rankOf(level)];
    moves[was < 0 ? "fresh" : now > was ? "rose" : now < was ? "fell" : "stayed"] += partners;
  }
  return moves;
}

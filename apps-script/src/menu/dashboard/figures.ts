/** The numbers behind the charts, from what the sheet and the service hold. Pure. */
import { quantile } from "simple-statistics";
import { UNKNOWN } from "../../../../models/appearance.ts";
import { logistic } from "../../../../models/engine/curve.ts";
import type { Benchmark, Placement } from "../../../../models/engine/network/benchmark.ts";
import type { Model } from "../../../../models/format.ts";
import { CURVE_POINTS, PLACES_PER_LEVEL } from "../../layout/dashboard-blocks.ts";
import { shownDimensions } from "../../layout/dashboard-charts.ts";
import type { StoredAssessment } from "../stored.ts";
import type { BlockCell } from "./block-sheet.ts";

type Row = BlockCell[];

/** A column for each level, filled in its own row alone. @param levels names, as the Scores tab has them. */
export function levelRows(model: Model, levels: readonly string[]): Row[] {
  return model.levels.map(({ name }, rank) => [
    name,
    ...model.levels.map((_, place) => (place === rank ? levels.filter((level) => level === name).length : "")),
  ]);
}

/** Index of the partners of a period, in scale units; blank for periods that nobody has an index in. */
export function trendRow(period: string, assessments: Iterable<StoredAssessment>): Row {
  const indexes = [...assessments].flatMap(({ result }) => (result?.index == null ? [] : [result.index]));
  if (indexes.length === 0) return [period, "", "", "", 0];
  const at = (share: number): number => quantile(indexes, share);
  return [period, at(0.5), at(0.25), at(0.75), indexes.length];
}

/** @param scores the partner's own, where the service has none saved. */
export function benchmarkRows(model: Model, benchmark: Benchmark | null, scores: ReadonlyMap<string, number>): Row[] {
  const placements = new Map(benchmark?.dimensions.map(({ id, placement }) => [id, placement]));
  return shownDimensions(model).map(({ id, name }) => {
    const placement: Placement | null = placements.get(id) ?? null;
    const own = placement?.value ?? scores.get(id) ?? UNKNOWN;
    return [name, own, placement?.median ?? "", placement?.percentile ?? ""];
  });
}

/**
 * The curve, then the places on it where partners are: those that differ by less than a twentieth of a level are one.
 *
 * @param chosen position of the partner in the charts, null where it has none.
 */
export function curveRows(
  { curve, levels }: Pick<Model, "curve" | "levels">,
  positions: readonly number[],
  chosen: number | null,
): Row[] {
  if (curve === undefined) return [];
  const height = (x: number): number => logistic(x, curve.midpoint, curve.steepness);
  const top = Math.max(1, levels.length - 1);
  const line = Array.from({ length: CURVE_POINTS }, (_, place): Row => {
    const x = (top * place) / (CURVE_POINTS - 1);
    return [x, height(x), "", "", ""];
  });
  const counts = new Map<number, number>();
  for (const position of positions) {
    const place = Math.round(position * PLACES_PER_LEVEL) / PLACES_PER_LEVEL;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const places = [...counts].sort(([a], [b]) => a - b).map(([x, count]): Row => [x, "", height(x), "", count]);
  return [...line, ...places, ...(chosen === null ? [] : [[chosen, "", "", height(chosen), ""]])];
}

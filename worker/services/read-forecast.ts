import { type Forecast, forecastOf, indexNeeded } from "../../models/engine/network/forecast.ts";
import { reachedRank } from "../../models/engine/network/member.ts";
import { periodAfter } from "../../models/engine/network/period.ts";
import { roundHalfUp } from "../../models/engine/numbers.ts";
import { type AssessmentRow, findHistory } from "../db/assessments.ts";
import { UnknownThing } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { SOURCES, type Source } from "./period.ts";
import { keptRanks } from "./ranks.ts";
import { evaluateVersion, presentVersion, revisionsOf } from "./recall.ts";

export interface PartnerForecast {
  partner: string;
  model: string;
  /** Index points of the scale at each period that counts, oldest first. */
  observed: { period: string; index: number | null }[];
  /** Id of the next level; null at the top or where none can be given. */
  next: string | null;
  forecast: Forecast;
}

/**
 * Where a partner's index is heading, from its stored periods: the most trusted source of each. Index values are in
 * the model's scale.
 *
 * @param periods how many further ones.
 * @throws UnknownThing.
 */
export async function readForecast(
  caller: Caller,
  partner: string,
  model: string,
  periods: number,
): Promise<PartnerForecast> {
  return forecastFrom(caller, partner, model, countedRows(await findHistory(caller.database, model, partner)), periods);
}

/** The row of the most trusted source for each period, the earliest period first. */
export function countedRows(history: readonly AssessmentRow[]): AssessmentRow[] {
  const rows = [...history].sort((a, b) =>
    a.starts < b.starts
      ? -1
      : a.starts > b.starts
        ? 1
        : SOURCES.indexOf(a.source as Source) - SOURCES.indexOf(b.source as Source),
  );
  return rows.filter((row, at) => rows[at - 1]?.starts !== row.starts);
}

/** @param counted one row for each period, the earliest first. */
export async function forecastFrom(
  caller: Caller,
  partner: string,
  model: string,
  counted: readonly AssessmentRow[],
  periods: number,
): Promise<PartnerForecast> {
  const last = counted.at(-1);
  const compiled = await revisionsOf(
    caller,
    counted.map(({ revision }) => [model, revision]),
  );
  const evaluated = counted.flatMap((row) => {
    const version = presentVersion(row);
    const known = compiled.get(`${model}@${row.revision}`);
    return known ? [{ period: row.period, version, ...evaluateVersion(known, partner, version) }] : [];
  });
  const present = evaluated.at(-1);
  if (last === undefined || present === undefined)
    throw new UnknownThing("There is no assessment of this partner under this model.");
  const { variant, state, version } = present;
  const rank = reachedRank(variant, state, keptRanks(version.attributes[3]));
  const horizon: string[] = [];
  for (let period = periodAfter(last.period); period !== null && horizon.length < periods; period = periodAfter(period))
    horizon.push(period);
  const history = evaluated.map(({ period, state: { index } }) => ({
    period,
    index: Number.isFinite(index) ? index : null,
  }));
  const { min, width, decimals } = variant.scale;
  const inScale = (index: number): number => roundHalfUp(index * width + min, decimals);
  const forecast = forecastOf(history, horizon, indexNeeded(variant, rank));
  return {
    partner,
    model,
    observed: history.map(({ period, index }) => ({ period, index: index === null ? null : inScale(index) })),
    next: variant.levels[rank + 1]?.id ?? null,
    forecast: forecast.possible
      ? {
          ...forecast,
          points: forecast.points.map((point) => ({
            ...point,
            index: inScale(point.index),
            low: inScale(point.low),
            high: inScale(point.high),
          })),
          reach: forecast.reach && { ...forecast.reach, needed: inScale(forecast.reach.needed) },
        }
      : forecast,
  };
}

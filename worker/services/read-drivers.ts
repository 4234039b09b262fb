import type { ModelReference } from "../../models/contract.ts";
import { type Driver, driversOf, outcomeOf } from "../../models/engine/network/drivers.ts";
import { type LevelYield, type Yield, yieldOf } from "../../models/engine/network/roi.ts";
import { listOutcomes } from "../db/insights.ts";
import type { Caller } from "./caller.ts";
import { type Figure, readFigure } from "./figure.ts";
import { resolveModel } from "./resolve-model.ts";

export interface DriversRequest {
  /** Id of a number criterion, or `field:` with the name of one of the partners' own fields. */
  outcome: string;
  /** Money spent, named in the same way. */
  spend?: string | undefined;
  withinLevel: boolean;
}

export interface DriversAnswer {
  model: ModelReference;
  outcome: string;
  /** Partners compared. */
  partners: number;
  /** False where there are more than are compared. */
  complete: boolean;
  drivers: Driver[];
  /** Outcome per unit of spend; null unless spend was asked for. */
  yield: { all: Yield; levels: LevelYield[] } | null;
}

/** More would not change a rank correlation, only what it costs. */
export const MAX_COMPARED = 2_000;

/**
 * What moves with an outcome, by rank correlation over the partners who stand under this revision.
 *
 * Reads every standing, and sorts the partners once for each criterion: measured at 7 ms of CPU for 250 partners and 36
 * criteria, reading apart, so the free plan's 10 ms are enough for some 250.
 *
 * @throws UnknownModel, UnknownRevision; InvalidRequest for what is neither a number criterion nor a field.
 */
export async function readDrivers(caller: Caller, wanted: string, request: DriversRequest): Promise<DriversAnswer> {
  const resolved = await resolveModel(caller, wanted);
  const { reference, compiled } = resolved;
  const outcome = readFigure(resolved, request.outcome, "query.outcome");
  const spend = request.spend === undefined ? null : readFigure(resolved, request.spend, "query.spend");
  const fields = { outcome: outcome.field, spend: spend?.field ?? null };
  const found = await listOutcomes(caller.database, reference.id, reference.revision, fields, MAX_COMPARED + 1);
  const rows = found.slice(0, MAX_COMPARED);
  const standings = rows.map(({ standing }) => standing);
  const figures = (figure: Figure, own: (number | null)[]): (number | null)[] =>
    figure.criterion === null ? own : outcomeOf(compiled.plain, standings, figure.criterion);
  const outcomes = figures(
    outcome,
    rows.map((row) => row.outcome),
  );
  const spent =
    spend &&
    figures(
      spend,
      rows.map((row) => row.spend),
    );
  return {
    model: reference,
    outcome: request.outcome,
    partners: rows.length,
    complete: found.length <= MAX_COMPARED,
    drivers: driversOf(compiled.plain, standings, outcomes, {
      withinLevel: request.withinLevel,
      ...(outcome.criterion !== null && { outcome: outcome.criterion }),
    }),
    yield:
      spent &&
      yieldOf(
        compiled.plain,
        standings.map(({ rank }, place) => ({
          rank,
          outcome: outcomes[place] ?? null,
          spend: spent[place] ?? null,
        })),
      ),
  };
}

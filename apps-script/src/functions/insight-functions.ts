/** The functions that ask about what was saved: where a partner stands among the others, and where it is heading. */
import { UNKNOWN } from "../../../models/appearance.ts";
import type { Benchmark, Placement } from "../../../models/engine/network/benchmark.ts";
import type { Forecast } from "../../../models/engine/network/forecast.ts";
import type { Model } from "../../../models/format.ts";
import { inertCell, isBlank } from "../cells.ts";
import type { CellPlatform } from "../platform.ts";
import { queryOf, Trouble } from "../service.ts";
import { CHANGING, cachedQuestion } from "./cached-question.ts";
import { modelArgument } from "./model-argument.ts";
import { type Options, readOptions, wholeNumber } from "./options.ts";
import { type CellResult, inWords } from "./speak.ts";

/** What `GET /v1/partners/{id}/forecast` says; index values are in scale units. */
interface PartnerForecast {
  /** Id of the level the trend is held against; null at the top. */
  next: string | null;
  forecast: Forecast;
}

const COHORTS = ["all", "segment", "region", "type", "level"];

export function benchmark(partner: unknown, model: unknown, options: unknown, platform: CellPlatform): CellResult {
  return inWords(() => {
    const chosen = readOptions(options, ["cohort", "name"]);
    const cohort = cohortOf(chosen);
    const id = savedModel(model, platform);
    const query = queryOf({ partner: textOf(partner), cohort });
    const { benchmark: found } = cachedQuestion<{ benchmark: Benchmark | null }>(
      { method: "get", path: `/v1/insights/${encodeURIComponent(id)}/benchmark${query}` },
      CHANGING,
      platform,
    );
    if (found === null) throw new Trouble("fewer than 5 partners are saved, too few for a benchmark");
    return [
      ["Measure", "Value", "Percentile", "Lower quartile", "Median", "Upper quartile", "Median one level up"],
      placementRow("Index", found.index),
      ...found.dimensions.map(({ id: own, placement }) => placementRow(own, placement)),
      ...found.criteria.map(({ id: own, placement }) => placementRow(own, placement)),
    ];
  });
}

/** @returns what the service calls it, such as `region:EMEA`; blank for all. */
function cohortOf(chosen: Options): string {
  const kind = (chosen.get("cohort") ?? "").toLowerCase();
  const name = chosen.get("name") ?? "";
  if (kind === "") return "";
  if (!COHORTS.includes(kind)) throw new Trouble(`“cohort” must be one of ${COHORTS.join(", ")}`);
  if (kind === "all") return kind;
  if (name === "") throw new Trouble(`“cohort: ${kind}” needs a name, such as “cohort: region; name: EMEA”`);
  return `${kind}:${name}`;
}

function placementRow(name: string, placement: Placement | null): (string | number | boolean)[] {
  const shown =
    placement === null
      ? []
      : [
          placement.value,
          placement.percentile,
          placement.lowerQuartile,
          placement.median,
          placement.upperQuartile,
          placement.target,
        ];
  return [inertCell(name), ...Array.from({ length: 6 }, (_, place) => shown[place] ?? UNKNOWN)];
}

export function forecast(partner: unknown, model: unknown, options: unknown, platform: CellPlatform): CellResult {
  return inWords(() => {
    const chosen: Options = readOptions(options, ["periods"]);
    const periods = wholeNumber(chosen, "periods", 12, 4);
    const name = textOf(partner);
    if (name === "") return "";
    const id = savedModel(model, platform);
    const { next, forecast: found } = cachedQuestion<PartnerForecast>(
      {
        method: "get",
        path: `/v1/partners/${encodeURIComponent(name)}/forecast${queryOf({ model: id, periods: String(periods) })}`,
      },
      CHANGING,
      platform,
    );
    if (!found.possible) {
      throw new Trouble(
        `${found.periods} ${found.periods === 1 ? "period is" : "periods are"} saved for “${name}”, and a forecast needs 3`,
      );
    }
    const rows: (string | number | boolean)[][] = found.points.map(({ period, index, low, high }) => [
      inertCell(period),
      index,
      low,
      high,
    ]);
    return [["Period", "Index", "From", "To"], ...rows, ...reachRows(found.reach, next)];
  });
}

function reachRows(
  reach: Extract<Forecast, { possible: true }>["reach"],
  next: string | null,
): (string | number | boolean)[][] {
  if (reach === null) return [];
  const when = {
    reached: "reached",
    expected: reach.date ?? UNKNOWN,
    "not expected": "not within ten years",
  };
  return [
    [
      next === null ? "Next level" : inertCell(`Next level: ${next}`),
      when[reach.status],
      reach.earliest ?? UNKNOWN,
      reach.latest ?? UNKNOWN,
    ],
  ];
}

/** Saved results belong to a model by its id; a Model tab names it in its first row. */
function savedModel(argument: unknown, platform: CellPlatform): string {
  const model: string | Model = modelArgument(argument, platform.spreadsheet());
  return typeof model === "string" ? model : model.id;
}

const textOf = (argument: unknown): string => {
  const cell: unknown = Array.isArray(argument) ? gridCell(argument) : argument;
  return isBlank(cell) ? "" : String(cell).trim();
};

function gridCell(argument: unknown[]): unknown {
  const row = argument[0];
  if (argument.length > 1 || (Array.isArray(row) && row.length > 1)) {
    throw new Trouble("name one partner, such as A3");
  }
  return Array.isArray(row) ? row[0] : row;
}

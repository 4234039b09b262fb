/** The functions that ask about what was saved: where a partner stands among the others, and where it is heading. */
import { UNKNOWN } from "../../../models/appearance.ts";
import type { Benchmark, Placement } from "../../../models/engine/network/benchmark.ts";
import type { Forecast } from "../../../models/engine/network/forecast.ts";
import type { Model } from "../../../models/format.ts";
import { inertCell, isBlank } from "../cells.ts";
import type { CellPlatform } from "../platform.ts";
import { Trouble } from "../service.ts";
import { CHANGING, cachedQuestion } from "./cached-question.ts";
import { modelArgument } from "./model-argument.ts";
import { type Options, readOptions, wholeNumber } from "./options.ts";
import { type CellResult, inWords } from "./speak.ts";

/** The service sends the insight itself, or names it in an envelope. */
type Enveloped<Name extends string, Insight> = Insight | { [name in Name]: Insight };

const COHORTS = ["all", "segment", "region", "type", "level"];

export function benchmark(partner: unknown, model: unknown, options: unknown, platform: CellPlatform): CellResult {
  return inWords(() => {
    const chosen = readOptions(options, ["cohort", "name"]);
    const cohort = (chosen.get("cohort") ?? "").toLowerCase();
    if (cohort !== "" && !COHORTS.includes(cohort)) throw new Trouble(`“cohort” must be one of ${COHORTS.join(", ")}`);
    const id = savedModel(model, platform);
    const query = queryOf({ partner: textOf(partner), cohort, name: chosen.get("name") ?? "" });
    const answer = cachedQuestion<Enveloped<"benchmark", Benchmark | null>>(
      { method: "get", path: `/v1/insights/${encodeURIComponent(id)}/benchmark${query}` },
      CHANGING,
      platform,
    );
    const found = insightOf(answer, "benchmark");
    if (found === null) throw new Trouble("fewer than 5 partners are saved, too few for a benchmark");
    return [
      ["Measure", "Value", "Percentile", "Lower quartile", "Median", "Upper quartile", "Median one level up"],
      placementRow("Index", found.index),
      ...found.dimensions.map(({ id: own, placement }) => placementRow(own, placement)),
      ...found.criteria.map(({ id: own, placement }) => placementRow(own, placement)),
    ];
  });
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
    const answer = cachedQuestion<Enveloped<"forecast", Forecast>>(
      {
        method: "get",
        path: `/v1/partners/${encodeURIComponent(name)}/forecast${queryOf({ model: id, periods: String(periods) })}`,
      },
      CHANGING,
      platform,
    );
    const found = insightOf(answer, "forecast");
    if (found === null || !found.possible) {
      throw new Trouble(
        `${found?.periods ?? 0} ${found?.periods === 1 ? "period is" : "periods are"} saved for “${name}”, and a forecast needs 3`,
      );
    }
    const rows: (string | number | boolean)[][] = found.points.map(({ period, index, low, high }) => [
      inertCell(period),
      index,
      low,
      high,
    ]);
    return [["Period", "Index", "From", "To"], ...rows, ...reachRows(found.reach)];
  });
}

function reachRows(reach: Extract<Forecast, { possible: true }>["reach"]): string[][] {
  if (reach === null) return [];
  const when = {
    reached: "reached",
    expected: reach.date ?? UNKNOWN,
    "not expected": "not within ten years",
  };
  return [["Next level", when[reach.status], reach.earliest ?? UNKNOWN, reach.latest ?? UNKNOWN]];
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

function queryOf(fields: Record<string, string>): string {
  const parts = Object.entries(fields)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

function insightOf<Insight>(answer: Enveloped<string, Insight>, name: string): Insight {
  const enveloped = typeof answer === "object" && answer !== null && Object.hasOwn(answer, name);
  return enveloped ? ((answer as Record<string, Insight>)[name] as Insight) : (answer as Insight);
}

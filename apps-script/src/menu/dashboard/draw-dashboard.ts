/** Writes the tables of the dashboard and draws its charts from them. */
import { UNKNOWN } from "../../../../models/appearance.ts";
import type { Benchmark } from "../../../../models/engine/network/benchmark.ts";
import type { Model } from "../../../../models/format.ts";
import { labelOf } from "../../commands.ts";
import { findConnection } from "../../connection.ts";
import { type BlockName, PERIODS } from "../../layout/dashboard-blocks.ts";
import type { ChartName } from "../../layout/dashboard-charts.ts";
import type { MenuPlatform } from "../../platform.ts";
import { queryOf, Trouble } from "../../service.ts";
import { modelInTab } from "../model-in-tab.ts";
import { storedPeriods, today } from "../periods.ts";
import { type RunTime, startRun } from "../run-time.ts";
import { openLine, type ServiceLine } from "../service-line.ts";
import { mostTrusted, partnerId, type StoredAssessment, storedAssessments } from "../stored.ts";
import { withLock } from "../with-lock.ts";
import { type BlockCell, BlockSheet } from "./block-sheet.ts";
import { drawChart, removeChart } from "./draw-chart.ts";
import { benchmarkRows, curveRows, levelRows, trendRow } from "./figures.ts";
import { readScores, type ScoredPartner } from "./read-scores.ts";

const NOT_SAVED = "Nothing is saved of this model yet. Choose Save this period first.";
const TOO_FEW = "Fewer than 5 partners are saved, so there is no benchmark yet.";

/** @returns what to tell. @throws Trouble. */
export function drawDashboard(platform: MenuPlatform): string {
  return withLock(platform, () => {
    const run = startRun("drawDashboard", platform);
    const spreadsheet = platform.spreadsheet();
    const model = modelInTab(spreadsheet);
    const scored = readScores(model, spreadsheet);
    const blocks = new BlockSheet(model, platform);
    const partner = partnerId(blocks.chosenPartner(scored[0]?.partner ?? "", platform));
    blocks.prepare();
    const drawing = new Drawing(model, blocks, platform);
    const levels =
      scored.length === 0
        ? []
        : levelRows(
            model,
            scored.map(({ level }) => level),
          );
    drawing.draw("levels", levels, levels.length === 0 ? "Choose Score all partners first." : "", "levels");
    if (findConnection(platform.properties(), spreadsheet) === null) {
      for (const [block, chart] of SERVED) drawing.draw(block, [], "Not connected. Choose Settings first.", chart);
      return `${drawing.summary()} Everything else needs a connection: choose Settings first.`;
    }
    drawServed(drawing, openLine(platform), partner, scored, run);
    return drawing.summary();
  });
}

/** What comes from the service. */
const SERVED: [BlockName, ChartName | null][] = [
  ["plan", null],
  ["benchmark", "partner"],
  ["trend", "trend"],
  ["curve", "curve"],
];

class Drawing {
  readonly model: Model;
  readonly #blocks: BlockSheet;
  readonly platform: MenuPlatform;
  readonly #drawn: ChartName[] = [];
  readonly #notes: string[] = [];

  constructor(model: Model, blocks: BlockSheet, platform: MenuPlatform) {
    this.model = model;
    this.#blocks = blocks;
    this.platform = platform;
  }

  /** @param message what is to be said in the block of its rows, or of why it has none. */
  draw(block: BlockName, rows: readonly (readonly BlockCell[])[], message: string, chart: ChartName | null): void {
    const data = this.#blocks.write(block, rows, message);
    if (chart === null) return;
    if (data === null) removeChart(chart, this.#blocks.sheet, this.platform);
    else {
      drawChart(chart, data, this.model, this.#blocks.sheet, this.platform);
      this.#drawn.push(chart);
    }
  }

  note(words: string): void {
    this.#notes.push(words);
  }

  summary(): string {
    const names: Record<ChartName, string> = {
      partner: "the partner against the others",
      levels: "partners by level",
      trend: "the network over the periods",
      curve: "the S-curve",
    };
    const drawn = this.#drawn.map((name) => names[name]);
    const said = drawn.length === 0 ? "There is nothing to draw yet." : `Drawn: ${drawn.join(", ")}.`;
    return [said, ...this.#notes].join(" ");
  }
}

function drawServed(
  drawing: Drawing,
  line: ServiceLine,
  partner: string,
  scored: readonly ScoredPartner[],
  run: RunTime,
): void {
  const { model, platform } = drawing;
  const benchmark = readBenchmark(line, model, partner);
  const scores = scored.find((own) => own.partner === partner)?.scores ?? new Map<string, number>();
  drawBenchmark(drawing, benchmark, partner, scores);
  drawPlan(drawing, line, partner);
  const periods = storedPeriods(line, model.id, today(platform), PERIODS);
  const latest: StoredAssessment[] = [];
  const trend: BlockCell[][] = [];
  for (const [count, period] of periods.entries()) {
    if (run.isOver()) {
      drawing.note(`It stopped before ${period}: the charts show the periods since.`);
      break;
    }
    if (count > 0) run.went(count, periods.length, "periods");
    const assessments = [...mostTrusted(storedAssessments(line, { model: model.id, period })).values()];
    if (trend.length === 0) latest.push(...assessments);
    trend.unshift(trendRow(period, assessments));
  }
  drawing.draw("trend", trend, trend.length === 0 ? NOT_SAVED : "", "trend");
  const positions = latest.flatMap(({ result }) => (result?.position == null ? [] : [result.position]));
  const chosen = latest.find((own) => own.partner === partner)?.result?.position ?? null;
  const curve = positions.length === 0 ? [] : curveRows(model, positions, chosen);
  const noCurve = model.curve === undefined ? "This model has no S-curve." : NOT_SAVED;
  drawing.draw("curve", curve, curve.length === 0 ? noCurve : "", "curve");
}

type Found = { benchmark: Benchmark | null; isPartnerSaved: boolean } | null;

/** Null where nothing is saved under this model. */
function readBenchmark(line: ServiceLine, model: Model, partner: string): Found {
  const ask = (fields: Record<string, string>): Benchmark | null =>
    line.ask<{ benchmark: Benchmark | null }>({
      method: "get",
      path: `/v1/insights/${encodeURIComponent(model.id)}/benchmark${queryOf(fields)}`,
    }).benchmark;
  const known = orNull(() => ({ benchmark: ask({ partner }), isPartnerSaved: partner !== "" }));
  return known ?? orNull(() => ({ benchmark: ask({}), isPartnerSaved: false }));
}

/** Null for what the service does not know. @throws Trouble for everything else. */
function orNull<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Trouble && error.status === 404) return null;
    throw error;
  }
}

function drawBenchmark(drawing: Drawing, found: Found, partner: string, scores: ReadonlyMap<string, number>): void {
  const benchmark = found?.benchmark ?? null;
  const isKnown = found?.isPartnerSaved === true || scores.size > 0;
  if (benchmark === null && !isKnown) {
    drawing.draw("benchmark", [], found === null ? NOT_SAVED : TOO_FEW, "partner");
    return;
  }
  const message = benchmark !== null ? "" : found === null ? NOT_SAVED : TOO_FEW;
  drawing.draw("benchmark", benchmarkRows(drawing.model, benchmark, scores), message, "partner");
  if (found?.isPartnerSaved !== true && partner !== "") drawing.note(`Nothing is saved of ${partner} yet.`);
}

interface Projection {
  actions: number;
  effort: number;
  withoutAnswer: number;
  now: { index: number | null; level: string | null };
  projected: { index: number | null; level: string | null };
}

function drawPlan(drawing: Drawing, line: ServiceLine, partner: string): void {
  const { model } = drawing;
  const path = `/v1/actions/projection${queryOf({ partner, model: model.id })}`;
  const plan = partner === "" ? null : orNull(() => line.ask<Projection>({ method: "get", path }));
  if (plan === null) {
    const message =
      partner === ""
        ? `Choose a partner above, then ${labelOf("drawDashboard")}.`
        : `Nothing is saved of ${partner} yet.`;
    drawing.draw("plan", [], message, null);
    return;
  }
  const levelName = (id: string | null): string => model.levels.find((level) => level.id === id)?.name ?? id ?? UNKNOWN;
  const open = plan.actions - plan.withoutAnswer;
  const rows: BlockCell[][] = [
    [`Index of ${partner}`, plan.now.index ?? UNKNOWN, plan.projected.index ?? UNKNOWN],
    ["Level", levelName(plan.now.level), levelName(plan.projected.level)],
    ["Open actions", plan.actions, open === plan.actions ? 0 : `${plan.withoutAnswer} aim at no answer`],
    ["Person-days", plan.effort, 0],
  ];
  drawing.draw("plan", rows, "", null);
}

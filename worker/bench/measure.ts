/** Medians over interleaved rounds, and what is printed of them. */
import type { Runtime } from "./runtime.ts";

/** One line of a measurement's table. */
export interface Finding {
  what: string;
  median: string;
  spread: string;
  /** To its floor in the same run; empty for the floor itself. */
  ratio: string;
  aim: string;
  /** Null where nothing is aimed at. */
  met: boolean | null;
}

export interface Measurement {
  title: string;
  /** What a reader has to know about the work behind the figures. */
  work: string;
  findings: Finding[];
}

export interface Contestant {
  name: string;
  /** Does the work once and says what it cost. */
  run(): Promise<number> | number;
}

/**
 * Runs everybody once per round, so that a busy moment of the machine falls on all of them.
 *
 * @returns what each one's rounds cost, in the order of the contestants.
 */
export async function interleave(contestants: readonly Contestant[], rounds: number): Promise<number[][]> {
  const costs: number[][] = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      // Nobody always comes first, when the garbage of the one before is still to be collected.
      const place = (turn + round) % contestants.length;
      costs[place]?.push((await contestants[place]?.run()) ?? Number.NaN);
    }
  }
  return costs;
}

/** Milliseconds of workerd's processor time per request. */
export async function costOf(runtime: Runtime, requests: number, send: () => Promise<unknown>): Promise<number> {
  const before = await runtime.processorTime();
  for (let request = 0; request < requests; request++) await send();
  return ((await runtime.processorTime()) - before) / requests;
}

/** Milliseconds of this process's own processor time, over all threads. */
export async function ownCost(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Round by round, so that the spread is that of the ratio and not of the machine. */
export function ratios(costs: readonly number[], floors: readonly number[]): number[] {
  return costs.map((cost, round) => cost / (floors[round] ?? Number.NaN));
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [lower, upper] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
  return lower + (upper - lower) * (place - Math.floor(place));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

interface Told {
  unit: string;
  ratio?: readonly number[];
  aim?: string;
  met?: boolean | null;
}

/** The line of one contestant's rounds. */
export function finding(what: string, values: readonly number[], { unit, ratio, aim = "", met = null }: Told): Finding {
  return {
    what,
    median: `${short(median(values))} ${unit}`,
    spread: range(values),
    ratio: ratio === undefined ? "" : `${short(median(ratio))} (${range(ratio)})`,
    aim,
    met,
  };
}

/** A line that says why there are no figures. */
export function notMeasured(what: string, why: string): Finding {
  return { what: `${what}: ${why}`, median: "", spread: "", ratio: "", aim: "", met: null };
}

const range = (values: readonly number[]): string => `${short(Math.min(...values))} to ${short(Math.max(...values))}`;

/** Three digits are more than repeats from run to run. */
export function short(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
}

const HEADINGS = ["", "median", "spread", "ratio (spread)", "aim", "met"];

export function print({ title, work, findings }: Measurement, command: string): void {
  console.log(`\n${title}\n${work}`);
  const cells = findings.map(({ what, median, spread, ratio, aim, met }) => [
    what,
    median,
    spread,
    ratio,
    aim,
    met === null ? "" : met ? "yes" : "NO",
  ]);
  // A line without figures would make the first column as wide as its sentence.
  const measured = [HEADINGS, ...cells.filter((line) => line[1] !== "")];
  const widths = HEADINGS.map((_, column) => Math.max(...measured.map((line) => line[column]?.length ?? 0)));
  const first = widths[0] ?? 0;
  for (const line of [HEADINGS, ...cells]) {
    const [what = "", ...figures] = line;
    const rest = figures.map((cell, column) => cell.padEnd(widths[column + 1] ?? 0)).join("  ");
    console.log(`  ${what.padEnd(first)}  ${rest}`.trimEnd());
  }
  console.log(`  Repeat: ${command}`);
}

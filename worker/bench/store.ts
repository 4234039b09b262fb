/**
 * What storing costs: the Worker's own code over SQLite in this process, so that the processor time of the database is
 * in the figures. `node worker/bench/store.ts [--million] [save] [network] [history]`; each function is one measurement of the bench.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalog } from "../../models/catalog/index.ts";
import type { Model } from "../../models/format.ts";
import { createApp } from "../app.ts";
import { openDatabase } from "../local/sqlite-database.ts";
import { benchAssessments, benchModel } from "./model.ts";

interface Finding {
  what: string;
  median: string;
  spread: string;
  ratio: string;
  aim: string;
  met: boolean | null;
}

export interface StoreMeasurement {
  title: string;
  work: string;
  findings: Finding[];
}

const ROUNDS = 15;
/** Those who have a past. */
const HISTORY_PARTNERS = 1_000;
const model = benchModel();
(catalog as Model[]).push(model);
const app = createApp();

export interface Store {
  database: D1Database;
  send(method: string, path: string, body?: string): Promise<string>;
}

export async function openStore(file?: string): Promise<Store> {
  const database = openDatabase(file);
  const env = { DB: database, SETUP_CODE: "the code of the bench" } as unknown as Cloudflare.Env;
  let key = "";
  const send = async (method: string, path: string, body?: string) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
    const { log } = console;
    // The platform takes the Worker's log; here it would go to the reader, and into the figures.
    console.log = () => undefined;
    const response = await app.request(path, { method, headers, ...(body !== undefined && { body }) }, env);
    const text = await response.text();
    console.log = log;
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return text;
  };
  const made = JSON.parse(
    await send("POST", "/v1/setup", JSON.stringify({ code: "the code of the bench", name: "Bench" })),
  );
  ({ key } = made as { key: string });
  return { database, send };
}

/** Milliseconds of processor time, of all threads. */
export async function cost(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Everybody once per round; rounds up to 0 warm up and do not count. */
async function interleaved(works: readonly ((round: number) => Promise<unknown>)[], warmUp = 1): Promise<number[][]> {
  const costs: number[][] = works.map(() => []);
  for (let round = 1 - warmUp; round <= ROUNDS; round++) {
    for (const [at, work] of works.entries()) {
      const spent = await cost(() => work(round));
      if (round > 0) costs[at]?.push(spent);
    }
  }
  return costs.map((all) => all.sort((a, b) => a - b));
}

const median = (sorted: readonly number[] = []): number => sorted[sorted.length >> 1] ?? Number.NaN;
const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;

function finding(
  what: string,
  costs: readonly number[] = [],
  ratio = "",
  aim = "",
  met: boolean | null = null,
): Finding {
  const spread = `${milliseconds(costs[0] ?? Number.NaN)} to ${milliseconds(costs.at(-1) ?? Number.NaN)}`;
  return { what, median: milliseconds(median(costs)), spread, ratio, aim, met };
}

const day = (round: number, from = 2010): string => new Date(Date.UTC(from, 0, 1 + round)).toISOString().slice(0, 10);
const partners = (assessments: readonly { partner: string }[], from: number) =>
  assessments.map((assessment, at) => ({ ...assessment, partner: `partner-${from + at}` }));

/** Saving 1,000 assessments against scoring them plus the bare insert of the same bytes. */
export async function measureSave(): Promise<StoreMeasurement> {
  const { database, send } = await openStore();
  const assessments = benchAssessments(model, 1_000);
  const score = JSON.stringify({ model: model.id, assessments, detail: "level" });
  const save = (period: string, sent = assessments) => JSON.stringify({ model: model.id, period, assessments: sent });
  // Everybody answers as somebody else did before: nobody's standing stays as it was.
  const changed = (round: number) =>
    assessments.map(({ partner }, at) => ({
      partner,
      answers: assessments[(at + 1 + round) % assessments.length]?.answers ?? {},
    }));
  await database.batch([
    database.prepare(
      // The order of the key is that of `assessments`: where rows land in the table is part of what an insert costs.
      "CREATE TABLE bare (period TEXT NOT NULL, partner TEXT NOT NULL, answers TEXT NOT NULL, PRIMARY KEY (partner, period)) STRICT, WITHOUT ROWID",
    ),
  ]);
  const rows = JSON.stringify(assessments.map(({ partner, answers }) => [partner, answers]));
  const insert = (period: string) =>
    database.batch([
      database.prepare("INSERT INTO bare SELECT ?1, value ->> 0, value -> 1 FROM json_each(?2)").bind(period, rows),
    ]);
  // The client writes them, so they are written before anything is measured.
  const rounds = Array.from({ length: ROUNDS + 1 }, (_, round) => changed(round));
  const unlikeBodies = rounds.map((sent, round) => save(day(2 * round), sent));
  const likeBodies = rounds.map((sent, round) => save(day(2 * round + 1), sent));
  const oldBody = save("2009");
  const post = (body: string | undefined) => send("POST", "/v1/assessments", body);
  const [scored, inserted, unlike, saved, again] = await interleaved([
    () => send("POST", "/v1/score", score),
    (round) => insert(day(round)),
    (round) => post(unlikeBodies[round]),
    (round) => post(likeBodies[round]),
    () => post(oldBody),
  ]);
  const floor = median(scored) + median(inserted);
  const against = (costs: number[] | undefined) => median(costs) / floor;
  const line = (what: string, costs: number[] | undefined) =>
    finding(what, costs, `${against(costs).toFixed(2)}x`, "at most 3x", against(costs) <= 3);
  return {
    title: "Saving 1,000 assessments",
    work: "40 criteria each; against scoring them plus one bare json_each insert of the same answers",
    findings: [
      finding("scoring them", scored),
      finding("bare insert of the same bytes", inserted),
      line("saving a new period, all answers changed", unlike),
      line("saving a new period, answers as before", saved),
      line("saving an old period again", again),
    ],
  };
}

/** Benchmark, diagnosis and movers of 2,000 partners, request by request. */
export async function measureNetwork(): Promise<StoreMeasurement> {
  const { send } = await openStore();
  await saveAll(send, 2_000, "2026-Q3");
  const base = `/v1/insights/${model.id}`;
  const paths = [
    `${base}/benchmark?partner=partner-7`,
    `${base}/diagnosis`,
    `${base}/diagnosis?partners=true`,
    `${base}/movers`,
  ];
  const costs = await interleaved(
    paths.map((path) => () => send("GET", path)),
    15,
  );
  return {
    title: "Insights over 2,000 partners, one request each",
    work: "warm; benchmark and diagnosis read stored cohorts; movers reads a page of 100 partners and lists 10 of each",
    findings: paths.map((path, at) =>
      finding(path.slice(base.length + 1), costs[at], "", "under 10 ms", median(costs[at]) < 10),
    ),
  };
}

/**
 * @param count assessments of earlier periods that are there; none of them may be felt.
 * @param progress is told how many of them are stored.
 */
export async function measureHistory(
  count = 100_000,
  progress: (stored: number) => void = () => undefined,
): Promise<StoreMeasurement> {
  // On disk, as D1 keeps it: what does not fit into SQLite's page cache has to be read.
  const folder = await mkdtemp(join(tmpdir(), "levelsheet-history-"));
  try {
    const bare = await openStore(join(folder, "bare.sqlite"));
    const full = await openStore(join(folder, "full.sqlite"));
    for (const { send } of [bare, full]) await saveAll(send, 2_000, "2026-Q3");
    await fillHistory(full, count, progress);
    return await compareHistories(bare, full, count);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One partner's past after the other's, in the order of the table. */
async function fillHistory({ database }: Store, count: number, progress: (stored: number) => void): Promise<void> {
  const periods = Math.ceil(count / HISTORY_PARTNERS);
  for (let from = 0; from < HISTORY_PARTNERS; from += HISTORY_PARTNERS / 10) {
    await database.batch([
      database
        .prepare(
          `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1),
           s AS (SELECT workspace, model, partner FROM standings ORDER BY partner LIMIT ?2 OFFSET ?3)
           INSERT INTO assessments SELECT a.workspace, a.model, a.partner, date('1400-01-01', '+' || n.i || ' days'), 'vendor',
             date('1400-01-01', '+' || n.i || ' days'), a.revision, a.answers, a.attributes, a.saved_at, a.saved_by, '[]'
           FROM s CROSS JOIN assessments a ON a.workspace = s.workspace AND a.model = s.model AND a.partner = s.partner
             AND a.period = '2026-Q3' CROSS JOIN n`,
        )
        .bind(periods, HISTORY_PARTNERS / 10, from),
    ]);
    progress((from + HISTORY_PARTNERS / 10) * periods);
  }
}

async function compareHistories(bare: Store, full: Store, count: number): Promise<StoreMeasurement> {
  const assessments = partners(benchAssessments(model, 1_000), 0);
  const bodies = Array.from({ length: ROUNDS + 1 }, (_, round) =>
    JSON.stringify({ model: model.id, period: day(round, 2027), assessments }),
  );
  const benchmark = async (store: Store) => {
    for (let time = 0; time < 10; time++)
      await store.send("GET", `/v1/insights/${model.id}/benchmark?partner=partner-7`);
  };
  const [saveBare, saveFull, benchmarkBare, benchmarkFull] = await interleaved([
    (round) => bare.send("POST", "/v1/assessments", bodies[round]),
    (round) => full.send("POST", "/v1/assessments", bodies[round]),
    () => benchmark(bare),
    () => benchmark(full),
  ]);
  const line = (what: string, costs: number[] | undefined, floor: number[] | undefined) => {
    const ratio = median(costs) / median(floor);
    return finding(what, costs, `${ratio.toFixed(2)}x`, "at most 1.2x", ratio <= 1.2);
  };
  return {
    title: `${count.toLocaleString("en")} assessments of earlier periods`,
    work: "1,000 assessments saved, and 10 benchmarks read, with and without that history",
    findings: [
      finding("saving, without history", saveBare),
      line("saving, with it", saveFull, saveBare),
      finding("10 benchmarks, without history", benchmarkBare),
      line("10 benchmarks, with it", benchmarkFull, benchmarkBare),
    ],
  };
}

async function saveAll(send: Store["send"], count: number, period: string): Promise<void> {
  for (let from = 0; from < count; from += 1_000) {
    const assessments = partners(benchAssessments(model, 1_000), from);
    await send("POST", "/v1/assessments", JSON.stringify({ model: model.id, period, assessments }));
  }
}

if (import.meta.main) {
  const log = console.log;
  // The Worker logs what each change costs.
  console.log = () => {};
  const count = process.argv.includes("--million") ? 1_000_000 : 100_000;
  const progress = (stored: number) => log(`  ${stored.toLocaleString("en")} assessments stored`);
  const measurements = { save: measureSave, network: measureNetwork, history: () => measureHistory(count, progress) };
  const named = Object.entries(measurements).filter(([name]) => process.argv.includes(name));
  for (const [, measure] of named.length > 0 ? named : Object.entries(measurements)) {
    const { title, work, findings } = await measure();
    log(`\n${title}: ${work}`);
    for (const { what, ...figures } of findings) {
      const { median: middle, spread, ratio, aim, met } = figures;
      log(
        `  ${what.padEnd(34)} ${middle.padStart(10)}  (${spread})  ${ratio} ${aim} ${met === false ? "▲ missed" : ""}`,
      );
    }
  }
}

/**
 * What many workspaces cost: one is lived through for a month against D1 itself, its requests, rows and bytes are
 * counted, and the sum is multiplied and held against Cloudflare's limits and prices. `npm run bench scale`.
 */

import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { getPlatformProxy, unstable_splitSqlQuery as splitSql } from "wrangler";
import { catalog } from "../../models/catalog/index.ts";
import { createApp } from "../app.ts";
import { type Bill, bill, DAYS, type Use } from "./scale/prices.ts";

/** A small vendor: who it assesses, and what happens in a month of 20 working days. */
const PARTNERS = 200;
const MODEL = "prm-performance";
/** Each partner's answers are saved this often in a month: imports, corrections, self-assessments. */
const SAVES_PER_PARTNER = 3;
/** Answers come in batches from imports and the sheet. */
const BATCH = 20;
const WORKING_DAYS = 20;
/** Of each working day: formulas and runs of the sheet, pages of partners, reads of a portal. */
const DAILY = { scores: 60, lists: 20, insights: 20, partners: 40 };
/** Workspaces that are there while the second one is counted: costs must not grow with them. */
const OTHERS = 20;
const YEARS = 3;
const QUARTERS = 4;

interface Request {
  method: string;
  path: string;
  body?: unknown;
}

const NOTHING: Use = {
  requests: 0,
  writes: 0,
  rowsRead: 0,
  rowsWritten: 0,
  cpuMilliseconds: 0,
  databaseMilliseconds: 0,
};

const plus = (a: Use, b: Use): Use => ({
  requests: a.requests + b.requests,
  writes: a.writes + b.writes,
  rowsRead: a.rowsRead + b.rowsRead,
  rowsWritten: a.rowsWritten + b.rowsWritten,
  cpuMilliseconds: a.cpuMilliseconds + b.cpuMilliseconds,
  databaseMilliseconds: a.databaseMilliseconds + b.databaseMilliseconds,
});

const times = (use: Use, factor: number): Use => ({
  requests: use.requests * factor,
  writes: use.writes * factor,
  rowsRead: use.rowsRead * factor,
  rowsWritten: use.rowsWritten * factor,
  cpuMilliseconds: use.cpuMilliseconds * factor,
  databaseMilliseconds: use.databaseMilliseconds * factor,
});

const app = createApp();

/** A workspace of its own, and what each of its requests costs by D1's own count. */
async function openWorkspace(database: D1Database, code: string) {
  const bindings = { DB: database, SETUP_CODE: code } as unknown as Cloudflare.Env;
  let key = "";
  const send = async ({ method, path, body }: Request): Promise<{ use: Use; text: string }> => {
    const { log } = console;
    console.log = () => undefined;
    const before = process.cpuUsage();
    try {
      const response = await app.request(
        path,
        {
          method,
          headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        },
        bindings,
      );
      const text = await response.text();
      const { user, system } = process.cpuUsage(before);
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
      const timing = response.headers.get("server-timing") ?? "";
      const [, milliseconds = 0, , read = 0, written = 0] = (
        /dur=(\d+);desc="(\d+) statements, (\d+) rows read, (\d+) rows written"/.exec(timing) ?? []
      ).map(Number);
      return {
        use: {
          requests: 1,
          writes: written > 0 ? 1 : 0,
          rowsRead: read,
          rowsWritten: written,
          cpuMilliseconds: (user + system) / 1_000,
          databaseMilliseconds: milliseconds,
        },
        text,
      };
    } finally {
      console.log = log;
    }
  };
  const made = await send({ method: "POST", path: "/v1/setup", body: { code, name: "Simulated" } });
  ({ key } = JSON.parse(made.text) as { key: string });
  const all = async (requests: readonly Request[]): Promise<Use> => {
    let sum = NOTHING;
    for (const request of requests) sum = plus(sum, (await send(request)).use);
    return sum;
  };
  return { all, send };
}

const ids = Array.from({ length: PARTNERS }, (_, at) => `partner-${String(at).padStart(3, "0")}`);
const samples = catalog.find(({ id }) => id === MODEL)?.tests?.map(({ answers }) => answers) ?? [];
const assessed = (round: number, from: number) =>
  ids
    .slice(from, from + BATCH)
    .map((partner, at) => ({ partner, answers: samples[(from + at + round) % samples.length] ?? {} }));
const batches = ids.flatMap((_, at) => (at % BATCH === 0 ? [at] : []));
const save = (period: string, round: number): Request[] =>
  batches.map((from) => ({
    method: "POST",
    path: "/v1/assessments",
    body: { model: MODEL, period, assessments: assessed(round, from) },
  }));
const repeated = (request: Request, count: number): Request[] => Array.from({ length: count }, () => request);

const partners: Request = {
  method: "PUT",
  path: "/v1/partners",
  body: {
    partners: ids.map((id, at) => ({
      id,
      name: `Partner ${at}`,
      segment: ["msp", "reseller"][at % 2],
      region: "EMEA",
    })),
  },
};

/** Once a month. */
const changes: Request[] = [
  partners,
  ...Array.from({ length: SAVES_PER_PARTNER }, (_, round) => save("2026-Q4", round + 1)).flat(),
];
/** On each working day. */
const day: Request[] = [
  ...repeated({ method: "POST", path: "/v1/score", body: { model: MODEL, assessments: assessed(0, 0) } }, DAILY.scores),
  ...repeated({ method: "GET", path: "/v1/partners?limit=100" }, DAILY.lists),
  ...repeated({ method: "GET", path: `/v1/insights/${MODEL}/benchmark?partner=partner-001` }, DAILY.insights),
  ...repeated({ method: "GET", path: `/v1/partners/partner-001/history?model=${MODEL}` }, DAILY.partners),
];

type Workspace = Awaited<ReturnType<typeof openWorkspace>>;

const monthOf = async (workspace: Workspace): Promise<Use> =>
  plus(await workspace.all(changes), times(await workspace.all(day), WORKING_DAYS));

async function sizeOf(database: D1Database): Promise<number> {
  return (await database.prepare("SELECT 1").all()).meta.size_after ?? 0;
}

async function withDatabase<Answer>(work: (database: D1Database) => Promise<Answer>): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), "levelsheet-scale-"));
  const file = join(folder, "wrangler.json");
  const databases = [{ binding: "DB", database_name: "simulated", database_id: "simulated" }];
  await writeFile(file, JSON.stringify({ name: "scale", compatibility_date: "2026-10-20", d1_databases: databases }));
  const platform = await getPlatformProxy<{ DB: D1Database }>({
    configPath: file,
    persist: { path: join(folder, "v3") },
  });
  try {
    const migrations = resolve(import.meta.dirname, "../migrations");
    for (const name of readdirSync(migrations).sort()) {
      const statements = splitSql(readFileSync(join(migrations, name), "utf8"));
      await platform.env.DB.batch(statements.map((text) => platform.env.DB.prepare(text)));
    }
    return await work(platform.env.DB);
  } finally {
    await platform.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Simulated {
  month: Use;
  /** Statements of a save of `BATCH` assessments take this long in the database. */
  saveMilliseconds: number;
  /** Of a workspace after its first year's periods. */
  yearBytes: number;
  /** What the month of the last workspace reads against that of the first. */
  growth: number;
}

async function simulate(): Promise<Simulated> {
  return withDatabase(async (database) => {
    const first = await openWorkspace(database, "the first workspace");
    const empty = await sizeOf(database);
    await first.all([partners, ...Array.from({ length: QUARTERS }, (_, at) => save(`2026-Q${at + 1}`, at)).flat()]);
    const filled = await monthOf(first);
    const yearBytes = (await sizeOf(database)) - empty;
    const saves = await first.all(save("2026-Q4", 7));
    for (let at = 0; at < OTHERS; at++) {
      const other = await openWorkspace(database, `workspace number ${at}`);
      await other.all([
        partners,
        ...Array.from({ length: QUARTERS }, (_, quarter) => save(`2026-Q${quarter + 1}`, at + quarter)).flat(),
      ]);
    }
    const again = await monthOf(first);
    return {
      month: filled,
      saveMilliseconds: saves.databaseMilliseconds / saves.requests,
      yearBytes,
      growth: again.rowsRead / filled.rowsRead,
    };
  });
}

const figure = (value: number): string =>
  value >= 1e9
    ? `${(value / 1e9).toFixed(1)} billion`
    : value >= 1e6
      ? `${(value / 1e6).toFixed(1)} million`
      : Math.round(value).toLocaleString("en");
const bytes = (value: number): string =>
  value >= 1e9 ? `${(value / 1e9).toFixed(1)} GB` : `${(value / 1e6).toFixed(1)} MB`;

/** Prints the month of one workspace, and the table for 10, 1,000 and 100,000. */
export async function printScale(): Promise<void> {
  const one = await simulate();
  const { requests, rowsRead, rowsWritten, cpuMilliseconds } = one.month;
  console.log(`
Scale: ${PARTNERS} partners, ${MODEL}, each saved ${SAVES_PER_PARTNER} times a month in batches of ${BATCH}; of ${WORKING_DAYS} working days each ${DAILY.scores} scorings, ${DAILY.lists} lists, ${DAILY.insights} benchmarks, ${DAILY.partners} histories
One workspace in a month: ${figure(requests)} requests, ${figure(rowsRead)} rows read, ${figure(rowsWritten)} rows written, ${figure(cpuMilliseconds)} ms of this machine's processor (Node, with the client and the binding), ${bytes(one.yearBytes)} after a year's ${QUARTERS} periods
With ${OTHERS} more workspaces beside it, the same month reads ${one.growth.toFixed(3)} times the rows
A save of ${BATCH} assessments takes the database ${one.saveMilliseconds.toFixed(1)} ms
`);
  const scales = [10, 1_000, 100_000].map((workspaces) => ({
    workspaces,
    made: bill(times(one.month, workspaces), one.yearBytes * workspaces * YEARS, workspaces),
  }));
  const row = (what: string, show: (made: Bill) => string) =>
    `| ${what} | ${scales.map(({ made }) => show(made)).join(" | ")} |`;
  const perDay = (value: number) => figure(value / DAYS);
  console.log(
    [
      `| Workspaces | ${scales.map(({ workspaces }) => figure(workspaces)).join(" | ")} |`,
      "| --- | ---: | ---: | ---: |",
      row("requests a day", ({ use }) => perDay(use.requests)),
      row("rows read a day", ({ use }) => perDay(use.rowsRead)),
      row("rows written a day", ({ use }) => perDay(use.rowsWritten)),
      row(`stored after ${YEARS} years`, ({ stored }) => bytes(stored)),
      row("databases of 10 GB, four fifths full", ({ databases }) => figure(databases)),
      row("writes a second at the busiest hour, each database", ({ busiest }) => busiest.toPrecision(2)),
      row("free plan", ({ free }) => free),
      row("paid plan, dollars a month", ({ dollars }) => dollars.toFixed(2)),
      row("of which requests, CPU", ({ parts }) => `${parts.requests.toFixed(2)}, ${parts.cpu.toFixed(2)}`),
      row(
        "of which rows read, written, storage",
        ({ parts }) => `${parts.rowsRead.toFixed(2)}, ${parts.rowsWritten.toFixed(2)}, ${parts.storage.toFixed(2)}`,
      ),
    ].join("\n"),
  );
}

/**
 * What the pages behind links cost, in networks of two sizes: the Worker's own code over SQLite in this process. The time
 * of the database is told apart: D1 runs elsewhere, and the free plan counts the Worker's alone.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import Papa from "papaparse";
import { portfolios } from "../../models/catalog/portfolio.ts";
import { type Finding, type Measurement, median, quantile, short } from "./measure.ts";
import { cost, openStore, type Store } from "./store.ts";

type Cell = string | number | boolean | null;

const MODEL = "partner-maturity";
const SIZES = [60, 2_000];
const ROUNDS = 200;
/** Before them, so that every page is compiled and every cache is full. */
const WARM_UP = 60;
/** Partners whose pages are opened in turn: of every level of the sample. */
const OPENED = 20;
/** Of the free plan, for a request. */
const AIM = 10;
const samples = resolve(import.meta.dirname, "../../models/catalog/samples");

/** Each gives the path to ask for in a round. */
type Page = [name: string, path: (round: number) => string];

interface Network {
  size: number;
  store: Store;
  pages: Page[];
  /** Milliseconds of processor time in the database so far. */
  inDatabase(): number;
}

interface Costs {
  /** Milliseconds of processor time, request by request. */
  worker: number[];
  database: number[];
}

export async function measureLinks(): Promise<Measurement> {
  const networks: Network[] = [];
  for (const size of SIZES) networks.push(await prepared(size));
  const costs = networks.map(({ pages }) => pages.map((): Costs => ({ worker: [], database: [] })));
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [network, { store, pages, inDatabase }] of networks.entries()) {
      for (const [page, [, path]] of pages.entries()) {
        const before = inDatabase();
        const spent = await cost(() => store.send("GET", path(round + WARM_UP)));
        const database = inDatabase() - before;
        if (round < 0) continue;
        costs[network]?.[page]?.worker.push(spent - database);
        costs[network]?.[page]?.database.push(database);
      }
    }
  }
  const { periods = [] } = portfolios.find(({ model }) => model === MODEL) ?? {};
  return {
    title: "Pages behind links, one request each",
    work: `the shipped model ${MODEL} in German, ${periods.length} periods; ${OPENED} partners in turn, ${ROUNDS} requests, warm; in the column of ratios: what SQLite took in this process, which is not in the median`,
    findings: networks.flatMap(({ size, pages }, network) =>
      pages.map(([name], page) => {
        const { worker = [], database = [] } = costs[network]?.[page] ?? {};
        return line(`${name}, ${size.toLocaleString("en")} partners`, worker, database);
      }),
    ),
  };
}

/** Some requests carry the garbage of those before them, so the spread ends at the 95th percentile. */
function line(what: string, worker: readonly number[], database: readonly number[]): Finding {
  return {
    what,
    median: `${short(median(worker))} ms`,
    spread: `${short(Math.min(...worker))} to ${short(quantile(worker, 0.95))} (p95)`,
    ratio: `${short(median(database))} ms`,
    aim: `under ${AIM} ms`,
    met: median(worker) < AIM,
  };
}

async function prepared(size: number): Promise<Network> {
  const store = await openStore();
  const inDatabase = measured(store.database);
  const names = await storePortfolio(store, size);
  const made = async (links: object[]): Promise<string[]> => {
    const text = await store.send("POST", "/v1/links", JSON.stringify({ links }));
    return (JSON.parse(text) as { links: { path: string }[] }).links.map(({ path }) => path);
  };
  // Every third of the sample, so that strong and weak partners are among them.
  const opened = Array.from({ length: OPENED }, (_, place) => names[place * 3] ?? "");
  const about = (kind: string) => opened.map((partner) => ({ kind, partner, model: MODEL, language: "de" }));
  const forms = await made(about("self-assessment").map((link) => ({ ...link, period: "2027-Q1" })));
  const cards = await made(about("scorecard"));
  const [feed = "", network = ""] = await made([
    { kind: "csv", model: MODEL },
    { kind: "network", model: MODEL, language: "de" },
  ]);
  const inTurn =
    (paths: readonly string[], rest = "") =>
    (round: number): string =>
      `${paths[round % paths.length]}${rest}`;
  const pages: Page[] = [
    ["self-assessment", inTurn(forms)],
    ["its review", inTurn(forms, "/review")],
    ["scorecard", inTurn(cards)],
    ["network", inTurn([network])],
    ...["scores", "gaps", "plan"].map((of): Page => [`csv of ${of}`, inTurn([feed], `?of=${of}`)]),
  ];
  return { size, store, pages, inDatabase };
}

/** Every statement goes through `batch`, which SQLite answers before it returns. */
function measured(database: D1Database): () => number {
  const batch = database.batch.bind(database);
  let milliseconds = 0;
  database.batch = <Row>(statements: D1PreparedStatement[]) => {
    const before = process.cpuUsage();
    const answered = batch<Row>(statements);
    const { user, system } = process.cpuUsage(before);
    milliseconds += (user + system) / 1_000;
    return answered;
  };
  return () => milliseconds;
}

/** The sample again and again under other names, in all its periods, and actions from the first partners' gaps. */
async function storePortfolio({ send }: Store, size: number): Promise<string[]> {
  const { periods = [] } = portfolios.find(({ model }) => model === MODEL) ?? {};
  let names: string[] = [];
  for (const period of periods) {
    const file = period === periods.at(-1) ? `${MODEL}.csv` : `${MODEL}.${period}.csv`;
    const text = readFileSync(resolve(samples, file), "utf8");
    const [header = [], ...rows] = Papa.parse<Cell[]>(text, { dynamicTyping: true, skipEmptyLines: true }).data;
    const all = Array.from({ length: size }, (_, place): Cell[] => {
      const [name = "", ...cells] = rows[place % rows.length] ?? [];
      const turn = Math.floor(place / rows.length);
      return [turn === 0 ? name : `${name} ${turn + 1}`, ...cells];
    });
    names = all.map(([name]) => String(name));
    for (let from = 0; from < size; from += 1_000) {
      const grid = [header, ...all.slice(from, from + 1_000)];
      await send("POST", "/v1/assessments", JSON.stringify({ model: MODEL, period, grid }));
    }
    if (period === periods.at(-1)) await storeDetails(send, [header, ...all]);
  }
  const partners = names.slice(0, 60);
  await send("POST", "/v1/actions", JSON.stringify({ from: "gaps", model: MODEL, partners, limit: 5 }));
  return names;
}

async function storeDetails(send: Store["send"], [header = [], ...rows]: Cell[][]): Promise<void> {
  const attributes = ["segment", "region", "type"].map((name) => [name, header.indexOf(name)] as const);
  const partners = rows.map((row) => ({
    id: String(row[0]),
    ...Object.fromEntries(attributes.map(([name, place]) => [name, row[place] ?? null])),
  }));
  for (let from = 0; from < partners.length; from += 500) {
    await send("PUT", "/v1/partners", JSON.stringify({ partners: partners.slice(from, from + 500) }));
  }
}

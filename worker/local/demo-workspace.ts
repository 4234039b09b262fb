/** A workspace on this machine, set up and filled through the API as a customer would do it. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import Papa from "papaparse";
import { portfolios } from "../../models/catalog/portfolio.ts";

const samples = resolve(import.meta.dirname, "../../models/catalog/samples");

type Row = (string | number | boolean | null)[];

/**
 * The key of the demo workspace: the one of last time while it still opens something, else a new workspace's.
 *
 * @param state folder of the local database; the key is kept beside it.
 * @param code the Worker's setup code.
 */
export async function demoKey(address: string, state: string, code: string): Promise<string> {
  const file = resolve(state, "demo-key");
  const kept = (await readFile(file, "utf8").catch(() => "")).trim();
  if (kept !== "") {
    const response = await fetch(`${address}/v1/models`, { headers: { authorization: `Bearer ${kept}` } });
    await response.body?.cancel();
    if (response.ok) return kept;
  }
  const { key } = await send<{ key: string }>("POST", `${address}/v1/setup`, null, { code, name: "Demo" });
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return key;
}

export interface StoredSamples {
  partners: number;
  assessments: number;
}

/** Stores the invented partners and every period of every sample. Stored once, however often this is called. */
export async function storeSamples(address: string, key: string): Promise<StoredSamples> {
  const partners = new Map<string, Record<string, unknown>>();
  let assessments = 0;
  for (const { model, periods } of portfolios) {
    const present = periods.at(-1);
    for (const period of periods) {
      const grid = await readGrid(period === present ? `${model}.csv` : `${model}.${period}.csv`);
      for (const partner of partnersOf(grid)) partners.set(String(partner.id), partner);
      await send("POST", `${address}/v1/assessments`, key, { model, period, source: "vendor", grid });
      assessments += grid.length - 1;
    }
  }
  await send("PUT", `${address}/v1/partners`, key, { partners: [...partners.values()] });
  return { partners: partners.size, assessments };
}

async function readGrid(name: string): Promise<Row[]> {
  const text = await readFile(resolve(samples, name), "utf8");
  return Papa.parse<Row>(text, { dynamicTyping: true, skipEmptyLines: true }).data;
}

function partnersOf([header = [], ...rows]: Row[]): Record<string, unknown>[] {
  const at = (name: string) => header.indexOf(name);
  const attributes = ["segment", "region", "type"].filter((name) => at(name) >= 0);
  return rows.map((row) => ({
    id: String(row[at("partner")]),
    ...Object.fromEntries(attributes.map((name) => [name, row[at(name)] ?? null])),
  }));
}

async function send<Answer>(method: string, url: string, key: string | null, body: unknown): Promise<Answer> {
  const text = JSON.stringify(body);
  const response = await fetch(url, {
    method,
    body: text,
    headers: {
      "content-type": "application/json",
      ...(key !== null && {
        authorization: `Bearer ${key}`,
        "idempotency-key": createHash("sha256").update(text).digest("hex"),
      }),
    },
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

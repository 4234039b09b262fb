/**
 * Measures what the issue calls fast: `npm run bench`, or `npm run bench grid path` for some of it. Nothing fails here
 * because the machine is slow: the figures are for reading.
 */
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { type Measurement, print } from "./measure.ts";
import { binary } from "./runtime.ts";

const MEASUREMENTS: Record<string, () => Promise<Measurement>> = {
  grid: async () => (await import("./grid.ts")).measureGrid(),
  objects: async () => (await import("./objects.ts")).measureObjects(),
  single: async () => (await import("./single.ts")).measureSingle(),
  path: async () => (await import("./path.ts")).measurePath(),
  naive: async () => (await import("./naive.ts")).measureNaive(),
  save: async () => (await import("./store.ts")).measureSave(),
  network: async () => (await import("./store.ts")).measureNetwork(),
  history: async () => (await import("./store.ts")).measureHistory(),
  links: async () => (await import("./links.ts")).measureLinks(),
  page: async () => (await import("./page.ts")).measurePage(),
  engines: async () => (await import("./engines.ts")).measureEngines(),
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => name !== "scale" && !Object.hasOwn(MEASUREMENTS, name));
if (unknown.length > 0) {
  console.error(`There is no measurement “${unknown[0]}”. Known are ${Object.keys(MEASUREMENTS).join(", ")}, scale.`);
  process.exit(2);
}

const processors = cpus();
const workerd = execFileSync(binary(), ["--version"], { encoding: "utf8" }).trim();
console.log(
  `${processors.length} x ${processors[0]?.model.trim() || "unknown processor"}; Node ${process.version}; ${workerd}`,
);
console.log(
  "Times are processor time but where it says otherwise, medians over interleaved rounds; compare ratios, not milliseconds.",
);

for (const [name, measure] of Object.entries(MEASUREMENTS)) {
  if (names.length > 0 && !names.includes(name)) continue;
  print(await measure(), name === "engines" ? "npm run bench:engines" : `npm run bench ${name}`);
}

if (names.length === 0 || names.includes("scale")) await (await import("./scale.ts")).printScale();

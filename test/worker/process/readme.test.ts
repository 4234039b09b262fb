/** The integrator's chapter of the README and worker/api.md, copied and run against the real Worker, by command. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalog } from "../../../models/catalog/index.ts";
import type { FullResult, GridResponse, ScoreResponse } from "../../../models/contract.ts";
import { PERIOD_SECONDS, REQUESTS_PER_PERIOD } from "../../../worker/http/rate-limit.ts";
import { type Started, start } from "../../support/worker-process.ts";

const read = (path: string) => readFileSync(resolve(import.meta.dirname, "../../..", path), "utf8");
const readme = read("README.md");
const CHAPTER = "## An integrator starts here";

const chapterOf = (heading: string): string =>
  readme.slice(readme.indexOf(heading) + heading.length).split("\n## ")[0] ?? "";

/** Commands of the shell blocks of a text; one that ends in a backslash or within quotation marks goes on. */
function commandsOf(chapter: string): string[] {
  const commands: string[] = [];
  for (const [, block = ""] of chapter.matchAll(/```sh\n([\s\S]*?)```/g)) {
    let command = "";
    for (const line of block.trimEnd().split("\n")) {
      command += command === "" ? line : `\n${line}`;
      if (command.endsWith("\\") || (command.split("'").length - 1) % 2 === 1) continue;
      commands.push(command);
      command = "";
    }
    expect(command, "a block that ends in the middle of a command").toBe("");
  }
  return commands;
}

const canRun = existsSync("/bin/bash") && ["/usr/bin/curl", "/bin/curl"].some(existsSync);
const levels = catalog.find(({ id }) => id === "prm-performance")?.levels.map(({ id }) => id) ?? [];
const NAMES = ["acme", "bonsai", "cobalt", "delta", "ember", "fjord"];

type Answer = Record<string, unknown>;
/** What each request of the chapter answers, in its order: a part of its address, and what must be true. */
const ANSWERS: [address: string, check: (answer: Answer, text: string) => void][] = [
  [
    "/v1/score ",
    (answer) => {
      const { results, problemCount } = answer as unknown as ScoreResponse;
      const [acme] = results as FullResult[];
      expect(problemCount).toBe(0);
      expect(acme?.index).toBeGreaterThan(0);
      expect(levels).toContain(acme?.level);
      expect(acme?.path?.changes.length).toBeGreaterThan(0);
    },
  ],
  [
    "/v1/score/grid ",
    (answer) => {
      const { grid, problemCount } = answer as unknown as GridResponse;
      expect(problemCount).toBe(0);
      expect(grid.map((row) => row[0])).toEqual(["Partner", "Acme", "Brightline"]);
    },
  ],
  ["/v1/partners ", (answer) => expect(answer).toEqual({ saved: 6, ignored: [], problems: [], problemCount: 0 })],
  [
    "/v1/assessments ",
    (answer) => {
      expect(answer).toMatchObject({ saved: 6, period: "2026-Q4", problems: [], ignored: [] });
      const standings = answer.standings as { partner: string; level: string }[];
      expect(standings.map(({ partner }) => partner)).toEqual(NAMES);
      for (const { level } of standings) expect(levels).toContain(level);
    },
  ],
  [
    "/benchmark?",
    ({ cohort, partner, benchmark }) => {
      expect({ cohort, partner }).toEqual({ cohort: "region:nordics", partner: "acme" });
      expect(benchmark).toMatchObject({ partners: 6, index: { count: 6 } });
      const { index } = benchmark as { index: { percentile: number } };
      // Two of the six are better, three are not as good: (3 + 0.5) / 6.
      expect(index.percentile).toBeCloseTo(58.3, 1);
    },
  ],
  ["/diagnosis", ({ partners }) => expect(partners).toBe(66)],
  ["/movers?", ({ partners, nearMisses }) => expect({ partners, nearMisses }).toMatchObject({ partners: 66 })],
  ["/history?", ({ periods }) => expect(periods).toMatchObject([{ period: "2026-Q4", earlier: [] }])],
  ["/v1/actions ", ({ actions }) => expect(actions).toMatchObject(Array(3).fill({ partner: "acme", owner: "Kim" }))],
  [
    "/v1/plan ",
    ({ chosen, effort, withoutWeight }) => {
      expect((chosen as unknown[]).length).toBeGreaterThan(0);
      expect(effort).toBeLessThanOrEqual(30);
      expect(withoutWeight).toEqual([]);
    },
  ],
  [
    "/v1/keys ",
    ({ key, details }) => {
      expect(key).toMatch(/^lsk_/);
      expect(details).toMatchObject({ name: "Portal", scopes: ["read"] });
    },
  ],
  [
    "/v1/workspace?",
    (_, text) => {
      expect(text.split("\r\n")[0]).toContain("partner,period");
      for (const name of NAMES) expect(text).toContain(`,${name},2026-Q4,`);
    },
  ],
  [
    "/v1/links ",
    ({ links }) =>
      expect(links).toMatchObject([
        { kind: "self-assessment", partner: "acme", url: expect.stringContaining("/a/") },
        { kind: "scorecard", partner: "acme", url: expect.stringContaining("/s/") },
        { kind: "network", url: expect.stringContaining("/n/") },
      ]),
  ],
  [
    "/v1/briefs ",
    (answer) => {
      const { briefs, problems } = answer as { briefs: { partner: string; text: string }[]; problems: unknown[] };
      expect(problems).toEqual([]);
      expect(briefs).toEqual([
        expect.objectContaining({ partner: "acme", text: expect.stringContaining("Acme GmbH") }),
      ]);
    },
  ],
];

/** What each request of worker/api.md answers: its place among the commands, and what must stand in the answer. */
const CONVENTIONS: [what: string, place: number, expected: RegExp[]][] = [
  ["a page", 0, [/^\{"partners":\[\{"id":/, /"cursor":"[\w-]+"\}$/]],
  ["fields", 1, [/^\{"partners":\[\{"id":"[^"]+","segment":"[^"]*"\},/]],
  ["304", 3, [/^HTTP\/1\.1 304/, /\netag: "/i]],
  ["an action", 4, [/^HTTP\/1\.1 200/]],
  ["a change of its version", 6, [/^HTTP\/1\.1 200/, /\netag: "2"/i]],
  ["a change of an old version", 7, [/^HTTP\/1\.1 412/, /"current":\{/]],
  ["a change", 8, [/^HTTP\/1\.1 200/]],
  ["the same again", 9, [/^HTTP\/1\.1 200/, /\nidempotency-replayed: true/i]],
  ["the limit", 10, [/\nratelimit-policy: "requests";q=600;w=10/i]],
  ["a preflight", 11, [/^HTTP\/1\.1 204/, /\naccess-control-allow-origin: \*/i]],
  ["a problem", 12, [/^HTTP\/1\.1 422/, /\nx-request-id: nightly-42/i, /"location":"query\.limit"/]],
];

describe.skipIf(!canRun && !process.env.CI)("the integrator's chapter (skipped where bash or curl is missing)", () => {
  let started: Started;
  let settings: string[];
  const commands = commandsOf(chapterOf(CHAPTER));
  const requests = commands.filter((command) => command.startsWith("curl "));

  beforeAll(async () => {
    started = await start(["--port", "18887"]);
    const address = await started.address();
    const [, key = ""] = await started.waitFor(/export KEY=(lsk_\S+)/);
    // What the reader copies from the terminal, and nothing else.
    settings = commands
      .filter((command) => command.startsWith("export "))
      .map((command) => command.replace("http://localhost:8787", address).replace("lsk_…", key));
  });
  afterAll(async () => {
    await started.end("SIGTERM");
  });

  const run = async (command: string) => {
    const script = [...settings, command].join("\n");
    return (await promisify(execFile)("/bin/bash", ["-euc", script], { maxBuffer: 10_000_000 })).stdout;
  };

  test("is settings and requests, each of which has its answer below", () => {
    expect(commands.filter((command) => !/^(export|curl) /.test(command))).toEqual([]);
    expect(requests).toHaveLength(ANSWERS.length);
    expect(settings.join("\n")).not.toContain("…");
  });

  test.each(ANSWERS)("%s", async (address, check) => {
    const place = ANSWERS.findIndex(([candidate]) => candidate === address);
    const command = requests[place] ?? "";
    expect(command).toContain(address);
    const text = await run(command);
    const answer = text.startsWith("{") ? (JSON.parse(text) as Answer) : {};
    expect(answer.type, text).toBeUndefined();
    check(answer, text);
  });

  test("the client's example is the file that is checked, and runs", async () => {
    const file = resolve(import.meta.dirname, "../../../worker/client/example.ts");
    expect(readme).toContain(`\`\`\`ts\n${readFileSync(file, "utf8")}\`\`\``);
    const text = await run(`${settings.join("\n")}\n'${process.execPath}' '${file}'`);
    expect(text).toMatch(/^acme: \w+, next \w+\n( {2}\S.*\n)+$/);
  });

  test.each(CONVENTIONS)("worker/api.md: %s", async (_, place, expected) => {
    const shell = commandsOf(read("worker/api.md")).filter((command) => !command.startsWith("export "));
    // Values that a command takes from an answer, and the commands before which it must run.
    const settled = shell.slice(0, place + 1).filter((command, at) => at === place || /^[A-Z]+=/.test(command));
    const text = await run(settled.join("\n"));
    for (const part of expected) expect(text).toMatch(part);
  });

  test("worker/api.md: each command has its answer above, and the limits are those of wrangler.toml", () => {
    const shell = commandsOf(read("worker/api.md")).filter((command) => command.startsWith("curl "));
    expect(CONVENTIONS).toHaveLength(shell.length);
    const limit = `simple = { limit = ${REQUESTS_PER_PERIOD}, period = ${PERIOD_SECONDS} }`;
    expect(read("wrangler.toml")).toContain(limit);
  });

  test("worker/operations.md: the metrics, and a backup page by page", async () => {
    const blocks = [...read("worker/operations.md").matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
    const blockWith = (text: string) => blocks.find((block) => block.includes(text)) ?? "";
    expect(await run(blockWith("/v1/metrics"))).toMatch(
      /^\{"at":[\s\S]*\}# TYPE levelsheet_partners gauge\n[\s\S]*# EOF\n$/,
    );
    const folder = await mkdtemp(join(tmpdir(), "levelsheet-backup-"));
    try {
      const backup = blockWith("> backup.jsonl").replace("limit=1000", "limit=100");
      expect(await run(`cd '${folder}'\n${backup}`)).toBe('{"kind":"end"}\n');
      const lines = readFileSync(join(folder, "backup.jsonl"), "utf8").trim().split("\n");
      const kinds = lines.map((line) => (JSON.parse(line) as { kind: string }).kind);
      expect(kinds.filter((kind) => kind === "workspace")).toHaveLength(1);
      expect(kinds.filter((kind) => kind === "partner").length).toBeGreaterThan(60);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("saved again it takes effect once", async () => {
    const command = requests[3]?.replace("curl -s", "curl -si") ?? "";
    expect(await run(command)).toMatch(/idempotency-replayed: true/i);
  });
});

test("the commands that deploy name what wrangler.toml and package.json have", () => {
  const commands = commandsOf(chapterOf("## A small vendor starts here")).join("\n");
  const configuration = readFileSync(resolve(import.meta.dirname, "../../../wrangler.toml"), "utf8");
  const name = /database_name = "(.+)"/.exec(configuration)?.[1];
  expect(commands).toContain(`npx wrangler d1 create ${name}`);
  expect(commands).toContain("npx wrangler d1 migrations apply DB --remote");
  expect(configuration).not.toMatch(/^database_id/m);
  const order = [
    "login",
    "npm run deploy",
    "d1 create",
    "migrations apply",
    "wrangler deploy",
    "secret put SETUP_CODE",
    "/v1/setup",
  ];
  const places = order.map((part) => commands.indexOf(part));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

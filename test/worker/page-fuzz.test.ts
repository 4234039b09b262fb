/**
 * Hostile requests to every page for people, from a seed: a thousand here, 20,000 with `npm run fuzz`. Whatever comes,
 * the Worker answers in its own words, nothing that was sent becomes markup or a formula, and no answer lacks its headers.
 */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import Papa from "papaparse";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createApp } from "../../worker/app.ts";
import type { CreatedLink } from "../../worker/services/create-links.ts";
import { versionOf } from "../../worker/services/typed-answers.ts";
import { hostileText } from "../support/worker-fuzz.ts";
import { partnersModel } from "../support/worker-links.ts";
import { answer, sendJson } from "../support/worker-requests.ts";
import { insertKey, keyOf, newWorkspace } from "../support/worker-workspace.ts";

const REQUESTS = Number(env.FUZZ_REQUESTS || 1_000);
const SEED = Number(env.FUZZ_SEED || 20_261_123);

/** In a comment and a name that are stored; no log may show it. */
const SECRET = "told-in-confidence";
/** What would be markup, an attribute or a script if it were not escaped. */
const MARKUP = [
  "<fuzzed>",
  '"fuzzed="1',
  "'fuzzed='1",
  "</textarea><fuzzed>",
  "</script><fuzzed>",
  "--><fuzzed>",
  "javascript:fuzzed()",
  '=HYPERLINK("fuzzed")',
  "+fuzzed()",
  "@fuzzed",
  "\u202egpj.fuzzed",
  "fuzzed\u0000\ud800",
  "x".repeat(100_000),
];
const UNESCAPED = /<fuzzed|["']fuzzed=|(href|src|action)="?\s*javascript:/i;
const INTERNALS =
  /D1_|SQLITE_|constraint failed|json_each|node_modules|worker\/(routes|services|db)|\.ts:\d|TypeError|RangeError|Cannot read|\[object Object\]/;
const METHODS = ["GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"];
const TYPES = [
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded; charset=utf-8",
  "multipart/form-data; boundary=fuzz",
  "application/json",
  "text/csv",
  "multipart/form-data",
  "",
];

const app = createApp();
let key = "";
let tokens: Record<"a" | "s" | "csv" | "revoked", string>;
let logged: string[] = [];
const faults = new Map<string, string>();
const statuses = new Map<string, number>();

interface Posted {
  method: string;
  path: string;
  headers: [string, string][];
  body: string | null;
}

async function ask({ method, path, headers, body }: Posted): Promise<Response> {
  const request = new Request(`https://levelsheet.test${path}`, {
    method,
    headers: headers.filter(([, value]) => value !== ""),
    redirect: "manual",
    ...(body !== null && method !== "GET" && method !== "HEAD" && { body }),
  });
  return app.fetch(request, { ...env, RATE_LIMIT: undefined, SETUP_CODE: "a-long-secret-of-your-own" });
}

beforeAll(async () => {
  for (const method of ["log", "error", "warn"] as const) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => void logged.push(values.join(" ")));
  }
  const made = await newWorkspace("pages");
  key = made.key;
  await insertKey(made.id, keyOf("pages reader"), { scopes: ["read"] });
  const name = `${SECRET} <fuzzed> "fuzzed="`;
  await answer(sendJson("PUT", "/v1/models/self-check", { ...partnersModel, name: "Check <fuzzed>" }, key));
  const partners = ["acme", "=fuzzed()", "b", "c", "d", "e"].map((id) => ({ id, name, tags: [name] }));
  await answer(sendJson("PUT", "/v1/partners", { partners }, key));
  const assessments = partners.map(({ id }) => ({
    partner: id,
    answers: { people: { value: 3, note: name, evidence: "javascript:fuzzed()" }, plan: "<fuzzed>" },
  }));
  for (const period of ["2026-Q1", "2026-Q2", "2026-Q3"]) {
    await answer(sendJson("POST", "/v1/assessments", { model: "self-check", period, assessments }, key));
  }
  await answer(sendJson("POST", "/v1/actions", { model: "self-check", partner: "acme", text: "=fuzzed()" }, key));
  const wanted = { model: "self-check", partner: "acme" };
  const links = [
    { ...wanted, kind: "self-assessment", period: "2026-Q4" },
    { ...wanted, kind: "scorecard" },
    { kind: "csv", model: "self-check" },
    { ...wanted, kind: "self-assessment", period: "2027-Q1" },
  ];
  const created = await answer<{ links: CreatedLink[] }>(sendJson("POST", "/v1/links", { links }, key));
  const [a, s, csv, revoked] = created.links;
  await answer(sendJson("DELETE", `/v1/links/${revoked?.id}`, undefined, key));
  tokens = { a: a?.token ?? "", s: s?.token ?? "", csv: csv?.token ?? "", revoked: revoked?.token ?? "" };
  logged = [];
});

afterAll(() => {
  vi.restoreAllMocks();
  const told = [...statuses].sort().map(([what, count]) => `${what}: ${count}`);
  if (env.FUZZ_REQUESTS) console.log(`${told.join("\n")}\n${REQUESTS} requests to pages, seed ${SEED}`);
});

const text = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...MARKUP) },
    { weight: 2, arbitrary: hostileText(["acme", "self-check", "partner-maturity", "2026-Q4"]) },
  );

function path(): fc.Arbitrary<string> {
  const tokenOf = (kind: keyof typeof tokens) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(`@${kind}`) },
      { weight: 1, arbitrary: fc.constantFrom("@a", "@s", "@csv", "@revoked") },
      { weight: 1, arbitrary: fc.constantFrom("A".repeat(22), "x", "..", "%00", "%ff", "%2f") },
      { weight: 1, arbitrary: text().map((value) => encodeURIComponent(value.toWellFormed().slice(0, 3_000))) },
    );
  const address = fc.oneof(
    fc
      .tuple(tokenOf("a"), fc.constantFrom("", "", "", "/review", "/submit", "/", "//", "/x"))
      .map(([name, rest]) => `/a/${name}${rest}`),
    fc.tuple(tokenOf("s"), fc.constantFrom("", "", "/", ".csv")).map(([name, rest]) => `/s/${name}${rest}`),
    fc
      .tuple(tokenOf("csv"), fc.constantFrom(".csv", ".csv", "", ".csv.csv"))
      .map(([name, rest]) => `/csv/${name}${rest}`),
    fc.constantFrom("/setup", "/upload", "/upload", "/models", "/docs", "/health", "/", "/setup/", "/upload/x"),
    text().map((value) => `/models/${encodeURIComponent(value.toWellFormed().slice(0, 3_000))}`),
    fc.constantFrom("/models/partner-maturity", "/models/__proto__"),
  );
  const parameter = fc
    .tuple(fc.constantFrom("language", "of", "saved", "to", "x", "model", "__proto__"), text())
    .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed().slice(0, 3_000))}`);
  const usual = fc.constantFrom("language=de", "of=gaps", "of=plan", "saved=1", "language=fr&language=es", "%", "&&=");
  const query = fc.array(fc.oneof(parameter, usual), { maxLength: 3 });
  return fc.tuple(address, query).map(([at, parts]) => (parts.length === 0 ? at : `${at}?${parts.join("&")}`));
}

const NAMES = [
  ...["people", "plan", "campaigns", "channels", "__proto__"].flatMap((id) =>
    ["v", "a", "n", "e", "k"].map((part) => `${part}.${id}`),
  ),
  ...["language", "next", "to", "code", "name", "key", "model", "period", "source", "faulty", "check", "file"],
];
const USUAL: Record<string, readonly string[]> = {
  v: [versionOf(undefined)],
  a: ["yes", "4", "all", "mail", "N/A", "1,5"],
  k: ["1", "0"],
  model: ["self-check"],
  period: ["2026-Q4"],
  source: ["import"],
  faulty: ["blank", "skip"],
  check: ["true", "false"],
  file: [
    "partner,people,plan\nacme,4,yes\n",
    '=fuzzed();people\n<fuzzed>;"4',
    "name;people\n=fuzzed();<fuzzed>\n@x;1\n",
  ],
  key: ["@key", "@key", "@reader"],
  next: ["review"],
  code: ["a-long-secret-of-your-0wn"],
};

function fields(): fc.Arbitrary<[string, string][]> {
  const field = fc
    .constantFrom(...NAMES)
    .chain((name) =>
      fc
        .oneof(
          { weight: 3, arbitrary: fc.constantFrom(...(USUAL[name] ?? USUAL[name.split(".")[0] ?? ""] ?? ["x"])) },
          { weight: 2, arbitrary: text() },
        )
        .map((value): [string, string] => [name, value]),
    );
  const whole = fc.record(
    Object.fromEntries(
      ["key", "model", "period", "check", "file"].map((name) => [name, fc.constantFrom(...(USUAL[name] ?? [""]))]),
    ),
  );
  return fc.oneof(
    { weight: 3, arbitrary: fc.array(field, { maxLength: 12 }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(whole, fc.array(field, { maxLength: 1 }))
        .map(([usual, more]) => [...Object.entries(usual), ...more]),
    },
  );
}

const encoded = (sent: readonly [string, string][], type: string): string => {
  if (type.includes("boundary=fuzz")) {
    const parts = sent.map(([name, value]) => {
      const filename = name === "file" ? '; filename="<fuzzed>.csv"' : "";
      return `--fuzz\r\ncontent-disposition: form-data; name="${name}"${filename}\r\n\r\n${value}\r\n`;
    });
    return `${parts.join("")}--fuzz--\r\n`;
  }
  if (type.includes("json")) return JSON.stringify(Object.fromEntries(sent));
  return sent.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join("&");
};

const asHeader = (value: string): string =>
  value
    .slice(0, 2_000)
    .replaceAll(/[^\x20-\x7e]/g, "?")
    .trim();

const request: fc.Arbitrary<Posted> = fc
  .record({
    method: fc.constantFrom(...METHODS),
    path: path(),
    type: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...TYPES) }, { weight: 1, arbitrary: text().map(asHeader) }),
    accept: fc.constantFrom("text/html", "application/json", "*/*", "", "text/csv"),
    language: fc.oneof(fc.constantFrom("de-AT,en;q=0.5", "fr", "", "*", ";q=;,"), text().map(asHeader)),
    fields: fields(),
    spoiled: fc.nat(20),
    none: fc.constantFrom("", '"x"', "*", "W/", '"'.repeat(500)),
  })
  .map(({ method, path: at, type: any, accept, language, fields: sent, spoiled, none }) => {
    // As the page's own form would send it, every other time.
    const own = at.startsWith("/upload") ? "multipart/form-data; boundary=fuzz" : "application/x-www-form-urlencoded";
    const type = spoiled % 2 === 0 ? own : any;
    const body = encoded(sent, type);
    return {
      method,
      path: at,
      headers: [
        ["content-type", type],
        ["accept", accept],
        ["accept-language", language],
        ["if-none-match", none],
        ["cookie", "session=<fuzzed>"],
        ["cf-connecting-ip", "<fuzzed>"],
      ],
      body: spoiled === 0 ? body.slice(0, body.length / 2) : spoiled === 1 ? `${body}\u0000%%%ff` : body,
    };
  });

function live(sent: Posted): Posted {
  const filled = (value: string): string =>
    value
      .replace(/@(a|s|csv|revoked)(?=[/.?]|$)/, (_, kind: keyof typeof tokens) => tokens[kind])
      .replaceAll(/(%40|@)key/g, key)
      .replaceAll(/(%40|@)reader/g, keyOf("pages reader"));
  return { ...sent, path: filled(sent.path), body: sent.body === null ? null : filled(sent.body) };
}

/** Cells that a spreadsheet would calculate. */
const formulas = (csv: string): string[] =>
  Papa.parse<string[]>(csv)
    .data.flat()
    .filter((cell) => /^[=+@\t\r\n]/.test(cell) || (cell.startsWith("-") && !/^-\d+(\.\d+)?$/.test(cell)));

async function check(sent: Posted): Promise<void> {
  logged = [];
  const response = await ask(sent);
  const body = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(await response.arrayBuffer());
  const { status, headers } = response;
  const type = headers.get("content-type") ?? "";
  const policy = headers.get("content-security-policy") ?? "";
  const place = /^\/[a-z]*/.exec(sent.path)?.[0] ?? "/";
  const kind = `${sent.method} ${place}`;
  statuses.set(`${kind} ${status}`, (statuses.get(`${kind} ${status}`) ?? 0) + 1);
  const isPage = type.startsWith("text/html");
  const isPrivate =
    ["/a", "/s", "/csv", "/setup", "/upload"].includes(place) && (isPage || type.startsWith("text/csv"));
  const log = logged.join("\n");
  const wrong: Record<string, boolean> = {
    [`fails with ${status}`]: status >= 500,
    "puts what was sent into markup": isPage && UNESCAPED.test(body),
    "has a live formula": type.startsWith("text/csv") && formulas(body).length > 0,
    "shows internals": INTERNALS.test(body) && place !== "/docs",
    "lets the type be guessed": headers.get("x-content-type-options") !== "nosniff",
    "may be framed":
      headers.get("x-frame-options") !== "DENY" || (isPage && !policy.includes("frame-ancestors 'none'")),
    "has a page without a policy": isPage && !/default-src 'none'/.test(policy),
    "allows scripts of the page itself": isPage && /script-src[^;]*'unsafe-inline'/.test(policy),
    "may be kept by others": isPrivate && !/no-store|no-cache/.test(headers.get("cache-control") ?? ""),
    "tells others where it came from": headers.get("referrer-policy") !== "no-referrer",
    "sets a cookie": headers.has("set-cookie"),
    "goes elsewhere": headers.has("location") && !/^\/(?!\/)/.test(headers.get("location") ?? ""),
    "logs a token, a key or an answer": [SECRET, "lsk_", ...Object.values(tokens)].some((part) => log.includes(part)),
    "shows a key": body.includes(key),
    "shows what is not its own": ["/setup", "/upload", "/models"].includes(place) && body.includes(SECRET),
  };
  for (const [what, isWrong] of Object.entries(wrong)) {
    const told = `${kind} ${what}`;
    if (isWrong && !faults.has(told)) {
      faults.set(
        told,
        `${status} ${type}\n${body.slice(0, 400)}\n${log.slice(0, 800)}\n${JSON.stringify(sent).slice(0, 1_500)}`,
      );
    }
  }
}

test(`${REQUESTS} hostile requests to pages`, { timeout: 60_000 + REQUESTS * 100 }, async () => {
  await fc.assert(
    fc.asyncProperty(request, (sent) => check(live(sent))),
    { seed: SEED, numRuns: REQUESTS, endOnFailure: true },
  );
  expect([...faults].map(([what, evidence]) => `${what}\n${evidence}`)).toEqual([]);
  const seen = new Set([...statuses.keys()].map((what) => what.replace(/ 30\d$/, " 200")));
  const wanted = ["GET /a 200", "GET /s 200", "GET /csv 200", "GET /upload 200", "GET /setup 200"];
  expect(wanted.filter((what) => !seen.has(what))).toEqual([]);
  if (REQUESTS >= 5_000) expect(["POST /a 200", "POST /upload 200"].filter((what) => !seen.has(what))).toEqual([]);
});

/**
 * Requests nobody should send, for every operation of the OpenAPI document: its own examples, damaged in the ways that
 * people and attackers damage them.
 */
import fc from "fast-check";
import document from "../../worker/openapi.json" with { type: "json" };

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Operation {
  id: string;
  method: string;
  path: string;
  query: readonly string[];
  /** Those of the query that must be there. */
  required: readonly string[];
  /** Whether it takes `If-Match`. */
  versioned: boolean;
  /** Type and examples of the body; null where there is none. */
  body: { type: string; examples: Json[] } | null;
  statuses: readonly number[];
}

export interface FuzzedRequest {
  method: string;
  path: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array | null;
}

/** What the requests may hit: things that exist here, things of another workspace, things that never were. */
export interface Targets {
  ids: readonly string[];
  cursors: readonly string[];
  /** Further bodies by operation, so that the deeper code is reached. */
  bodies: Readonly<Record<string, readonly Json[]>>;
  authorizations: readonly string[];
}

interface Described {
  operationId: string;
  parameters?: readonly { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, { example?: Json }> };
  responses: Record<string, unknown>;
}

export const operations: readonly Operation[] = Object.entries(
  document.paths as unknown as Record<string, Record<string, Described>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId, parameters = [], requestBody, responses }]) => {
    const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
    const inQuery = parameters.filter((parameter) => parameter.in === "query");
    return {
      id: operationId,
      method: method.toUpperCase(),
      path,
      query: inQuery.map(({ name }) => name),
      required: inQuery.filter((parameter) => parameter.required).map(({ name }) => name),
      versioned: parameters.some(({ name }) => name === "If-Match"),
      body: type === undefined ? null : { type, examples: [content?.example ?? null] },
      statuses: Object.keys(responses).map(Number),
    };
  }),
);

/** In an address or a header, stand for what is there when the request is sent. */
export const LIVE = {
  action: "@@action@@",
  version: "@@version@@",
  key: "@@key@@",
  link: "@@link@@",
  webhook: "@@webhook@@",
  delivery: "@@delivery@@",
  workspace: "@@workspace@@",
} as const;

/** In a body, stands for text that no JSON writer would write. */
const RAW: Readonly<Record<string, string>> = {
  "@@huge-number@@": "1e999",
  "@@minus-zero@@": "-0",
  "@@long-number@@": `${"9".repeat(400)}.5`,
  "@@deep@@": `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  "@@deep-object@@": `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
  "@@lone@@": '"\\ud800"',
  "@@twice@@": '{"a":1,"a":2,"__proto__":{"x":1},"__proto__":null}',
};

const HOSTILE = [
  "",
  " ",
  "'",
  `" OR ""="`,
  "' OR 1=1 --",
  "'; DROP TABLE partners; --",
  "acme' UNION ALL SELECT hash FROM keys --",
  "%' ESCAPE '\\",
  "?1",
  "$.a",
  "$[0]",
  "../../etc/passwd",
  "..%2f..%2fx",
  "%00",
  "a\u0000b",
  "a\r\nset-cookie: x=1",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "ａｃｍｅ",
  "аcme",
  "ACME",
  "acme ",
  "a\u200bcme",
  "e\u0301",
  "\u00e9",
  "İ",
  "ß",
  "\ud800",
  "x\udc00y",
  "\ufffe",
  "\u202eemca",
  "👩‍👩‍👧‍👦",
  "=HYPERLINK(1)",
  "N/A",
  "null",
  "NaN",
  "1e309",
  "9007199254740993",
  "-1",
  "0x10",
  "{{7*7}}",
  "<script>alert(1)</script>",
  '{"a":1}',
  "[1]",
  "first-steps@",
  "@",
  "first-steps@' OR 1=1",
  "2026-Q5",
  "2026-Q4",
  "9999-12-31",
  "2026-02-30",
  "0000",
  "true",
  "csv",
  "assessments",
  "full",
  ...Object.keys(RAW),
];

const hugeText = fc.oneof(
  { weight: 8, arbitrary: fc.constant("x".repeat(70_000)) },
  { weight: 4, arbitrary: fc.constant("\u0800".repeat(30_000)) },
  { weight: 1, arbitrary: fc.constant("'".repeat(2_050_000)) },
);

/** Text that nobody should send, and ids among it. */
export function hostileText(ids: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...HOSTILE) },
    { weight: 15, arbitrary: fc.constantFrom(...ids) },
    { weight: 5, arbitrary: fc.string({ unit: "binary", maxLength: 300 }) },
    { weight: 5, arbitrary: fc.string({ unit: fc.constantFrom("\ud800", "\udfff", "a", "\u0000", "İ") }) },
    { weight: 1, arbitrary: hugeText },
  );
}

function hostileValue(ids: readonly string[]): fc.Arbitrary<Json> {
  return fc.oneof(
    { weight: 6, arbitrary: hostileText(ids) },
    {
      weight: 3,
      arbitrary: fc.constantFrom<Json>(null, true, false, 0, 1, -1, 0.1, 4, 1e308, -1e308, 5e-324, 2 ** 53),
    },
    { weight: 2, arbitrary: fc.constantFrom<Json>([], {}, [[]], [null], { value: null }, { value: 1, note: 5 }) },
    { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json> },
  );
}

interface Damage {
  kind: "replace" | "remove" | "rename" | "add" | "repeat" | "move";
  at: number;
  text: string;
  value: Json;
  times: number;
}

function damage(ids: readonly string[]): fc.Arbitrary<Damage> {
  return fc.record({
    kind: fc.constantFrom("replace", "replace", "replace", "remove", "rename", "add", "repeat", "move"),
    at: fc.nat(),
    text: hostileText(ids),
    value: hostileValue(ids),
    times: fc.oneof({ weight: 9, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.constantFrom(101, 1_001, 5_001) }),
  });
}

type Holder = Json[] | { [key: string]: Json };

function placesOf(value: Json, found: [Holder, string][] = []): [Holder, string][] {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push([value, key]);
    placesOf((value as { [key: string]: Json })[key] ?? null, found);
  }
  return found;
}

/** Own properties only, so that `__proto__` is a key like any other. */
function put(holder: Holder, key: string, value: Json): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function damaged(example: Json, steps: readonly Damage[]): Json {
  const root: Json[] = [structuredClone(example)];
  // Once: copies of copies would fill this process and not the Worker.
  let copies = false;
  for (const sent of steps) {
    const step: Damage = { ...sent, times: copies ? Math.min(sent.times, 3) : sent.times };
    copies ||= step.times > 3;
    const places = placesOf(root);
    const [holder, key] = places[step.at % places.length] ?? [root, "0"];
    if (step.kind === "replace") put(holder, key, step.value);
    else if (step.kind === "move") put(holder, key, structuredClone(root[0] ?? null));
    else if (!Array.isArray(holder)) damageObject(holder, key, step);
    else if (holder !== root) damageList(holder, key, step);
  }
  return root[0] ?? null;
}

function damageObject(holder: { [key: string]: Json }, key: string, { kind, text, value }: Damage): void {
  const present = holder[key] ?? null;
  if (kind === "remove" || kind === "rename") delete holder[key];
  if (kind === "rename") put(holder, text, present);
  if (kind === "add") put(holder, text, value);
}

function damageList(holder: Json[], key: string, { kind, times }: Damage): void {
  const present = holder[Number(key)] ?? null;
  if (kind === "remove") holder.splice(Number(key), 1);
  else {
    // No more than is refused for its size.
    const most = Math.ceil(5_000_000 / JSON.stringify(present).length);
    holder.push(...Array.from({ length: Math.min(times, most) }, () => structuredClone(present)));
  }
}

function written(value: Json): string {
  // A few: thousands of them would be a text longer than text can be.
  let left = 3;
  return JSON.stringify(value).replaceAll(/"(@@[a-z-]+@@)"/g, (whole, name: string) =>
    left-- > 0 ? (RAW[name] ?? whole) : whole,
  );
}

/** Rows of cells as a table; a quotation mark in a cell is left as it is now and then, as bad exports leave it. */
function csvOf(value: Json): string {
  if (!Array.isArray(value)) return typeof value === "string" ? value : written(value);
  const cell = (content: Json): string => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    return text.length % 7 === 6 ? text : `"${text.replaceAll('"', '""')}"`;
  };
  return value.map((row) => `${(Array.isArray(row) ? row : [row]).map(cell).join(";")}\r\n`).join("");
}

type Spoil = "none" | "cut" | "bom" | "bytes" | "comment" | "twice" | "nul" | "blank" | "utf16";

function spoiled(text: string, spoil: Spoil, at: number): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const place = at % (bytes.length + 1);
  if (spoil === "cut") return bytes.slice(0, place);
  if (spoil === "bom") return new TextEncoder().encode(`\ufeff${text}`);
  if (spoil === "comment") return new TextEncoder().encode(`${text}// x`);
  if (spoil === "twice") return new TextEncoder().encode(`${text}${text}`);
  if (spoil === "nul") bytes.fill(0, place, place + 1);
  if (spoil === "bytes") bytes.fill(0xff, place, place + 2);
  if (spoil === "blank") return new Uint8Array();
  if (spoil === "utf16") return new Uint8Array(Array.from(bytes.slice(0, 5_000)).flatMap((byte) => [byte, 0]));
  return bytes;
}

const spoil: fc.Arbitrary<Spoil> = fc.oneof(
  { weight: 20, arbitrary: fc.constant<Spoil>("none") },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Spoil>("cut", "bom", "bytes", "comment", "twice", "nul", "blank", "utf16"),
  },
);

function bodyOf({ id, body }: Operation, { ids, bodies }: Targets): fc.Arbitrary<Uint8Array | null> {
  const examples = [...(body?.examples ?? [{}]), ...(bodies[id] ?? [])];
  const steps = fc.oneof(
    { weight: 2, arbitrary: fc.constant<Damage[]>([]) },
    { weight: 8, arbitrary: fc.array(damage(ids), { minLength: 1, maxLength: 4 }) },
  );
  const made = fc.record({ example: fc.constantFrom(...examples), steps, spoil, at: fc.nat() }).map((parts) => {
    const value = damaged(parts.example, parts.steps);
    // Lines of JSON are told apart by their ends.
    const lines = body?.type === "application/x-ndjson";
    const text =
      body?.type === "text/csv"
        ? csvOf(value)
        : lines && Array.isArray(value)
          ? value.map((line) => `${written(line)}\n`).join("")
          : written(value);
    return spoiled(text, parts.spoil, parts.at);
  });
  return body === null ? fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: made }) : made;
}

const asHeader = (text: string): string =>
  text
    .slice(0, 5_000)
    .replaceAll(/[^\x20-\x7e]/g, "?")
    .trim();

function headersOf({ body, versioned }: Operation, { ids, authorizations }: Targets): fc.Arbitrary<[string, string][]> {
  const text = hostileText(ids).map(asHeader);
  const maybe = (name: string, likelihood: number, value: fc.Arbitrary<string>): fc.Arbitrary<[string, string][]> =>
    fc.oneof(
      { weight: 100 - likelihood, arbitrary: fc.constant<[string, string][]>([]) },
      { weight: likelihood, arbitrary: value.map((sent): [string, string][] => [[name, sent]]) },
    );
  const type = body?.type ?? "application/json";
  return fc
    .tuple(
      maybe("authorization", 4, fc.oneof(fc.constantFrom(...authorizations), text)),
      maybe("idempotency-key", 30, fc.oneof(fc.constantFrom("a", "b", "c"), fc.uuid(), text)),
      maybe(
        "if-match",
        versioned ? 90 : 5,
        fc.oneof(
          { weight: versioned ? 8 : 0, arbitrary: fc.constant(`"${LIVE.version}"`) },
          { weight: 2, arbitrary: text },
        ),
      ),
      maybe("x-request-id", 10, text),
      maybe("accept", 3, text),
      maybe("origin", 3, text),
      maybe("content-encoding", 1, fc.constantFrom("gzip", "identity", "br")),
      fc.oneof(
        { weight: 30, arbitrary: fc.constant<[string, string][]>([["content-type", type]]) },
        {
          weight: 1,
          arbitrary: fc
            .oneof(fc.constantFrom("text/plain", "application/json; charset=utf-16", "multipart/form-data", ""), text)
            .map((sent): [string, string][] => [["content-type", sent]]),
        },
      ),
    )
    .map((groups) => groups.flat());
}

/** What an operation's path names, so that most requests find something. */
function usualValue(path: string): string {
  if (path.startsWith("/v1/actions")) return LIVE.action;
  if (path.startsWith("/v1/keys")) return LIVE.key;
  if (path.startsWith("/v1/links")) return LIVE.link;
  if (path.startsWith("/v1/webhooks")) return LIVE.webhook;
  return /^\/v1\/(models|insights)/.test(path) ? "first-steps" : "acme";
}

function addressOf(
  { path, query, required, method }: Operation,
  { ids, cursors }: Targets,
): fc.Arbitrary<{ path: string; method: string }> {
  const text = hostileText(ids).map((sent) => sent.slice(0, 4_000).toWellFormed());
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([whole]) => whole);
  const usual = usualValue(path);
  const values = fc.tuple(
    ...names.map((name) =>
      fc.oneof(
        { weight: 4, arbitrary: fc.constant(name === "{delivery}" ? LIVE.delivery : usual) },
        { weight: 2, arbitrary: fc.constantFrom(...ids) },
        { weight: 3, arbitrary: text },
      ),
    ),
  );
  const good: Record<string, readonly string[]> = {
    limit: ["1", "2", "1000", "1001", "1e2", "0"],
    cursor: cursors,
    format: ["csv", "jsonl", "json"],
    check: ["true", "false"],
    faulty: ["skip", "blank"],
    decimal: ["comma", "point"],
    column: ["Account=partner", "Phone=-", "Account=field:account", "partner=name"],
    table: ["partners", "assessments", "standings", "audit"],
    detail: ["level", "gaps", "full"],
    model: ["first-steps", "first-steps", "first-steps", "first-steps", ...ids],
    partner: ["acme", ...ids],
    language: ["en", "de"],
    outcome: ["certified", "field:spend"],
    spend: ["certified", "field:spend"],
    from: ["2026-Q1"],
    to: ["2026-Q2", "2026-Q3"],
    kind: ["self-assessment", "scorecard", "network", "csv"],
    state: ["sent", "opened", "half done", "done", "waiting", "delivered"],
    open: ["true", "false"],
    asOf: ["2026-09-30"],
    periods: ["1", "4", "1000"],
    period: ["2026-Q1", "2026-Q3"],
    confirm: [LIVE.workspace],
    source: ["vendor", "partner"],
  };
  const complete = fc.subarray([...query]).map((chosen) => [...new Set([...required, ...chosen])]);
  const sent = fc
    .oneof({ weight: 3, arbitrary: complete }, { weight: 1, arbitrary: fc.subarray([...query]) })
    .chain((chosen) =>
      fc.tuple(
        ...chosen.map((name) =>
          fc
            .oneof({ weight: 2, arbitrary: fc.constantFrom(...(good[name] ?? ids)) }, { weight: 1, arbitrary: text })
            .map((value) => `${name}=${encodeURIComponent(value)}`),
        ),
      ),
    );
  const extra = fc.oneof(
    { weight: 20, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: text.map((value) => [`${encodeURIComponent(value)}=${encodeURIComponent(value)}`]) },
    { weight: 1, arbitrary: fc.constantFrom(["limit=1&limit=2"], ["%"], ["cursor=%ff"], ["__proto__=1"], ["&&=&"]) },
  );
  return fc
    .record({
      values,
      sent,
      extra,
      raw: fc.integer({ min: 0, max: 15 }),
      suffix: fc.oneof(
        { weight: 30, arbitrary: fc.constant("") },
        { weight: 1, arbitrary: fc.constantFrom("/", "//", "%", "%2f", "%00", "/..;/", "%ff", "/__proto__") },
      ),
      method: fc.oneof(
        { weight: 30, arbitrary: fc.constant(method) },
        { weight: 1, arbitrary: fc.constantFrom("HEAD", "OPTIONS", "PATCH", "PUT", "POST", "GET") },
      ),
    })
    .map(({ values: chosen, raw, suffix, method: used, ...parts }) => {
      // Unescaped now and then: an address is what the sender writes.
      const escaped = (value: string) => (raw === 0 ? value.replaceAll(/[#?\\\s]/g, "") : encodeURIComponent(value));
      const filled = names.reduce((text, name, at) => text.replace(name, () => escaped(chosen[at] ?? "")), path);
      const search = [...parts.sent, ...parts.extra].join("&");
      return { path: `${filled}${suffix}${search === "" ? "" : `?${search}`}`, method: used };
    });
}

export function fuzzedRequest(operation: Operation, targets: Targets): fc.Arbitrary<FuzzedRequest> {
  return fc
    .record({
      address: addressOf(operation, targets),
      headers: headersOf(operation, targets),
      body: bodyOf(operation, targets),
    })
    .map(({ address, headers, body }) => ({
      ...address,
      headers,
      body: address.method === "GET" || address.method === "HEAD" ? null : body,
    }));
}

/** All that the Worker says while it serves, and fails: no key, no answer, no note, no evidence. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { firstSteps } from "../../support/worker-models.ts";
import { type Started, start } from "../../support/worker-process.ts";

let started: Started;
let address: string;
let demo: string;

beforeAll(async () => {
  started = await start(["--port", "18987", "--log"]);
  address = await started.address();
  demo = (await started.waitFor(/export KEY=(lsk_\S+)/))[1] ?? "";
});
afterAll(async () => {
  await started.end("SIGTERM");
});

/** Nothing else in a log looks like these. */
const marked = (what: string) => `${what}-${randomUUID()}`;
const secrets = {
  note: marked("note"),
  evidence: marked("evidence"),
  answer: marked("answer"),
  name: marked("name"),
  owner: marked("owner"),
  field: marked("field"),
  question: marked("question"),
  action: marked("action"),
  code: marked("code"),
  idempotency: marked("idempotency"),
  filter: marked("filter"),
  broken: marked("broken"),
};
const NUMBER = 48_151_623.42;
const unknownKey = `lsk_${"Zq".repeat(22).slice(0, 43)}`;

interface Asked {
  status: number;
  text: string;
}

async function ask(method: string, path: string, body?: unknown, key = "", type = "application/json"): Promise<Asked> {
  const response = await fetch(address + path, {
    method,
    headers: {
      ...(key !== "" && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { "content-type": type }),
      ...(method !== "GET" && { "idempotency-key": `${secrets.idempotency}-${randomUUID()}` }),
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

test("a day's work and its failures leave neither keys nor answers in the log", async () => {
  const said = started.said().length;
  const statuses: number[] = [];
  const done = async (asked: Promise<Asked>) => {
    const { status, text } = await asked;
    statuses.push(status);
    return text;
  };
  const made = await done(
    ask("POST", "/v1/keys", { name: secrets.name, scopes: ["admin"], expiresAt: "2099-01-01T00:00:00Z" }, demo),
  );
  const { key, details } = JSON.parse(made) as { key: string; details: { id: string } };
  const reader = JSON.parse(await done(ask("POST", "/v1/keys", { name: "Reader", scopes: ["read"] }, key))) as {
    key: string;
  };

  const [certified, plan] = firstSteps.criteria;
  const model = { ...firstSteps, criteria: [{ ...certified, question: secrets.question }, plan] };
  await done(ask("PUT", "/v1/models/first-steps", model, key));
  const partner = { id: "acme", name: secrets.name, owner: secrets.owner, fields: { own: secrets.field } };
  await done(ask("PUT", "/v1/partners", { partners: [partner] }, key));
  const answers = {
    certified: { value: NUMBER, note: secrets.note, evidence: secrets.evidence },
    plan: secrets.answer,
  };
  const assessments = [{ partner: "acme", answers }];
  await done(ask("POST", "/v1/assessments", { model: "first-steps", period: "2026-Q3", assessments }, key));
  await done(ask("POST", "/v1/score", { model: "first-steps", assessments: [{ partner: "acme", answers: {} }] }, key));
  const action = { model: "first-steps", partner: "acme", text: secrets.action, owner: secrets.owner };
  await done(ask("POST", "/v1/actions", action, key));
  for (const path of [
    "/v1/assessments",
    `/v1/partners?owner=${secrets.filter}`,
    "/v1/insights/first-steps/benchmark?partner=acme",
    "/v1/workspace?limit=1000",
    "/v1/audit",
    "/v1/metrics",
    `/v1/partners/${secrets.filter}`,
    `/a/${secrets.code}`,
  ]) {
    await done(ask("GET", path, undefined, key));
  }

  // What is turned down, in every way there is.
  await done(ask("POST", "/v1/assessments", `{"answers": "${secrets.broken}"`, key));
  await done(ask("POST", "/v1/assessments", { model: "first-steps", period: secrets.broken, assessments }, key));
  await done(ask("POST", "/v1/assessments", { model: secrets.broken, period: "2026-Q3", assessments }, key));
  await done(ask("PUT", "/v1/models/first-steps", { ...model, levels: [{ id: secrets.broken }] }, key));
  await done(ask("POST", "/v1/workspace", `{"kind":"${secrets.broken}"}`, key, "application/x-ndjson"));
  await done(ask("POST", "/v1/setup", { code: secrets.code, name: "x" }));
  await done(ask("GET", "/v1/partners", undefined, unknownKey));
  await done(ask("PUT", "/v1/partners", { partners: [partner] }, reader.key));
  await done(ask("DELETE", "/v1/partners/nobody", undefined, key));
  await done(ask("PATCH", "/v1/actions/act_none", { text: secrets.action }, key));
  await done(ask("POST", "/v1/score", "x".repeat(2_100_000), key));
  expect(new Set(statuses)).toEqual(new Set([200, 400, 401, 403, 404, 413, 422, 428]));

  // The line of the last change is there, so all lines before it are.
  await done(ask("DELETE", "/v1/partners/acme", undefined, key));
  await started.waitFor(/"method":"DELETE","route":"\/v1\/partners\/:id","status":200/);
  // Wrangler's development server adds lines of its own, which a deployment does not have.
  const told = started.said().slice(said).split("\n");
  const log = told.filter((line) => !line.includes("[wrangler:info]")).join("\n");
  const lines = log.split("\n").filter((line) => line.startsWith('{"requestId"'));
  expect(lines.length).toBeGreaterThanOrEqual(statuses.length);
  const last = JSON.parse(lines.findLast((line) => line.includes('"/v1/assessments"')) ?? "{}") as Record<
    string,
    unknown
  >;
  expect(last).toEqual({
    requestId: expect.stringMatching(/^[\w-]+$/),
    method: "POST",
    route: "/v1/assessments",
    status: 404,
    bodyBytes: expect.any(Number),
    statements: expect.any(Number),
    rowsRead: expect.any(Number),
    rowsWritten: 0,
    milliseconds: expect.any(Number),
  });
  expect(log).not.toMatch(/lsk_/);
  for (const secret of [...Object.values(secrets), String(NUMBER), demo, key, reader.key, unknownKey]) {
    expect(log).not.toContain(secret);
  }
  expect(started.said()).toContain('SETUP_CODE ("(hidden)")');
  // Keys are named by id in the audit log; here they are not named at all.
  expect(log).not.toContain(details.id);
});

/** The shared suite over every route that needs a key; a route that is missing here fails the last test. */
import { describe, expect, test } from "vitest";
import { createApp } from "../../worker/app.ts";
import { keyedRoutes } from "../../worker/routes/contract.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, sendJson } from "../support/worker-requests.ts";
import { refusesStrangers, type SecuredRoute } from "../support/worker-security.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

const routes: SecuredRoute[] = [
  { method: "GET", path: "/v1/models", scope: "read" },
  { method: "GET", path: "/v1/models/partner-maturity", scope: "read" },
  { method: "POST", path: "/v1/models/check", body: {}, scope: "read" },
  { method: "POST", path: "/v1/score", body: {}, scope: "read" },
  { method: "POST", path: "/v1/score/grid", body: {}, scope: "read" },
  { method: "PUT", path: "/v1/models/own", body: {}, scope: "write" },
  { method: "DELETE", path: "/v1/models/own", scope: "write" },
  { method: "PUT", path: "/v1/partners", body: { partners: [] }, scope: "write" },
  { method: "GET", path: "/v1/partners", scope: "read" },
  { method: "GET", path: "/v1/partners/acme", scope: "read" },
  { method: "DELETE", path: "/v1/partners/acme", scope: "write" },
  { method: "GET", path: "/v1/partners/acme/history?model=partner-maturity", scope: "read" },
  { method: "GET", path: "/v1/partners/acme/forecast?model=partner-maturity", scope: "read" },
  { method: "POST", path: "/v1/assessments", body: {}, scope: "write" },
  { method: "GET", path: "/v1/assessments", scope: "read" },
  { method: "POST", path: "/v1/uploads?model=first-steps&period=2026-Q4", body: {}, scope: "write" },
  { method: "GET", path: "/v1/demotions", scope: "read" },
  { method: "POST", path: "/v1/demotions", body: {}, scope: "write" },
  { method: "GET", path: "/v1/insights/partner-maturity/benchmark", scope: "read" },
  { method: "GET", path: "/v1/insights/partner-maturity/diagnosis", scope: "read" },
  { method: "GET", path: "/v1/insights/partner-maturity/drivers?outcome=field:revenue", scope: "read" },
  {
    method: "GET",
    path: "/v1/insights/partner-maturity/gains?spend=field:mdf&from=2026-Q2&to=2026-Q3",
    scope: "read",
  },
  { method: "GET", path: "/v1/insights/partner-maturity/movers", scope: "read" },
  { method: "GET", path: "/v1/insights/partner-maturity/flags", scope: "read" },
  { method: "GET", path: "/v1/insights/partner-maturity/agreement?period=2026-Q3", scope: "read" },
  { method: "POST", path: "/v1/insights/partner-maturity/replay", body: {}, scope: "read" },
  { method: "POST", path: "/v1/actions", body: {}, scope: "write" },
  { method: "GET", path: "/v1/actions", scope: "read" },
  { method: "GET", path: "/v1/actions/projection?partner=acme&model=partner-maturity", scope: "read" },
  { method: "GET", path: "/v1/actions/act_none", scope: "read" },
  { method: "PATCH", path: "/v1/actions/act_none", body: {}, scope: "write" },
  { method: "POST", path: "/v1/plan", body: {}, scope: "read" },
  { method: "POST", path: "/v1/briefs", body: {}, scope: "read" },
  { method: "POST", path: "/v1/links", body: { links: [] }, scope: "write" },
  { method: "GET", path: "/v1/links", scope: "read" },
  { method: "DELETE", path: "/v1/links/lnk_none", scope: "write" },
  { method: "POST", path: "/v1/links/close", body: {}, scope: "write" },
  { method: "GET", path: "/v1/webhooks", scope: "admin" },
  { method: "POST", path: "/v1/webhooks", body: {}, scope: "admin" },
  { method: "GET", path: "/v1/webhooks/whk_none", scope: "admin" },
  { method: "PATCH", path: "/v1/webhooks/whk_none", body: {}, scope: "admin" },
  { method: "DELETE", path: "/v1/webhooks/whk_none", scope: "admin" },
  { method: "POST", path: "/v1/webhooks/whk_none/rotate", body: {}, scope: "admin" },
  { method: "POST", path: "/v1/webhooks/whk_none/test", scope: "admin" },
  { method: "GET", path: "/v1/webhooks/whk_none/deliveries", scope: "admin" },
  { method: "POST", path: "/v1/webhooks/whk_none/deliveries/msg_none/replay", scope: "admin" },
  { method: "POST", path: "/v1/webhooks/whk_none/replay", body: {}, scope: "admin" },
  { method: "GET", path: "/v1/keys", scope: "admin" },
  { method: "POST", path: "/v1/keys", body: { name: "x", scopes: ["read"] }, scope: "admin" },
  { method: "DELETE", path: "/v1/keys/key_none", scope: "admin" },
  { method: "GET", path: "/v1/workspace", scope: "admin" },
  { method: "POST", path: "/v1/workspace", body: {}, scope: "admin" },
  { method: "DELETE", path: "/v1/workspace", scope: "admin" },
  { method: "GET", path: "/v1/audit", scope: "admin" },
  { method: "GET", path: "/v1/metrics", scope: "admin" },
];

for (const route of routes) refusesStrangers(route);

/** What requests name: things of another workspace, or things that are nowhere. */
interface Named {
  model: string;
  partner: string;
  action: string;
  link: string;
  webhook: string;
  key: string;
}

const NOWHERE: Named = {
  model: "their-stepz",
  partner: "their-partnez",
  action: "019ad8f1-c0de-7000-8000-000000000000",
  link: `lnk_${"0".repeat(24)}`,
  webhook: `whk_${"0".repeat(16)}`,
  key: `key_${"0".repeat(16)}`,
};

async function theirs(): Promise<Named> {
  const { key } = await newWorkspace("theirs");
  const [model, partner] = ["their-steps", "their-partner"];
  const document = { ...firstSteps, id: model, review: { demotion: "pending" } };
  await answer(sendJson("PUT", `/v1/models/${model}`, document, key));
  await answer(sendJson("PUT", "/v1/partners", { partners: [{ id: partner }] }, key));
  for (const [period, certified] of [
    ["2026-Q1", 10],
    ["2026-Q2", 0],
  ] as const) {
    const assessments = [{ partner, answers: { certified, plan: "no" } }];
    await answer(sendJson("POST", "/v1/assessments", { model, period, assessments }, key));
  }
  const demotions = await answer<{ demotions: unknown[] }>(sendJson("GET", "/v1/demotions", undefined, key));
  expect(demotions.demotions).toHaveLength(1);
  const { actions } = await answer<{ actions: { id: string }[] }>(
    sendJson("POST", "/v1/actions", { model, partner, text: "Call them" }, key),
  );
  const { links } = await answer<{ links: { id: string }[] }>(
    sendJson("POST", "/v1/links", { links: [{ kind: "scorecard", model, partner }] }, key),
  );
  const { webhook } = await answer<{ webhook: { id: string } }>(
    sendJson("POST", "/v1/webhooks", { url: "https://example.com/hooks", events: ["level.changed"] }, key),
  );
  const made = await answer<{ details: { id: string } }>(
    sendJson("POST", "/v1/keys", { name: "other", scopes: ["read"] }, key),
  );
  return {
    model,
    partner,
    action: actions[0]?.id ?? "",
    link: links[0]?.id ?? "",
    webhook: webhook.id,
    key: made.details.id,
  };
}

const FOREIGN: [method: string, path: (named: Named) => string, body?: (named: Named) => unknown][] = [
  ["GET", ({ model }) => `/v1/models/${model}`],
  ["DELETE", ({ model }) => `/v1/models/${model}`],
  ["GET", ({ partner }) => `/v1/partners/${partner}`],
  ["DELETE", ({ partner }) => `/v1/partners/${partner}`],
  ["GET", ({ model, partner }) => `/v1/partners/${partner}/history?model=${model}`],
  ["GET", ({ model, partner }) => `/v1/partners/${partner}/forecast?model=${model}`],
  ["GET", ({ model }) => `/v1/insights/${model}/benchmark`],
  ["GET", ({ action }) => `/v1/actions/${action}`],
  ["DELETE", ({ link }) => `/v1/links/${link}`],
  ["GET", ({ webhook }) => `/v1/webhooks/${webhook}`],
  ["PATCH", ({ webhook }) => `/v1/webhooks/${webhook}`, () => ({ disabled: true })],
  ["DELETE", ({ webhook }) => `/v1/webhooks/${webhook}`],
  ["POST", ({ webhook }) => `/v1/webhooks/${webhook}/rotate`, () => ({})],
  ["POST", ({ webhook }) => `/v1/webhooks/${webhook}/test`],
  ["GET", ({ webhook }) => `/v1/webhooks/${webhook}/deliveries`],
  ["POST", ({ webhook }) => `/v1/webhooks/${webhook}/deliveries/msg_none/replay`],
  ["POST", ({ webhook }) => `/v1/webhooks/${webhook}/replay`, () => ({ since: "2026-01-01T00:00:00Z" })],
  ["DELETE", ({ key }) => `/v1/keys/${key}`],
  ["POST", () => "/v1/score", ({ model, partner }) => ({ model, assessments: [{ partner, answers: {} }] })],
  [
    "POST",
    () => "/v1/assessments",
    ({ model, partner }) => ({ model, period: "2026-Q3", assessments: [{ partner, answers: {} }] }),
  ],
  // Inside lists too, where a place is named and not the thing.
  [
    "POST",
    () => "/v1/demotions",
    ({ model, partner }) => ({ model, partners: ["nobody", partner], decision: "confirm" }),
  ],
  ["POST", () => "/v1/actions", ({ model, partner }) => ({ from: "gaps", model, partners: [partner] })],
  ["POST", () => "/v1/briefs", ({ model, partner }) => ({ model, partners: [partner] })],
  ["POST", () => "/v1/links", ({ model, partner }) => ({ links: [{ kind: "scorecard", model, partner }] })],
  ["GET", ({ model, partner }) => `/v1/actions/projection?partner=${partner}&model=${model}`],
];

describe("what belongs to another workspace", () => {
  test("is refused in the very words for what is nowhere", async () => {
    const there = await theirs();
    const { key } = await newWorkspace("curious");
    for (const [method, path, body] of FOREIGN) {
      const ask = async (named: Named) => {
        const response = await sendJson(method, path(named), body?.(named), key);
        const text = await response.text();
        const { requestId: _, ...told } = JSON.parse(text) as { requestId: string };
        return { status: response.status, told: JSON.stringify(told) };
      };
      const [foreign, missing] = [await ask(there), await ask(NOWHERE)];
      expect(foreign.status, `${method} ${path(there)}: ${foreign.told}`).toBeGreaterThanOrEqual(400);
      let told = foreign.told;
      for (const name of Object.keys(NOWHERE) as (keyof Named)[]) told = told.replaceAll(there[name], NOWHERE[name]);
      expect({ status: foreign.status, told }, `${method} ${path(there)}`).toEqual(missing);
    }
  });
});

describe("the suite", () => {
  test("covers every route that needs a key, with its scope", () => {
    createApp();
    const wanted = keyedRoutes.map(({ method, path, scope }) => `${method.toUpperCase()} ${path} ${scope}`);
    const pattern = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`);
    const uncovered = [...new Set(wanted)].filter((text) => {
      const [method, path = "", scope] = text.split(" ");
      return !routes.some(
        (route) =>
          route.method === method && route.scope === scope && pattern(path).test(route.path.split("?")[0] ?? ""),
      );
    });
    expect(uncovered).toEqual([]);
  });

  test("finds no route below /v1 that answers without a key, but the one that makes the first", () => {
    const keyed = new Set(keyedRoutes.map(({ method, path }) => `${method.toUpperCase()} ${path}`));
    const document = createApp().getOpenAPI31Document({ openapi: "3.1.0", info: { title: "", version: "" } });
    const open = Object.entries(document.paths ?? {})
      .filter(([path]) => path.startsWith("/v1"))
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
      .filter((route) => !keyed.has(route));
    expect(open).toEqual(["POST /v1/setup"]);
  });
});

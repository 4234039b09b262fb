/** The shared suite over every route that needs a key; a route that is missing here fails the last test. */
import { describe, expect, test } from "vitest";
import { createApp } from "../../worker/app.ts";
import { keyedRoutes } from "../../worker/routes/contract.ts";
import { refusesStrangers, type SecuredRoute } from "../support/worker-security.ts";

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
  { method: "GET", path: "/v1/keys", scope: "admin" },
  { method: "POST", path: "/v1/keys", body: { name: "x", scopes: ["read"] }, scope: "admin" },
  { method: "DELETE", path: "/v1/keys/key_none", scope: "admin" },
  { method: "GET", path: "/v1/workspace", scope: "admin" },
  { method: "POST", path: "/v1/workspace", body: {}, scope: "admin" },
  { method: "DELETE", path: "/v1/workspace", scope: "admin" },
  { method: "GET", path: "/v1/audit", scope: "admin" },
];

for (const route of routes) refusesStrangers(route);

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

/** The bundle that ships, in a context with nothing but what Google gives a script. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import { bundleAddOn } from "../../apps-script/build.ts";
import { commands } from "../../apps-script/src/commands.ts";
import { customFunctions, handlers, sidebarCalls } from "../../apps-script/src/entry-points.ts";
import type { RunState, Said } from "../../apps-script/src/sidebar/wire.ts";
import { type AuthMode, FakeGoogle } from "../support/sheet-google.ts";
import { ADDRESS, serve, sharedKey } from "../support/sheet-service.ts";

let code = "";
beforeAll(async () => {
  code = await bundleAddOn();
}, 30_000);

type Script = Record<string, (...args: unknown[]) => unknown>;

function load(google: FakeGoogle): Script {
  const context = createContext(google.globals());
  runInContext(code, context);
  return context as Script;
}

const ANSWERS = [
  ["partner", "target", "certified"],
  ["Acme", 82, 85],
  ["", "", ""],
  ["Birch", 10, "lots"],
];

describe("loading", () => {
  test("calls no service and needs no global of a browser", () => {
    const forbidden = new Proxy({}, { get: (_, name) => fail(String(name)) });
    const fail = (name: string) => {
      throw new Error(`service call at load: ${name}`);
    };
    const services = ["SpreadsheetApp", "UrlFetchApp", "CacheService", "PropertiesService", "LockService", "Utilities"];
    const context = createContext(Object.fromEntries(services.map((name) => [name, forbidden])));
    runInContext(code, context);
    expect(
      runInContext("[typeof fetch, typeof URL, typeof TextEncoder, typeof setTimeout, typeof atob].join()", context),
    ).toBe("undefined,undefined,undefined,undefined,undefined");
  });

  test("holds nothing that Google's parser refuses", () => {
    expect(code).not.toMatch(/^\s*(static\s+)?#\w+\s*(=|;|\()/m);
    expect(code).not.toMatch(/\?\?=|\|\|=/);
    expect(code).not.toMatch(/^(import|export) /m);
  });

  test("declares every entry at the top, with its help above it", () => {
    for (const { name, parameters, examples } of customFunctions) {
      const names = parameters.map((parameter) => parameter.name).join(", ");
      const comment =
        code
          .slice(0, code.indexOf(`\nfunction ${name}(${names}) {`))
          .split("/**")
          .at(-1) ?? "";
      expect(comment).toContain("@customfunction");
      for (const parameter of parameters)
        expect(comment).toMatch(new RegExp(`@param \\{.+\\} \\[?${parameter.name}\\]? .+`));
      expect(comment).toMatch(/@return \{.+\} .+/);
      for (const example of examples) expect(comment).toContain(`Example: ${example}`);
    }
    for (const name of handlers) expect(code).toContain(`\nfunction ${name}(event) {`);
    for (const { id } of commands) expect(code).toContain(`\nfunction ${id}() {`);
    for (const [name, given] of Object.entries(sidebarCalls)) {
      expect(code).toContain(`\nfunction ${name}(${given.join(", ")}) {`);
    }
  });

  test("asks for three scopes and https addresses only", () => {
    const manifest = JSON.parse(
      readFileSync(resolve(import.meta.dirname, "../../apps-script/appsscript.json"), "utf8"),
    );
    expect(manifest.runtimeVersion).toBe("V8");
    expect(manifest.oauthScopes.map((scope: string) => scope.split("/").at(-1))).toEqual([
      "spreadsheets.currentonly",
      "script.external_request",
      "script.container.ui",
    ]);
    for (const prefix of manifest.urlFetchWhitelist) expect(prefix).toMatch(/^https:\/\/[^/]+\/$/);
  });
});

describe("the menu", () => {
  test.each<AuthMode>(["NONE", "LIMITED", "FULL"])(
    "is there in AuthMode.%s, after opening and after installing",
    (mode) => {
      const google = new FakeGoogle({ mode });
      const script = load(google);
      script.onOpen?.({ authMode: mode });
      script.onInstall?.({ authMode: mode });
      expect(google.menus).toHaveLength(2);
      const [menu = []] = google.menus;
      expect(menu.map(({ name }) => name)).toEqual(["Open sidebar", ...commands.map(({ label }) => label), "Settings"]);
      for (const { handler } of menu) expect(typeof script[handler]).toBe("function");
      expect(google.sent).toEqual([]);
    },
  );

  test.each<AuthMode>(["NONE", "LIMITED", "FULL"])("runs every item in AuthMode.%s to an end in words", (mode) => {
    const google = new FakeGoogle({ mode, serve });
    google.properties.set("levelsheet.address", ADDRESS);
    google.properties.set("levelsheet.key", sharedKey());
    const script = load(google);
    for (const { id } of commands) expect(() => script[id]?.(), id).not.toThrow();
    for (const { message } of google.said) expect(message).not.toMatch(/undefined|TypeError|Exception/);
    expect(google.locks).toBe(0);
  });

  test("opens the sidebar once the add-on is allowed", () => {
    const google = new FakeGoogle();
    load(google).openSidebar?.();
    expect(google.sidebars).toEqual(["Sidebar"]);
    expect(google.sent).toEqual([]);
  });

  test("ends in words where a service refuses", () => {
    const google = new FakeGoogle({ mode: "LIMITED" });
    google.properties.set("levelsheet.address", ADDRESS);
    google.properties.set("levelsheet.key", sharedKey());
    load(google).setUpWorkbook?.();
    expect(google.said).toEqual([
      {
        title: "Set up workbook",
        message: "Google does not let this sheet reach the service. Open Extensions > Levelsheet and allow access.",
      },
    ]);
  });
});

describe("the calls of the sidebar", () => {
  test.each<AuthMode>(["NONE", "LIMITED", "FULL"])(
    "answer in AuthMode.%s with plain values, never with an error",
    (mode) => {
      const google = new FakeGoogle({ mode, serve });
      google.properties.set("levelsheet.address", ADDRESS);
      google.properties.set("levelsheet.key", sharedKey());
      const script = load(google);
      for (const [name, given] of Object.entries(sidebarCalls)) {
        const said = script[name]?.(...given.map(() => "scoreAllPartners")) as { ok: boolean; message?: string };
        // What passes between page and script holds nothing but JSON.
        expect(JSON.parse(JSON.stringify(said)), name).toEqual(said);
        if (!said.ok) expect(said.message, name).toMatch(/^[A-Z“].+\.$/);
      }
      expect(google.locks).toBe(0);
    },
  );

  test("score with Code.js alone, and count their requests for the person and the workbook apart", () => {
    const google = new FakeGoogle({ serve });
    google.properties.set("levelsheet.address", ADDRESS);
    google.properties.set("levelsheet.key", sharedKey());
    const script = load(google);
    google.typed.push("2");
    expect(script.runCommand?.("setUpWorkbook")).toMatchObject({ ok: true });
    google.book
      .getSheetByName("Answers")
      ?.getRange(3, 1, 2, 1)
      .setValues([["Acme"], ["Birch"]]);
    const started = script.startRun?.("scoreAllPartners") as Said<RunState>;
    expect(script.continueRun?.(started.ok && started.value.id, false)).toMatchObject({
      ok: true,
      value: { status: "finished", done: 2 },
    });
    google.mode = "CUSTOM_FUNCTION";
    script.MATURITY_LEVEL?.(ANSWERS, "prm-performance");
    google.mode = "FULL";
    expect(google.sent).toHaveLength(4);
    expect(script.readState?.()).toMatchObject({
      ok: true,
      value: { hasWorkbook: true, run: null, usage: { commands: 3, formulas: 1 } },
    });
  });
});

describe("functions in a cell", () => {
  test("score with one request, from a read-only spreadsheet", () => {
    const google = new FakeGoogle({ mode: "CUSTOM_FUNCTION", serve });
    google.properties.set("levelsheet.address", ADDRESS);
    google.properties.set("levelsheet.key", sharedKey());
    const script = load(google);
    const table = script.MATURITY_TABLE?.(ANSWERS, "prm-performance", undefined) as unknown[][];
    expect(google.sent).toHaveLength(1);
    expect(table).toHaveLength(4);
    expect(table[0]?.slice(0, 4)).toEqual(["Partner", "Index", "Level", "Next level"]);
    expect(table[1]?.[0]).toBe("Acme");
    expect(table[2]?.every((cell) => cell === "")).toBe(true);
    expect(table[3]?.at(-1)).toMatch(/“lots” is not a number/);
  });

  test.each<AuthMode>(["NONE", "LIMITED", "CUSTOM_FUNCTION", "FULL"])(
    "answer in AuthMode.%s with a table or in words, never with an error",
    (mode) => {
      const google = new FakeGoogle({ mode, serve });
      google.properties.set("levelsheet.address", ADDRESS);
      google.properties.set("levelsheet.key", sharedKey());
      const script = load(google);
      const mayAsk = mode === "CUSTOM_FUNCTION" || mode === "FULL";
      for (const { name } of customFunctions) {
        const isOfOne = name === "MATURITY_FORECAST" || name === "MATURITY_BENCHMARK";
        const answer = script[name]?.(isOfOne ? "Acme" : ANSWERS, "prm-performance", "");
        if (mayAsk && !isOfOne) expect(answer, name).toHaveLength(ANSWERS.length);
        else if (!Array.isArray(answer)) expect(answer, name).toMatch(/^Levelsheet: .+/);
      }
      if (!mayAsk) expect(google.sent).toEqual([]);
    },
  );

  test("say so where the add-on was never used in the file", () => {
    const script = load(new FakeGoogle({ mode: "NONE" }));
    expect(script.MATURITY_LEVEL?.(ANSWERS, "prm-performance")).toBe(
      "Levelsheet: not connected. Open Extensions > Levelsheet > Settings",
    );
  });

  test("say that nothing is connected", () => {
    const script = load(new FakeGoogle({ mode: "CUSTOM_FUNCTION" }));
    for (const { name } of customFunctions) {
      expect(script[name]?.(name === "MATURITY_FORECAST" ? "Acme" : ANSWERS, "prm-performance")).toMatch(
        /^Levelsheet: (not connected\. Open Extensions > Levelsheet > Settings|name one partner)/,
      );
    }
  });
});

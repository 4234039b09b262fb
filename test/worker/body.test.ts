/** Bodies as bytes: what is no UTF-8 is turned down, wherever it stands and whichever route it is sent to. */
import { describe, expect, test } from "vitest";
import type { GridResponse, ScoreResponse } from "../../models/contract.ts";
import document from "../../worker/openapi.json" with { type: "json" };
import { firstSteps } from "../support/worker-models.ts";
import { answer, problem, send } from "../support/worker-requests.ts";

/** Text in which `\xNN` stands for a byte. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const parts = text.split(/\\x([0-9a-f]{2})/);
  return Uint8Array.from(
    parts.flatMap((part, place) =>
      place % 2 === 1 ? [Number.parseInt(part, 16)] : Array.from(new TextEncoder().encode(part)),
    ),
  );
}

function sendBytes(method: string, path: string, text: string, type = "application/json"): Promise<Response> {
  return send(path, { method, body: bytesOf(text), headers: { "content-type": type, "if-match": '"1"' } });
}

/** A table from another system may be in Windows-1252. */
const LENIENT = "/v1/uploads";
const strict = Object.entries(document.paths).filter(([path]) => path !== LENIENT);
const routes = strict.flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { requestBody }]: [string, { requestBody?: { content: object } }]) =>
    Object.keys(requestBody?.content ?? {}).map((type) => [method.toUpperCase(), path, type] as const),
  ),
);

describe("a body that is not UTF-8", () => {
  test.each(routes)("%s %s as %s is refused, with line and column", async (method, path, type) => {
    const address = path.replaceAll(/\{\w+\}/g, "some");
    const details = await problem(sendBytes(method, address, '{"model": "é",\n "x": "M\\xfcller"}', type), 400);
    expect(details.type).toBe("/docs#problem-malformed-json");
    expect(details.detail).toBe("The body is not valid UTF-8 at line 2, column 9. Save or send it as UTF-8.");
    expect(details.errors).toEqual([{ location: "line 2, column 9", message: expect.any(String) }]);
  });

  test.each([
    ["a continuation without a beginning", '"\\x80"', 2],
    ["a character that is cut short", '"\\xe2\\x82"', 2],
    ["one that the body ends within", '"€\\xef\\xbf', 3],
    ["an overlong form", '"ab\\xc0\\xaf"', 4],
    ["half a surrogate pair in three bytes", '"\\xed\\xa0\\x80"', 2],
    ["a character beyond the last one", '"\\xf4\\x90\\x80\\x80"', 2],
    ["a faulty one after the sign that stands for faulty ones", '"\ufffd\\xff"', 3],
  ])("%s", async (_, text, column) => {
    const { detail } = await problem(sendBytes("POST", "/v1/models/check", text), 400);
    expect(detail).toContain(`not valid UTF-8 at line 1, column ${column}.`);
  });

  test.each([
    ["a partner", '["M\\xfcller",4]', ""],
    ["an answer", '["Acme","\\xfc"]', ""],
    ["an answer beside one with an escape", '["\\\\u0041cme","\\xfc"]', ""],
    ["a cell without a header", '["Acme",4,"\\xfc"]', ""],
    ["what stands after the grid", '["Acme",4]', ',"language":"\\xfc"'],
  ])("is refused for a grid too: %s", async (_, row, rest) => {
    const text = `{"model":"prm-performance","grid":[["partner","regs"],["Ok",1],${row}]${rest}}`;
    const { detail } = await problem(sendBytes("POST", "/v1/score/grid", text), 400);
    expect(detail).toContain("not valid UTF-8 at line 1, column");
  });
});

describe("a body in UTF-8", () => {
  test("keeps every character, the sign for faulty ones too", async () => {
    const partner = "Żółw 🐢 \ufffd";
    const body = { model: firstSteps, assessments: [{ partner, answers: {} }] };
    const { results } = await answer<ScoreResponse>(sendBytes("POST", "/v1/score", JSON.stringify(body)));
    expect(results[0]?.partner).toBe(partner);
    const grid = {
      model: firstSteps,
      grid: [
        ["partner", "certified"],
        [partner, 4],
      ],
      columns: ["partner"],
    };
    const scored = await answer<GridResponse>(sendBytes("POST", "/v1/score/grid", JSON.stringify(grid)));
    expect(scored.grid).toEqual([["Partner"], [partner]]);
  });

  test("may begin with a byte order mark", async () => {
    const body = JSON.stringify({ model: firstSteps, assessments: [] });
    await answer(sendBytes("POST", "/v1/score", `\ufeff${body}`));
    await answer(sendBytes("POST", "/v1/score/grid", `\ufeff${JSON.stringify({ model: firstSteps, grid: [["a"]] })}`));
  });
});

describe("half a surrogate pair, as an escape", () => {
  const half = "\ud800";
  const named = { ...firstSteps, name: `First ${half}` };
  const grid = [
    ["partner", "certified", `extra ${half}`],
    [`Acme ${half}`, `four ${half}`, half],
    [`ACME ${half}`, 4],
  ];
  const columns = ["partner", "index", "level", "next", "why", "dimensions", "path", "gaps:3"];
  const assessments = [
    {
      partner: `Acme ${half}`,
      answers: { certified: `4${half}`, [`certified${half}`]: 4, plan: [half] },
      region: half,
    },
  ];

  test.each<[string, string, unknown, number]>([
    ["scoring a list", "/v1/score", { model: firstSteps, detail: "full", assessments }, 200],
    ["scoring a grid", "/v1/score/grid", { model: firstSteps, grid, columns }, 200],
    ["checking a model", "/v1/models/check", named, 200],
    ["scoring with such a model", "/v1/score", { model: named, assessments }, 422],
    ["scoring a grid with such a model", "/v1/score/grid", { model: named, grid }, 422],
    ["an unknown model", "/v1/score", { model: half, assessments }, 404],
    ["an unknown field", "/v1/score", { model: firstSteps, assessments, [half]: 1 }, 422],
    ["an unknown field of an assessment", "/v1/score", { model: firstSteps, assessments: [{ [half]: 1 }] }, 422],
    ["an unknown level", "/v1/score", { model: firstSteps, assessments, target: half }, 422],
    ["an unknown column", "/v1/score/grid", { model: firstSteps, grid, columns: [half] }, 422],
    ["partners to store", "/v1/partners", { partners: [{ id: half, name: half, fields: { [half]: half } }] }, 200],
    ["assessments to store", "/v1/assessments", { model: "prm-performance", period: "2026-Q4", assessments }, 200],
  ])("is answered in valid JSON and UTF-8: %s", async (_, path, body, status) => {
    const method = path === "/v1/partners" ? "PUT" : "POST";
    const response = await send(path, {
      method,
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    expect(response.status).toBe(status);
    const bytes = await response.arrayBuffer();
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });
});

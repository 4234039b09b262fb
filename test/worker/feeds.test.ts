import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import type { CreatedLink } from "../../worker/services/create-links.ts";
import { partnersModel } from "../support/worker-links.ts";
import { answer, costOf, problem, send, sendJson } from "../support/worker-requests.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

const PARTNERS = ["=acme()", "Bonsai"];

async function prepared() {
  const { key } = await newWorkspace();
  const owned = { ...partnersModel, review: { every: "P3M" } };
  await answer(sendJson("PUT", "/v1/models/self-check", owned, key));
  const partners = PARTNERS.map((id) => ({ id, name: id === "Bonsai" ? 'Bonsai, "the" KG; Süd' : "@evil" }));
  await answer(sendJson("PUT", "/v1/partners", { partners }, key));
  const assessments = PARTNERS.map((partner, at) => ({ partner, answers: { people: at + 2, plan: "yes" } }));
  await answer(sendJson("POST", "/v1/assessments", { model: "self-check", period: "2026-Q4", assessments }, key));
  const action = { model: "self-check", partner: "Bonsai", text: "+1 call", due: "2026-01-01" };
  await answer(sendJson("POST", "/v1/actions", action, key));
  return key;
}

async function feed(key: string, wanted: object = {}): Promise<string> {
  const links = [{ kind: "csv", model: "self-check", ...wanted }];
  const made = await answer<{ links: CreatedLink[] }>(sendJson("POST", "/v1/links", { links }, key));
  return made.links[0]?.path ?? "";
}

const load = async (path: string, options: RequestInit = {}) => {
  const response = await send(path, { ...options, headers: { authorization: "", ...options.headers } });
  const text = await response.text();
  return { response, text, rows: Papa.parse<string[]>(text, { skipEmptyLines: true }).data };
};

describe("/csv/{token}.csv", () => {
  test("has scores, gaps and plan, with columns that stay", async () => {
    const path = await feed(await prepared());
    expect(path).toMatch(/^\/csv\/[\w-]{22}\.csv$/);
    const scores = (await load(path)).rows;
    expect(scores[0]).toEqual([
      "partner",
      "name",
      "period",
      "source",
      "answeredAt",
      "level",
      "index",
      "reached",
      "next",
      "coverage",
    ]);
    expect(scores.slice(1).map(([partner, , , , , level]) => [partner, level])).toEqual([
      ["'=acme()", "bronze"],
      ["Bonsai", "bronze"],
    ]);
    expect(scores[2]?.[1]).toBe('Bonsai, "the" KG; Süd');
    const gaps = (await load(`${path}?of=gaps`)).rows;
    expect(gaps[0]).toEqual([
      "partner",
      "place",
      "criterion",
      "name",
      "attainment",
      "target",
      "points",
      "effort",
      "guidance",
    ]);
    expect(gaps.filter(([partner]) => partner === "Bonsai").map(([, place]) => place)).toEqual(["1", "2", "3", "4"]);
    const plan = (await load(`${path}?of=plan`)).rows;
    expect(plan[0]).toEqual([
      "action",
      "partner",
      "criterion",
      "text",
      "owner",
      "due",
      "status",
      "effort",
      "daysLate",
      "updatedAt",
    ]);
    expect(plan[1]?.slice(1, 4)).toEqual(["Bonsai", "", "'+1 call"]);
    expect(Number(plan[1]?.[8])).toBeGreaterThan(300);
  });

  test("no cell is a live formula", async () => {
    const path = await feed(await prepared());
    for (const of of ["scores", "gaps", "plan"]) {
      const { rows } = await load(`${path}?of=${of}`);
      for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?![\d.])/);
    }
  });

  test("of one partner shows that partner alone", async () => {
    const path = await feed(await prepared(), { partner: "Bonsai" });
    for (const of of ["scores", "gaps", "plan"]) {
      const { rows } = await load(`${path}?of=${of}`);
      expect(rows.length).toBeGreaterThan(1);
      expect(JSON.stringify(rows)).not.toMatch(/acme|evil/);
    }
  });

  test("answers OPTIONS, HEAD and GET, and 304 to what is known", async () => {
    const key = await prepared();
    const path = await feed(key);
    const options = await load(path, { method: "OPTIONS" });
    expect([options.response.status, options.response.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
    const head = await load(path, { method: "HEAD" });
    const get = await load(path);
    expect([head.response.status, head.text]).toEqual([200, ""]);
    for (const name of ["etag", "content-type", "x-row-limit"]) {
      expect(head.response.headers.get(name)).toBe(get.response.headers.get(name));
    }
    expect(get.response.headers.get("content-type")).toMatch(/^text\/csv/);
    expect(get.response.headers.get("x-robots-tag")).toContain("noindex");
    const etag = get.response.headers.get("etag") ?? "";
    expect((await load(path, { headers: { "if-none-match": `"x", W/${etag}` } })).response.status).toBe(304);
    const assessments = [{ partner: "Bonsai", answers: { people: 9, plan: "yes" } }];
    await answer(sendJson("POST", "/v1/assessments", { model: "self-check", period: "2026-Q4", assessments }, key));
    expect((await load(path, { headers: { "if-none-match": etag } })).response.status).toBe(200);
  });

  test("costs three statements at most and writes nothing after the first visit", async () => {
    const path = await feed(await prepared());
    await load(path);
    for (const of of ["scores", "gaps", "plan"]) {
      const { response } = await load(`${path}?of=${of}`);
      expect(costOf(response).statements).toBeLessThanOrEqual(3);
      expect(costOf(response).rowsWritten).toBe(0);
    }
  });

  test("stops at the stated limit of rows", async () => {
    const { key } = await newWorkspace();
    await answer(sendJson("PUT", "/v1/models/self-check", partnersModel, key));
    for (const part of [0, 1]) {
      const assessments = Array.from({ length: 600 }, (_, at) => ({
        partner: `p${String(part * 600 + at).padStart(4, "0")}`,
        answers: { people: 1 },
      }));
      await answer(sendJson("POST", "/v1/assessments", { model: "self-check", period: "2026-Q4", assessments }, key));
    }
    const path = await feed(key);
    const { response, rows } = await load(path);
    expect([rows.length, response.headers.get("x-row-limit")]).toEqual([1_001, "1000"]);
    expect((await load(`${path}?of=gaps`)).rows.length).toBeLessThanOrEqual(1_001);
  });

  test("unknown, revoked and foreign kinds get the same words and status; what is asked must be there", async () => {
    const key = await prepared();
    const links = [
      { kind: "csv", model: "self-check" },
      { kind: "scorecard", model: "self-check", partner: "Bonsai" },
    ];
    const made = await answer<{ links: CreatedLink[] }>(sendJson("POST", "/v1/links", { links }, key));
    const [own, card] = made.links;
    expect((await load(`${own?.path}?of=colours`)).response.status).toBe(422);
    await answer(sendJson("DELETE", `/v1/links/${own?.id}`, undefined, key));
    const seen = await Promise.all(
      [own?.token, card?.token, "A".repeat(22), "x"].map(async (token) => {
        const { response, text } = await load(`/csv/${token}.csv`);
        return `${response.status} ${text}`;
      }),
    );
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toMatch(/^404 It may have expired/);
    await problem(sendJson("POST", "/v1/links", { links: [{ kind: "scorecard", model: "self-check" }] }, key), 422);
  });
});

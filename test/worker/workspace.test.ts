import { env } from "cloudflare:workers";
import Papa from "papaparse";
import { describe, expect, test, vi } from "vitest";
import { createApp } from "../../worker/app.ts";
import type { AuditRecord } from "../../worker/services/list-audit.ts";
import { versionOf } from "../../worker/services/typed-answers.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, costOf, problem, send, sendJson } from "../support/worker-requests.ts";
import { newWorkspace, type Workspace } from "../support/worker-workspace.ts";

const policy = { ...firstSteps, review: { every: "P3M", demotion: "pending" } };

/** A workspace with something of everything. */
async function filled(): Promise<Workspace> {
  const workspace = await newWorkspace();
  const { key } = workspace;
  await answer(sendJson("PUT", "/v1/models/first-steps", policy, key));
  await answer(
    sendJson(
      "PUT",
      "/v1/partners",
      {
        partners: [
          { id: "acme", name: '=HYPERLINK("http://evil")', tags: ["@a", "b"], fields: { spend: 1.5 } },
          { name: "Ünïcode “x”" },
        ],
      },
      key,
    ),
  );
  for (const [period, certified] of [
    ["2026-Q2", 9],
    ["2026-Q3", 1],
    ["2026-Q3", 2],
  ] as const) {
    const assessments = [
      {
        partner: "acme",
        answers: {
          certified: { value: certified, note: '+1, said "Kim"\n=SUM(A1)', evidence: "https://example.com" },
          plan: "yes",
        },
      },
      { partner: "Ünïcode “x”", answers: { certified: -0.5, plan: "maybe" } },
    ];
    await answer(
      sendJson("POST", "/v1/assessments", { model: "first-steps", period, assessments }, key, {
        "idempotency-key": `k${period}${certified}`,
      }),
    );
    await answer(
      sendJson(
        "POST",
        "/v1/assessments",
        { model: "prm-performance", period, source: "partner", assessments: [{ partner: "acme", answers: {} }] },
        key,
      ),
    );
  }
  const links = ["acme", "Ünïcode “x”"].map((partner) => ({ partner, model: "first-steps", period: "2026-Q4" }));
  const made = await answer<{ links: { path: string }[] }>(sendJson("POST", "/v1/links", { links }, key));
  const form = new URLSearchParams({ "v.certified": versionOf(undefined), "a.certified": "7", "n.certified": "=1+1" });
  for (const step of ["", "/submit"]) {
    const response = await send(`${made.links[0]?.path}${step}`, {
      method: "POST",
      headers: { authorization: "", "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
    });
    expect(response.status).toBe(303);
  }
  return workspace;
}

async function exported(key: string, limit = 1_000): Promise<string> {
  let text = "";
  for (let cursor: string | null = ""; cursor !== null; ) {
    const response: Response = await sendJson("GET", `/v1/workspace?limit=${limit}&cursor=${cursor}`, undefined, key);
    expect(response.status).toBe(200);
    expect(costOf(response).statements).toBeLessThanOrEqual(5);
    text += new TextDecoder().decode(await response.arrayBuffer());
    cursor = response.headers.get("x-next-cursor");
  }
  return text;
}

const bring = (key: string, lines: string, headers: Record<string, string> = {}) =>
  send("/v1/workspace", {
    method: "POST",
    body: lines,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson", ...headers },
  });

describe("export and import", () => {
  test("an import's export is the export, bit for bit", async () => {
    const one = await filled();
    const text = await exported(one.key);
    expect(text.split("\n").map((line) => (line === "" ? "" : (JSON.parse(line) as { kind: string }).kind))).toEqual(
      expect.arrayContaining([
        "workspace",
        "model",
        "partner",
        "assessment",
        "standing",
        "document",
        "link",
        "draft",
        "end",
      ]),
    );
    const other = await newWorkspace();
    const response = await bring(other.key, text);
    expect(costOf(response).statements).toBeLessThanOrEqual(5);
    expect(await answer(response)).toEqual({ lines: text.trim().split("\n").length, complete: true });
    expect(await exported(other.key)).toBe(text);
    const path = "/v1/partners/acme/history?model=first-steps&detail=full";
    expect(await answer(sendJson("GET", path, undefined, other.key))).toEqual(
      await answer(sendJson("GET", path, undefined, one.key)),
    );
  });

  test("page by page it is the same, and comes in page by page", async () => {
    const one = await filled();
    const text = await exported(one.key);
    expect(await exported(one.key, 3)).toBe(text);
    const other = await newWorkspace();
    const lines = text.trim().split("\n");
    for (let at = 0; at < lines.length; at += 4) await answer(bring(other.key, lines.slice(at, at + 4).join("\n")));
    expect(await exported(other.key)).toBe(text);
    await problem(bring(other.key, lines.at(-2) ?? ""), 409);
  });

  test("as CSV it is the same: out, in, and out again bit for bit, page by page too", async () => {
    const one = await filled();
    const text = await exported(one.key);
    const pages: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const path = `/v1/workspace?format=csv&table=workspace&limit=4&cursor=${cursor}`;
      const response: Response = await sendJson("GET", path, undefined, one.key);
      expect(response.headers.get("content-type")).toContain(cursor === "" ? "header=present" : "header=absent");
      pages.push(new TextDecoder().decode(await response.arrayBuffer()));
      cursor = response.headers.get("x-next-cursor");
    }
    expect(Papa.parse<string[]>(pages.join(""), { skipEmptyLines: true }).data[0]).toEqual(["kind", "line"]);
    const csv = (key: string, body: string) => bring(key, body, { "content-type": "text/csv; charset=utf-8" });
    const [whole, parts] = [await newWorkspace(), await newWorkspace()];
    await answer(csv(whole.key, `\ufeff${pages.join("").replaceAll("\r\n", "\n")}`));
    expect(await exported(whole.key)).toBe(text);
    for (const page of pages) await answer(csv(parts.key, page));
    expect(await exported(parts.key)).toBe(text);
    const { errors } = await problem(csv((await newWorkspace()).key, 'kind,line\nend,"{}"\n'), 422);
    expect(errors?.[0]?.location).toBe("line 2");
    await problem(csv((await newWorkspace()).key, 'kind,line\nend,"{"x"}"\n'), 422);
  });

  test("carries no keys, no other workspace and no answers to repeated requests", async () => {
    const { key } = await filled();
    const text = await exported(key);
    expect(text).not.toContain("lsk_");
    expect(text).not.toContain("fingerprint");
    expect(text).not.toContain('"hash"');
    expect(text).not.toContain("ws_");
  });

  test("only into an empty workspace, and only what is of an export", async () => {
    const one = await filled();
    await problem(bring(one.key, await exported(one.key)), 409);
    const { key } = await newWorkspace();
    const first = JSON.stringify({ kind: "workspace", format: 1, name: "x" });
    for (const line of [
      "",
      "{",
      "[]",
      '{"kind":"key"}',
      '{"kind":"partner"}',
      '{"kind":"document","of":"answer","key":"k","version":1,"body":{}}',
      `{"kind":"document","of":"audit","key":"k","version":1,"body":{"a":${"[".repeat(2_000)}${"]".repeat(2_000)}}}`,
      '{"kind":"model","id":"a","revision":"b","document":{},"publishedAt":"","archivedAt":null}',
    ]) {
      await problem(bring(key, `${line === "" ? "" : `${first}\n`}${line}`), 422);
    }
    await problem(bring(key, '{"kind":"end"}'), 409);
    await problem(sendJson("POST", "/v1/workspace", {}, key), 415);
  });

  /** What a spreadsheet makes of the text. */
  const cellsOf = (csv: string) => Papa.parse<string[]>(csv, { skipEmptyLines: true }).data.flat();
  const csvOf = async (key: string, table: string) => {
    const response = await sendJson("GET", `/v1/workspace?format=csv&table=${table}`, undefined, key);
    expect(response.headers.get("content-type")).toMatch(/^text\/csv/);
    return new TextDecoder().decode(await response.arrayBuffer());
  };

  test.each(["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])(
    "tables for a spreadsheet hold no cell that begins with %j",
    async (sign) => {
      const { key } = await newWorkspace();
      const evil = `${sign}1+cmd|' /C calc'!A0,"x"`;
      // A name has no control characters, and no blanks around it.
      const name = /\s/.test(sign) ? `=${evil.slice(1)}` : evil;
      const named = { id: name, name, segment: name, region: name, type: name, owner: name, tags: [name] };
      await answer(sendJson("PUT", "/v1/partners", { partners: [{ ...named, fields: { [name]: evil } }] }, key));
      const answers = { certified: { value: evil, note: evil, evidence: evil }, [evil]: evil };
      const assessments = [{ partner: name, answers }];
      const saved = { model: "first-steps", period: "2026-Q3", assessments };
      await answer(sendJson("PUT", "/v1/models/first-steps", { ...firstSteps, name }, key));
      await answer(sendJson("POST", "/v1/assessments", saved, key));
      const action = { model: "first-steps", partner: name, answer: evil, text: evil, owner: evil };
      await answer(sendJson("POST", "/v1/actions", action, key));
      for (const table of ["partners", "assessments", "standings", "actions", "models", "audit"]) {
        const cells = cellsOf(await csvOf(key, table));
        expect(cells.length, table).toBeGreaterThan(3);
        for (const cell of cells) {
          if (!Number.isFinite(Number(cell))) expect(cell, table).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
        }
        if (table !== "audit")
          expect(
            cells.some((cell) => cell.includes("calc")),
            table,
          ).toBe(true);
      }
    },
  );

  test("partners that come back from a table are the ones that went into it", async () => {
    const { key } = await newWorkspace();
    const odd = { id: "=1+1", name: "-Acme", owner: "@kim", tags: ["+a", "b"] };
    await answer(sendJson("PUT", "/v1/partners", { partners: [odd, { name: "'Twas" }] }, key));
    const list = () => answer<{ partners: object[] }>(sendJson("GET", "/v1/partners", undefined, key));
    const before = await list();
    const grid = Papa.parse<string[]>(await csvOf(key, "partners"), { skipEmptyLines: true }).data;
    await answer(sendJson("PUT", "/v1/partners", { grid }, key));
    const withoutTime = ({ partners }: { partners: object[] }) =>
      partners.map((partner) => ({ ...partner, updatedAt: "" }));
    expect(withoutTime(await list())).toEqual(withoutTime(before));
  });

  test("no other format is known", async () => {
    const { key } = await newWorkspace();
    await problem(sendJson("GET", "/v1/workspace?format=xml", undefined, key), 422);
    await problem(sendJson("GET", "/v1/workspace?format=csv&table=keys", undefined, key), 422);
  });
});

describe("GET /v1/audit", () => {
  test("says who changed what, newest first, and no answers", async () => {
    const { key } = await filled();
    const { entries } = await answer<{ entries: AuditRecord[] }>(sendJson("GET", "/v1/audit", undefined, key));
    expect(entries.map(({ action }) => action)).toEqual([
      "assessments.saved",
      "links.created",
      ...Array.from({ length: 6 }, () => "assessments.saved"),
      "partners.saved",
      "model.published",
    ]);
    expect(entries[0]).toMatchObject({
      by: expect.stringMatching(/^lnk_/),
      what: { model: "first-steps", period: "2026-Q4", source: "partner", assessments: 1 },
    });
    expect(entries[2]).toMatchObject({
      by: expect.stringMatching(/^key_/),
      what: { model: "prm-performance", period: "2026-Q3", assessments: 1 },
    });
    expect(JSON.stringify(entries)).not.toMatch(/acme|Kim/);
    const page = await answer<{ entries: AuditRecord[]; cursor: string }>(
      sendJson("GET", "/v1/audit?limit=5", undefined, key),
    );
    const rest = await answer<{ entries: AuditRecord[] }>(
      sendJson("GET", `/v1/audit?limit=5&cursor=${page.cursor}`, undefined, key),
    );
    expect(page.entries).toHaveLength(5);
    expect([...page.entries, ...rest.entries]).toEqual(entries);
  });
});

describe("DELETE /v1/workspace", () => {
  test("erases all of it, and nothing of another", async () => {
    const [one, other] = [await filled(), await filled()];
    const before = await exported(other.key);
    const name = (JSON.parse((await exported(one.key)).split("\n")[0] ?? "") as { name: string }).name;
    await problem(sendJson("DELETE", "/v1/workspace", undefined, one.key), 422);
    await problem(sendJson("DELETE", "/v1/workspace?confirm=wrong", undefined, one.key), 422);
    expect(
      await answer(sendJson("DELETE", `/v1/workspace?confirm=${encodeURIComponent(name)}`, undefined, one.key)),
    ).toEqual({ erased: name });
    await problem(sendJson("GET", "/v1/partners", undefined, one.key), 401);
    for (const table of [
      "keys",
      "models",
      "partners",
      "assessments",
      "standings",
      "actions",
      "documents",
      "links",
      "drafts",
    ]) {
      const { results } = await env.DB.prepare(`SELECT 1 FROM ${table} WHERE workspace = ?1`).bind(one.id).all();
      expect(results, table).toEqual([]);
    }
    expect(await exported(other.key)).toBe(before);
  });
});

describe("a database that fails", () => {
  /** D1 that works until the nth statement batch of a request, then fails as told. */
  function failing(at: number, fail: () => Promise<never>): D1Database {
    let calls = 0;
    return {
      prepare: (text: string) => env.DB.prepare(text),
      batch: (statements: D1PreparedStatement[]) => (++calls === at ? fail() : env.DB.batch(statements)),
    } as unknown as D1Database;
  }
  const request = (key: string) => ({
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "idempotency-key": "again" },
    body: JSON.stringify({
      model: "prm-performance",
      period: "2026-Q3",
      assessments: [{ partner: "acme", answers: { target: { value: 5, note: "by word of mouth" } } }],
    }),
  });

  test.each([1, 2, 3])(
    "at call %i: 503, when to come back, nothing half done, and a retry completes once",
    async (at) => {
      const { key, id } = await newWorkspace();
      const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
      const error = () => Promise.reject(new Error("D1_ERROR: secret internals SELECT * FROM keys"));
      const response = await createApp().request("/v1/assessments", request(key), { ...env, DB: failing(at, error) });
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBe("5");
      expect(await response.text()).not.toMatch(/secret|SELECT|D1/);
      const log = JSON.stringify(logged.mock.calls);
      logged.mockRestore();
      expect(log).toContain("D1_ERROR");
      expect(log).not.toMatch(/lsk_|by word of mouth|again/);
      for (const table of ["assessments", "standings", "documents"]) {
        expect((await env.DB.prepare(`SELECT 1 FROM ${table} WHERE workspace = ?1`).bind(id).all()).results).toEqual(
          [],
        );
      }
      const retry = await createApp().request("/v1/assessments", request(key), env);
      expect(retry.status).toBe(200);
      expect(retry.headers.get("idempotency-replayed")).toBeNull();
    },
  );

  test("that stored all and lost its answer: the retry is told so", async () => {
    const { key } = await newWorkspace();
    let calls = 0;
    const forgetful = {
      prepare: (text: string) => env.DB.prepare(text),
      batch: async (statements: D1PreparedStatement[]) => {
        const results = await env.DB.batch(statements);
        if (++calls === 3) throw new Error("Network connection lost.");
        return results;
      },
    } as unknown as D1Database;
    expect((await createApp().request("/v1/assessments", request(key), { ...env, DB: forgetful })).status).toBe(503);
    const retry = await createApp().request("/v1/assessments", request(key), env);
    expect(retry.headers.get("idempotency-replayed")).toBe("true");
  });
});

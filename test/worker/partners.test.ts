import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { Partner } from "../../worker/db/partners.ts";
import type { SavedPartners } from "../../worker/services/save-partners.ts";
import { versionOf } from "../../worker/services/typed-answers.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, costOf, problem, send, sendJson } from "../support/worker-requests.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

const put = (key: string, body: unknown) => sendJson("PUT", "/v1/partners", body, key);
const stored = (key: string, partners: unknown[]) => answer<SavedPartners>(put(key, { partners }));
const list = (key: string, query = "") =>
  answer<{ partners: Partner[]; cursor: string | null }>(sendJson("GET", `/v1/partners${query}`, undefined, key));
const read = (key: string, id: string) => sendJson("GET", `/v1/partners/${encodeURIComponent(id)}`, undefined, key);
const acme = {
  id: "acme",
  name: "Acme GmbH",
  segment: "msp",
  region: "EMEA",
  type: "reseller",
  owner: "Kim",
  tags: ["gold", "new"],
  fields: { revenue: 5 },
};

/** Nothing to say of any partner. */
const fine = { problems: [], problemCount: 0 };

describe("PUT /v1/partners", () => {
  test("stores what was sent", async () => {
    const { key } = await newWorkspace();
    expect(await stored(key, [acme, { name: "Bonsai" }])).toEqual({ saved: 2, ignored: [], ...fine });
    const { partners } = await list(key);
    expect(partners).toEqual([
      expect.objectContaining({ id: "Bonsai", name: "Bonsai", segment: null, tags: [], fields: {} }),
      expect.objectContaining(acme),
    ]);
  });

  test("leaves what is not named, clears what is null", async () => {
    const { key } = await newWorkspace();
    await stored(key, [acme]);
    await stored(key, [{ id: "acme", region: "APAC", owner: null, tags: null }]);
    expect((await list(key)).partners[0]).toMatchObject({ ...acme, region: "APAC", owner: null, tags: [] });
  });

  test("leaves the fields that are not named, in a list and in a grid; null clears one, or all", async () => {
    const { key } = await newWorkspace();
    const fields = async (body: unknown) => {
      await answer(put(key, body));
      return (await list(key)).partners[0]?.fields;
    };
    await stored(key, [{ id: "acme", fields: { revenue: 5, spend: 2.5, crm: "0015" } }]);
    expect(await fields({ partners: [{ id: "acme", fields: { spend: 3 } }] })).toEqual({
      revenue: 5,
      spend: 3,
      crm: "0015",
    });
    const grid = [
      ["partner", "field: revenue"],
      ["acme", 7],
    ];
    expect(await fields({ grid })).toEqual({ revenue: 7, spend: 3, crm: "0015" });
    expect(await fields({ partners: [{ id: "acme", fields: { crm: null } }] })).toEqual({ revenue: 7, spend: 3 });
    expect(await fields({ partners: [{ id: "acme", fields: null }] })).toEqual({});
  });

  test("stores partners that differ in case only as two, and says so, each time it is asked", async () => {
    const { key } = await newWorkspace();
    const told = {
      saved: 3,
      ignored: [],
      problems: [
        {
          partner: "acme",
          criterion: null,
          message:
            "“acme” differs from “Acme” in partners.0 in case only. They are stored as two partners; send one if they are the same.",
        },
      ],
      problemCount: 1,
    };
    const partners = [{ id: "Acme" }, { id: "other" }, { name: "acme" }];
    const once = { "idempotency-key": "alike" };
    for (let time = 1; time <= 2; time++)
      expect(await answer(sendJson("PUT", "/v1/partners", { partners }, key, once))).toEqual(told);
    expect((await list(key)).partners.map(({ id }) => id)).toEqual(["Acme", "acme", "other"]);
  });

  test("takes a grid", async () => {
    const { key } = await newWorkspace();
    const grid = [
      ["Partner", "Region", "Tags", "field: revenue", "Comment"],
      ["acme", "EMEA", "gold; new", 5, "x"],
      ["", "", "", null, ""],
      [4711, "", "", "", ""],
    ];
    expect(await answer(put(key, { grid }))).toEqual({ saved: 2, ignored: ["Comment"], ...fine });
    const { partners } = await list(key);
    expect(partners.map(({ id, region, tags, fields }) => ({ id, region, tags, fields }))).toEqual([
      { id: "4711", region: null, tags: [], fields: {} },
      { id: "acme", region: "EMEA", tags: ["gold", "new"], fields: { revenue: 5 } },
    ]);
  });

  test("of 2,000 costs three statements and a row each", async () => {
    const { key } = await newWorkspace();
    const partners = Array.from({ length: 2_000 }, (_, place) => ({ name: `partner ${place}`, region: "EMEA" }));
    const cost = costOf(await put(key, { partners }));
    expect(cost.statements).toBe(3);
    expect(cost.rowsWritten).toBeLessThanOrEqual(2_002);
  });

  test.each([
    ["nothing", {}, "body"],
    ["both shapes", { partners: [], grid: [[]] }, "body"],
    ["text for a list", { partners: "acme" }, "partners"],
    ["text for a partner", { partners: ["acme"] }, "partners.0"],
    ["no name", { partners: [{ region: "EMEA" }] }, "partners.0.name"],
    ["a long name", { partners: [{ name: "x".repeat(201) }] }, "partners.0.name"],
    ["a number for a region", { partners: [{ name: "x", region: 5 }] }, "partners.0.region"],
    ["a field that is not known", { partners: [{ name: "x", workspace: "ws_usual" }] }, "partners.0.workspace"],
    ["tags that are none", { partners: [{ name: "x", tags: [["a"]] }] }, "partners.0.tags"],
    ["fields that nest", { partners: [{ name: "x", fields: { a: {} } }] }, "partners.0.fields"],
    ["one partner in two ways of writing", { partners: [{ name: "Café" }, { name: "Cafe\u0301" }] }, "partners.1"],
    ["a grid without names", { grid: [["Region"], ["EMEA"]] }, "grid.0"],
  ])("turns down %s and stores nothing", async (_name, body, location) => {
    const { key } = await newWorkspace();
    const { errors } = await problem(put(key, body), 422);
    expect(errors?.[0]?.location).toBe(location);
    expect((await list(key)).partners).toEqual([]);
  });
});

describe("GET /v1/partners", () => {
  test("filters and pages", async () => {
    const { key } = await newWorkspace();
    await stored(
      key,
      Array.from({ length: 25 }, (_, place) => ({
        name: `p${String(place).padStart(2, "0")}`,
        region: place % 2 ? "EMEA" : "APAC",
        tags: place < 3 ? ["vip"] : [],
      })),
    );
    expect((await list(key, "?region=emea")).partners).toHaveLength(12);
    expect((await list(key, "?tag=VIP&region=apac")).partners.map(({ id }) => id)).toEqual(["p00", "p02"]);
    const first = await list(key, "?limit=20");
    const second = await list(key, `?limit=20&cursor=${first.cursor}`);
    expect([...first.partners, ...second.partners].map(({ id }) => id)).toHaveLength(25);
    expect(second.cursor).toBeNull();
    await problem(sendJson("GET", "/v1/partners?limit=0", undefined, key), 422);
    await problem(sendJson("GET", "/v1/partners?colour=red", undefined, key), 422);
  });

  test("shows nothing of another workspace, whatever the filter or cursor", async () => {
    const [one, other] = [await newWorkspace(), await newWorkspace()];
    await stored(
      one.key,
      Array.from({ length: 3 }, (_, place) => ({ name: `secret ${place}` })),
    );
    const { cursor } = await list(one.key, "?limit=1");
    for (const query of ["", "?limit=1000", `?cursor=${cursor}`, "?region=' OR 1=1 --"])
      expect((await list(other.key, query)).partners).toEqual([]);
    const foreign = await problem(read(other.key, "secret 0"), 404);
    expect(foreign.detail).toBe((await problem(read(other.key, "nobody"), 404)).detail);
    await problem(sendJson("DELETE", "/v1/partners/secret%200", undefined, other.key), 404);
    expect((await list(one.key)).partners).toHaveLength(3);
  });
});

test("a partner is found in whatever form of Unicode its id comes", async () => {
  const { key } = await newWorkspace();
  await stored(key, [{ id: "Café" }]);
  const model = "prm-performance";
  const assessments = [{ partner: "Cafe\u0301", answers: { target: 50 } }];
  await answer(sendJson("POST", "/v1/assessments", { model, period: "2026-Q3", assessments }, key));
  const id = encodeURIComponent("Cafe\u0301");
  for (const path of [
    `/v1/partners/${id}`,
    `/v1/partners/${id}/history?model=${model}`,
    `/v1/partners/${id}/forecast?model=${model}`,
    `/v1/insights/${model}/benchmark?partner=${id}`,
    `/v1/actions/projection?model=${model}&partner=${id}`,
  ]) {
    await answer(sendJson("GET", path, undefined, key));
  }
  const listed = await answer<{ assessments: unknown[] }>(
    sendJson("GET", `/v1/assessments?partner=${id}`, undefined, key),
  );
  expect(listed.assessments).toHaveLength(1);
  expect(await answer(sendJson("DELETE", `/v1/partners/${id}`, undefined, key))).toMatchObject({ partner: "Café" });
});

describe("DELETE /v1/partners/{id}", () => {
  test("erases all of it and says what", async () => {
    const { key, id } = await newWorkspace();
    await answer(sendJson("PUT", "/v1/models/first-steps", firstSteps, key));
    await stored(key, [acme]);
    for (const period of ["2026-Q2", "2026-Q3"]) {
      await answer(
        sendJson(
          "POST",
          "/v1/assessments",
          {
            model: "first-steps",
            period,
            assessments: [{ partner: "acme", answers: { certified: { value: 4, note: "Kim said so" } } }],
          },
          key,
        ),
      );
    }
    const response = await sendJson("DELETE", "/v1/partners/acme", undefined, key, { "idempotency-key": "gone" });
    expect(costOf(response).statements).toBeLessThanOrEqual(5);
    const erased = { partner: "acme", erased: { partner: 1, assessments: 2, standings: 1, actions: 0, links: 0 } };
    expect(await answer(response)).toEqual(erased);
    expect(
      await answer(sendJson("DELETE", "/v1/partners/acme", undefined, key, { "idempotency-key": "gone" })),
    ).toEqual(erased);
    await problem(read(key, "acme"), 404);
    await problem(sendJson("DELETE", "/v1/partners/acme", undefined, key), 404);
    for (const table of ["partners", "assessments", "standings", "actions"]) {
      const { results } = await env.DB.prepare(`SELECT * FROM ${table} WHERE workspace = ?1`).bind(id).all();
      expect(results, table).toEqual([]);
    }
    const { results } = await env.DB.prepare("SELECT body FROM documents WHERE workspace = ?1").bind(id).all();
    expect(JSON.stringify(results)).not.toMatch(/Kim|Acme/);
  });

  test("leaves its name in no table, whatever was done with it and repeated", async () => {
    const { key, id } = await newWorkspace();
    const model = { ...firstSteps, review: { demotion: "pending" } };
    await answer(sendJson("PUT", "/v1/models/first-steps", model, key));
    const named = "Miller & Daughter";
    const partners = [named, "Other"];
    await stored(key, [{ id: named, owner: named, tags: [named], fields: { alias: named } }]);
    const once = (name: string) => ({ "idempotency-key": name });
    for (const [period, certified] of [
      ["2026-Q2", 9],
      ["2026-Q3", 0],
    ] as const) {
      const assessments = partners.map((partner) => ({ partner, answers: { certified, plan: "yes" } }));
      const save = { model: "first-steps", period, assessments };
      const sent = () =>
        answer(sendJson("POST", "/v1/assessments", save, key, once(`save ${period}`.replace(" ", "-"))));
      expect(await sent()).toEqual(await sent());
    }
    const decision = { model: "first-steps", partners: [...partners].reverse(), decision: "dismiss" };
    const decide = () => answer(sendJson("POST", "/v1/demotions", decision, key, once("decide")));
    expect(await decide()).toEqual(await decide());
    const made = { from: "gaps", model: "first-steps", partners: [...partners, "Nobody", named] };
    const make = () => answer<{ unassessed: string[] }>(sendJson("POST", "/v1/actions", made, key, once("make")));
    expect((await make()).unassessed).toEqual(["Nobody"]);
    expect((await make()).unassessed).toEqual(["Nobody"]);
    const alike = () => {
      const body = { partners: [{ id: named }, { id: named.toUpperCase() }] };
      return answer<{ problemCount: number }>(sendJson("PUT", "/v1/partners", body, key, once("alike")));
    };
    expect((await alike()).problemCount).toBe(1);
    expect(await alike()).toEqual(await alike());
    await answer(sendJson("DELETE", `/v1/partners/${encodeURIComponent(named.toUpperCase())}`, undefined, key));
    const wanted = { kind: "self-assessment", model: "first-steps", period: "2026-Q4" };
    const links = { links: partners.map((partner) => ({ ...wanted, partner })) };
    const invite = () =>
      answer<{ links: { id: string; path: string }[] }>(sendJson("POST", "/v1/links", links, key, once("invite")));
    expect(await invite()).toEqual(await invite());
    const [link] = (await invite()).links;
    const typed = await send(link?.path ?? "", {
      method: "POST",
      headers: { authorization: "", "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: new URLSearchParams({ "v.certified": versionOf(undefined), "a.certified": "3", "n.certified": named }),
    });
    expect(await typed.json()).toMatchObject({ answered: 1 });
    const revoke = () => answer(sendJson("DELETE", `/v1/links/${link?.id}`, undefined, key, once("revoke")));
    expect(await revoke()).toEqual(await revoke());
    const erase = () =>
      answer(sendJson("DELETE", `/v1/partners/${encodeURIComponent(named)}`, undefined, key, once("erase")));
    expect(await erase()).toEqual(await erase());
    for (const table of ["partners", "assessments", "standings", "actions", "links", "drafts", "documents"]) {
      const { results } = await env.DB.prepare(`SELECT * FROM ${table} WHERE workspace = ?1`).bind(id).all();
      expect(JSON.stringify(results), table).not.toMatch(/Miller/i);
      const others = ["assessments", "standings", "actions", "links"].includes(table);
      if (others) expect(JSON.stringify(results), table).toContain("Other");
    }
    const audit = await answer<{ entries: { action: string; what: unknown }[] }>(
      sendJson("GET", "/v1/audit", undefined, key),
    );
    expect(audit.entries.find(({ action }) => action === "demotions.dismissed")?.what).toEqual({
      model: "first-steps",
      partners: ["Other"],
      count: 2,
    });
  });

  test("erases a partner that was assessed but never stored", async () => {
    const { key } = await newWorkspace();
    await answer(
      sendJson(
        "POST",
        "/v1/assessments",
        { model: "prm-performance", period: "2026-Q3", assessments: [{ partner: "loner", answers: {} }] },
        key,
      ),
    );
    expect((await answer<{ standings: unknown[] }>(read(key, "loner"))).standings).toHaveLength(1);
    expect(await answer(sendJson("DELETE", "/v1/partners/loner", undefined, key))).toMatchObject({
      erased: { partner: 0, assessments: 1, standings: 1 },
    });
    await problem(read(key, "loner"), 404);
  });
});

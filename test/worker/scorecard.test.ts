import { describe, expect, test } from "vitest";
import type { CreatedLink } from "../../worker/services/create-links.ts";
import { partnersModel } from "../support/worker-links.ts";
import { answer, costOf, problem, send, sendJson } from "../support/worker-requests.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

const model = {
  ...partnersModel,
  curve: { midpoint: 0.5, steepness: 4 },
  criteria: partnersModel.criteria.map((criterion) => ({ ...criterion, stages: ["enable"], effort: 2 })),
  levels: [
    { id: "bronze", name: "Bronze", programme: ["Portal access"] },
    {
      id: "gold",
      name: "Gold",
      programme: ["A named manager"],
      requires: [
        { of: "index", min: 60 },
        { of: "criterion", id: "people", min: 4 },
      ],
    },
  ],
};

const OTHERS = ["Bonsai", "Cedar", "Dahlia", "Erle"];

const save = (key: string, body: object) =>
  answer(sendJson("POST", "/v1/assessments", { model: "self-check", period: "2026-Q4", ...body }, key));

async function prepared(partners: readonly string[] = OTHERS) {
  const { key } = await newWorkspace();
  await answer(sendJson("PUT", "/v1/models/self-check", model, key));
  await answer(
    sendJson(
      "PUT",
      "/v1/partners",
      { partners: [{ id: "acme", name: "Acme <i>GmbH</i>" }, ...partners.map((id) => ({ id, name: `${id} KG` }))] },
      key,
    ),
  );
  await save(key, {
    assessments: ["acme", ...partners].map((partner, at) => ({
      partner,
      answers: {
        people: { value: at + 2, note: "between us", evidence: "https://vendor.example/internal" },
        plan: "yes",
        campaigns: "some",
        revenue: 10,
      },
    })),
  });
  return key;
}

async function link(key: string, wanted: object = {}): Promise<string> {
  const links = [{ kind: "scorecard", partner: "acme", model: "self-check", ...wanted }];
  const made = await answer<{ links: CreatedLink[] }>(sendJson("POST", "/v1/links", { links }, key));
  return made.links[0]?.path ?? "";
}

const open = async (path: string, language = "en") => {
  const response = await send(path, { headers: { authorization: "", "accept-language": language } });
  return { response, text: await response.text() };
};

describe("the scorecard", () => {
  test("says where the partner stands, why, and the cheapest way on", async () => {
    const key = await prepared();
    const { text, response } = await open(await link(key));
    expect(response.status).toBe(200);
    expect(text).toContain(">Bronze</b>");
    expect(text).toContain("Held at Bronze: index");
    expect(text).toContain("certified staff 2 of 4");
    expect(text).toContain("The shortest way to Gold");
    expect(text).toMatch(/Certified staff<\/b>.*?2 people.*?10 people/s);
    expect(text).toContain("Portal access");
    expect(text).toContain("A named manager");
    expect(text).toContain("You are in the phase Bronze.");
    expect(text).toContain("Joint plan</li>");
  });

  test("shows nothing of any other partner, and nothing the vendor noted for itself", async () => {
    const key = await prepared();
    const { text } = await open(await link(key));
    for (const name of OTHERS) expect(text).not.toContain(name);
    expect(text).not.toContain("between us");
    expect(text).not.toContain("vendor.example");
    expect(text).toContain("Acme &lt;i&gt;GmbH&lt;/i&gt;");
  });

  test("compares with medians of at least five partners, and else says why not", async () => {
    const five = (await open(await link(await prepared()))).text;
    expect(five).toContain("Middle of 5 partners");
    expect(five).toContain('class="square"');
    const four = (await open(await link(await prepared(OTHERS.slice(1))))).text;
    expect(four).toContain("at least 5 partners have been assessed");
    expect(four).not.toContain('class="square"');
  });

  test("shows progress over periods, and a forecast from the third on", async () => {
    const key = await prepared();
    const path = await link(key);
    expect((await open(path)).text).toContain("A forecast takes at least three periods.");
    for (const [period, people] of [
      ["2026-Q2", 0],
      ["2026-Q3", 1],
    ] as const) {
      await save(key, {
        period,
        assessments: [{ partner: "acme", answers: { people, plan: "yes", campaigns: "none" } }],
      });
    }
    const { text } = await open(path);
    expect(text).toContain('class="band"');
    expect(text).toMatch(/2027-Q1 \(forecast\)/);
    const earlier = (await open(await link(key, { period: "2026-Q3" }))).text;
    expect(earlier).toContain("· 2026-Q3");
    expect(earlier).not.toContain("2026-Q4</th>");
  });

  test("sets the partner's view beside the vendor's where both have answered", async () => {
    const key = await prepared();
    const path = await link(key);
    expect((await open(path)).text).not.toContain("Your view and ours");
    await save(key, { source: "partner", assessments: [{ partner: "acme", answers: { people: 9, plan: "yes" } }] });
    const { text } = await open(path);
    expect(text).toContain("One answer is the same.");
    expect(text).toMatch(/Certified staff<\/th><td[^>]*>9 people<\/td><td[^>]*>2 people/);
    expect(text).toContain("certified staff 2 of 4");
  });

  test("stands at the level after the promotion policy, and says what the latest answers reach", async () => {
    const key = await prepared();
    await answer(sendJson("PUT", "/v1/models/self-check", { ...model, review: { demotion: "pending" } }, key));
    const answers = { people: 10, plan: "yes", campaigns: "all", channels: ["mail", "events"], revenue: 90 };
    await save(key, { period: "2027-Q1", assessments: [{ partner: "acme", answers }] });
    await save(key, { period: "2027-Q2", assessments: [{ partner: "acme", answers: { people: 1 } }] });
    const { text } = await open(await link(key));
    expect(text).toContain(">Gold</b>");
    expect(text).toContain("The latest answers reach Bronze.");
  });

  test("speaks the reader's language, with its separators", async () => {
    const key = await prepared();
    const { text } = await open(await link(key), "de-DE");
    expect(text).toContain('<html lang="de">');
    expect(text).toContain("Der kürzeste Weg zu Gold");
    expect(text).toMatch(/19,8 bis 20,2/);
  });

  test("of a partner that was never assessed says so", async () => {
    const { response, text } = await open(await link(await prepared(), { partner: "nobody" }));
    expect(response.status).toBe(200);
    expect(text).toContain("There is no result yet");
  });

  test("every chart has a name and a table, and no style of its own", async () => {
    const { text } = await open(await link(await prepared()));
    const charts = text.match(/<svg/g)?.length;
    expect(charts).toBe(4);
    expect(text.match(/<svg[^>]* role="img" aria-label="[^"]+"/g)).toHaveLength(4);
    expect(text.match(/<summary>Figures/g)).toHaveLength(4);
    expect(text).not.toMatch(/ style=|<style|<script/);
  });

  test("costs four statements, five on the first visit, and stays small", async () => {
    const { key } = await newWorkspace();
    const answers = {
      revenue: 90_000,
      techCert: 3,
      salesCert: 2,
      growth: 4,
      nps: 30,
      winRate: 20,
      compliance: ["credit"],
    };
    const assessments = Array.from({ length: 6 }, (_, at) => ({ partner: at === 0 ? "acme" : `p${at}`, answers }));
    for (const period of ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]) {
      await answer(sendJson("POST", "/v1/assessments", { model: "partner-maturity", period, assessments }, key));
    }
    const path = await link(key, { model: "partner-maturity" });
    expect(costOf((await open(path)).response).statements).toBeLessThanOrEqual(5);
    const { response, text } = await open(path, "de");
    expect(costOf(response).statements).toBeLessThanOrEqual(4);
    expect(costOf(response).rowsWritten).toBe(0);
    const zipped = new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip")));
    expect((await zipped.arrayBuffer()).byteLength).toBeLessThan(60_000);
  });

  test("opens by its own kind of link alone", async () => {
    const key = await prepared();
    const card = await link(key);
    const form = await link(key, { kind: "self-assessment", period: "2026-Q4" });
    expect((await open(card.replace("/s/", "/a/"))).response.status).toBe(404);
    expect((await open(form.replace("/a/", "/s/"))).response.status).toBe(404);
    await problem(
      sendJson(
        "POST",
        "/v1/links",
        { links: [{ kind: "scorecard", partner: "acme", model: "self-check", period: "x" }] },
        key,
      ),
      422,
    );
    await problem(
      sendJson("POST", "/v1/links", { links: [{ kind: "scorecard", partner: "acme", model: "nothing" }] }, key),
      404,
    );
    await problem(
      sendJson(
        "POST",
        "/v1/links",
        { links: [{ kind: "self-assessment", partner: "acme", model: "self-check" }] },
        key,
      ),
      422,
    );
  });

  test("dies with the partner", async () => {
    const key = await prepared();
    const path = await link(key);
    await answer(sendJson("DELETE", "/v1/partners/acme", undefined, key));
    expect((await open(path)).response.status).toBe(404);
  });
});

import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { createApp } from "../../worker/app.ts";
import type { CreatedLink } from "../../worker/services/create-links.ts";
import { readComment, readLocalNumber, versionOf, writeLocalNumber } from "../../worker/services/typed-answers.ts";
import { partnersModel } from "../support/worker-links.ts";
import { answer, costOf, send, sendJson } from "../support/worker-requests.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

interface Invited {
  key: string;
  workspace: string;
  /** `/a/{token}` */
  path: string;
}

async function invited(
  model: object = partnersModel,
  partner: object = { id: "acme", name: "Acme GmbH" },
): Promise<Invited> {
  const { key, id } = await newWorkspace();
  await answer(sendJson("PUT", "/v1/models/self-check", model, key));
  await answer(sendJson("PUT", "/v1/partners", { partners: [partner] }, key));
  const wanted = { partner: "acme", model: "self-check", period: "2026-Q4" };
  const { links } = await answer<{ links: CreatedLink[] }>(sendJson("POST", "/v1/links", { links: [wanted] }, key));
  return { key, workspace: id, path: links[0]?.path ?? "" };
}

const open = async (path: string, headers: Record<string, string> = {}) => {
  const response = await send(path, { headers: { authorization: "", ...headers } });
  return { response, text: await response.text() };
};

/** The version under which the page shows the answer to a question. */
const versionIn = (text: string, id: string): string =>
  new RegExp(`name="v\\.${id}" value="(\\w+)"`).exec(text)?.[1] ?? "";

type Fields = readonly (readonly [string, string])[];

function post(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<Response> {
  return send(path, {
    method: "POST",
    headers: { authorization: "", "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
  });
}

interface Acknowledged {
  saved: Record<string, string>;
  faults: Record<string, string>;
  conflicts: Record<string, { text: string; base: string; fields: [string, string][] }>;
  answered: number;
  progress: string;
}

const acknowledged = async (path: string, fields: Fields): Promise<Acknowledged> =>
  answer(post(path, fields, { accept: "application/json" }));

const BLANK = versionOf(undefined);

async function storedBy(key: string) {
  const query = "?model=self-check&source=partner";
  const { assessments } = await answer<{ assessments: { answers: Record<string, unknown>; savedBy: string }[] }>(
    sendJson("GET", `/v1/assessments${query}`, undefined, key),
  );
  return assessments;
}

describe("the form", () => {
  test("asks what is asked of partners, by dimension, and nothing else", async () => {
    const { path } = await invited();
    const { text } = await open(path);
    for (const { question, askedOf } of partnersModel.criteria as { question: string; askedOf?: string }[]) {
      expect(text.includes(question), question).toBe(askedOf !== "vendor");
    }
    expect(text.indexOf("Skills")).toBeLessThan(text.indexOf("Is there a signed plan?"));
    expect(text).toContain("No calendar, no budget of its own.");
    expect(text).toContain("Number (people)");
    expect(text).toContain("From 0 to 5,000.");
    expect(text).toContain("0 of 4 answered");
    expect(text).toContain("Acme GmbH");
  });

  test("takes “does not apply” only where it decides no level", async () => {
    const { path } = await invited();
    const { text } = await open(path);
    const offers = (id: string) => text.includes(`name="a.${id}" value="N/A"`);
    expect({ people: offers("people"), plan: offers("plan"), channels: offers("channels") }).toEqual({
      people: false,
      plan: true,
      channels: true,
    });
    const sent = await acknowledged(path, [
      ["v.people", BLANK],
      ["a.people", "N/A"],
      ["v.plan", BLANK],
      ["a.plan", "n/a"],
    ]);
    expect(Object.keys(sent.saved)).toEqual(["people", "plan"]);
    expect(sent.faults.people).toContain("not a number");
    expect(sent.answered).toBe(1);
  });

  test("leaves out what a variant leaves out for this partner", async () => {
    const overlays = [{ id: "small", when: { segment: ["small"] }, criteria: { channels: { omit: true } } }];
    const { path } = await invited({ ...partnersModel, overlays }, { id: "acme", name: "Acme", segment: "Small" });
    expect((await open(path)).text).not.toContain("Which channels do you use?");
  });

  test.each([
    ["de-AT,de;q=0.9,en;q=0.8", "", "de"],
    ["ja,en;q=0.5", "", "en"],
    ["en;q=0.5,de;q=0.9", "", "de"],
    ["de", "?language=en", "en"],
    ["tlh", "", "en"],
    [";;q=x,,", "?language=<script>", "en"],
  ])("speaks the language of the browser (%s) and the one chosen (%s)", async (accepted, query, language) => {
    const { path } = await invited();
    const { text } = await open(path + query, { "accept-language": accepted });
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(
      language === "de" ? "Wie viele Menschen haben ein Zertifikat?" : "How many people hold a certificate?",
    );
    expect(text).not.toContain("<script>");
  });

  test("costs two statements to show, three on the first visit, and one row a save", async () => {
    const { path } = await invited();
    expect(costOf((await open(path)).response).statements).toBe(3);
    expect(costOf((await open(path)).response)).toMatchObject({ statements: 2, rowsWritten: 0 });
    const first = await post(path, [
      ["v.people", BLANK],
      ["a.people", "4"],
    ]);
    expect(costOf(first)).toMatchObject({ statements: 3, rowsWritten: 1 });
    const submitted = await post(`${path}/submit`, []);
    expect(costOf(submitted).statements).toBeLessThanOrEqual(8);
  });

  test("is small: below 60 kB compressed for the largest shipped questionnaire", async () => {
    const { key } = await newWorkspace();
    for (const model of ["partner-maturity", "marketing-execution-maturity", "marketing-maturity-index"]) {
      const links = [{ partner: "acme", model, period: "2026-Q4" }];
      const made = await answer<{ links: CreatedLink[] }>(sendJson("POST", "/v1/links", { links }, key));
      const { text } = await open(made.links[0]?.path ?? "", { "accept-language": "de" });
      const zipped = new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip")));
      expect((await zipped.arrayBuffer()).byteLength, model).toBeLessThan(60_000);
      expect(text).not.toMatch(/ style=|<style|<script(?! src="\/)|https?:\/\/(?!example)/);
    }
  });

  test("style and script come with it, to be kept for ever", async () => {
    const { path } = await invited();
    const { text } = await open(path);
    const assets = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, asset]) => asset ?? "");
    expect(assets).toHaveLength(2);
    for (const asset of assets) {
      const { response } = await open(asset);
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toContain("immutable");
    }
  });
});

describe("answers", () => {
  test("are kept as they come, with comment and evidence, and shown again", async () => {
    const { path } = await invited();
    const fields: Fields = [
      ["language", "de"],
      ["v.people", BLANK],
      ["a.people", "1.234,5"],
      ["n.people", "Zeile 1\r\nZeile 2"],
      ["e.people", "https://example.com/x"],
      ["v.channels", BLANK],
      ["a.channels", "mail"],
      ["a.channels", "events"],
    ];
    const response = await post(path, fields);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`${path}?language=de&saved=1`);
    const { text } = await open(`${path}?language=de&saved=1`);
    expect(text).toContain('value="1234,5"');
    expect(text).toContain("Zeile 1\nZeile 2</textarea>");
    expect(text).toMatch(/value="mail" checked/);
    expect(text).toContain("2 von 4 beantwortet");
    expect((await open(`${path}/review?language=en`)).text).toContain("1,234.5 people");
  });

  test("a page posted twice, or one that nobody changed, changes nothing", async () => {
    const { path } = await invited();
    const fields: Fields = [
      ["v.plan", BLANK],
      ["a.plan", "yes"],
    ];
    await post(path, fields);
    const again = await post(path, fields);
    expect(again.status).toBe(303);
    expect(costOf(again).rowsWritten).toBe(0);
    const version = versionIn((await open(path)).text, "plan");
    expect(
      costOf(
        await post(path, [
          ["v.plan", version],
          ["a.plan", "yes"],
        ]),
      ).rowsWritten,
    ).toBe(0);
  });

  test("of two people are both kept; where both changed one, the second is asked", async () => {
    const { path } = await invited();
    const page: Fields = [
      ["v.people", BLANK],
      ["v.plan", BLANK],
      ["v.campaigns", BLANK],
    ];
    await post(path, [...page, ["a.people", "4"], ["n.people", "by Kim"]]);
    // The second person's page is from before; it changes another answer and leaves the first alone.
    expect((await post(path, [...page, ["a.plan", "yes"]])).status).toBe(303);
    const third = await post(path, [...page, ["a.people", "7"], ["a.campaigns", "all"]]);
    expect(third.status).toBe(409);
    const text = await third.text();
    expect(text).toContain("Meanwhile somebody else has answered: 4 people · Comment: by Kim");
    expect(text).toMatch(/id="a-people" name="a.people" value="7"/);
    expect(text).toContain("3 of 4 answered");
    const version = versionIn(text, "people");
    const theirs = await post(path, [
      ["v.people", version],
      ["a.people", "7"],
      ["k.people", "1"],
    ]);
    expect(theirs.status).toBe(303);
    expect((await open(path)).text).toMatch(/name="a.people" value="4"/);
    expect(
      (
        await post(path, [
          ["v.people", version],
          ["a.people", "7"],
        ])
      ).status,
    ).toBe(303);
    expect((await open(path)).text).toMatch(/name="a.people" value="7"/);
  });

  test("of ten people at the same moment all are kept", async () => {
    const criteria = Array.from({ length: 10 }, (_, at) => ({
      ...partnersModel.criteria[1],
      id: `q${at}`,
      question: `Question ${at}?`,
      name: `Question ${at}`,
    }));
    const { path } = await invited({
      ...partnersModel,
      criteria: [...partnersModel.criteria, ...criteria],
      translations: {},
    });
    const sendAll = await Promise.all(
      criteria.map(async ({ id }) => {
        for (;;) {
          const response = await post(
            path,
            [
              [`v.${id}`, BLANK],
              [`a.${id}`, "yes"],
            ],
            { accept: "application/json" },
          );
          await response.body?.cancel();
          if (response.status !== 503) return response.status;
        }
      }),
    );
    expect(new Set(sendAll)).toEqual(new Set([200]));
    expect((await open(path)).text).toContain("10 of 14 answered");
  });

  test("that cannot be read are kept as typed, said so, and stop the submission", async () => {
    const { path, key } = await invited();
    const response = await post(path, [
      ["v.people", BLANK],
      ["a.people", "about ten"],
      ["v.plan", BLANK],
      ["a.plan", "no"],
    ]);
    expect(response.status).toBe(422);
    const text = await response.text();
    expect(text).toContain('value="about ten"');
    expect(text).toContain('aria-invalid="true"');
    expect(text).toContain("This is not a number.");
    const review = await open(`${path}/review`);
    expect(review.text).toContain("One answer cannot be read.");
    expect(review.text).not.toContain("/submit");
    await post(`${path}/submit`, []);
    expect(await storedBy(key)).toEqual([]);
    const low = await acknowledged(path, [
      ["v.people", versionIn(text, "people")],
      ["a.people", "5001"],
    ]);
    expect(low.faults.people).toBe("This number is too high. From 0 to 5,000.");
  });

  test("a script is told what was kept, what was not, and what others say", async () => {
    const { path } = await invited();
    const first = await acknowledged(path, [
      ["v.campaigns", BLANK],
      ["a.campaigns", "some"],
      ["e.campaigns", "x"],
    ]);
    expect(first).toMatchObject({ faults: {}, conflicts: {}, answered: 1, progress: "1 of 4 answered" });
    const late = await acknowledged(path, [
      ["v.campaigns", BLANK],
      ["a.campaigns", "none"],
    ]);
    expect(late.saved).toEqual({});
    expect(late.conflicts.campaigns).toEqual({
      text: "Meanwhile somebody else has answered: When an occasion arises · Evidence: x. Your answer below is not saved yet.",
      base: first.saved.campaigns,
      fields: [
        ["a.campaigns", "some"],
        ["n.campaigns", ""],
        ["e.campaigns", "x"],
      ],
    });
    const gone = await post(`${path}x`, [], { accept: "application/json" });
    expect(gone.status).toBe(404);
    expect(Object.keys((await gone.json()) as object)).toEqual(["message"]);
  });

  test("hostile ones are text and nothing else", async () => {
    const { path, key } = await invited();
    const comment = '=HYPERLINK("http://evil")</textarea><script>alert(1)</script>\u202egnp\u0000\u0007';
    await post(path, [
      ["v.plan", BLANK],
      ["a.plan", "yes"],
      ["n.plan", comment],
      ["v.campaigns", BLANK],
      ["a.campaigns", "<b>"],
      ["v.__proto__", "1"],
      ["a.__proto__", "1"],
      ["v.revenue", BLANK],
      ["a.revenue", "1000000"],
      ["language", "../../x"],
    ]);
    for (const page of [path, `${path}/review`]) {
      const { text } = await open(page);
      expect(text).not.toContain("<script>alert");
      expect(text).not.toContain("</textarea><");
      expect(text).not.toContain("<b>");
      expect(text).not.toMatch(/[\u0000\u0007]/);
    }
    expect((await post(`${path}/submit`, [])).status).toBe(303);
    expect((await storedBy(key))[0]?.answers).toEqual({
      plan: { value: "yes", note: '=HYPERLINK("http://evil")</textarea><script>alert(1)</script>\u202egnp' },
    });
  });

  test("a comment of 100 kB is not kept and says so, and 2 MB are turned down on a page", async () => {
    const { path } = await invited();
    const long = await post(path, [
      ["v.plan", BLANK],
      ["a.plan", "yes"],
      ["n.plan", "x".repeat(100_000)],
    ]);
    expect(long.status).toBe(422);
    expect(await long.text()).toContain("longer than 10,000 characters");
    const huge = await post(path, [["n.plan", "x".repeat(2_000_001)]]);
    expect(huge.status).toBe(413);
    expect(huge.headers.get("content-type")).toContain("text/html");
    const json = await send(path, {
      method: "POST",
      headers: { authorization: "", "content-type": "application/json" },
      body: "{}",
    });
    expect(json.status).toBe(415);
  });
});

describe("submission", () => {
  const fill: Fields = [
    ["v.people", BLANK],
    ["a.people", "6"],
    ["n.people", "all current"],
    ["v.plan", BLANK],
    ["a.plan", "yes"],
    ["v.campaigns", BLANK],
    ["a.campaigns", "all"],
  ];

  test("stores an assessment of the partner, which standing, history and agreement see; twice it counts once", async () => {
    const { path, key } = await invited();
    await post(path, fill);
    for (let time = 0; time < 2; time++) {
      const response = await post(`${path}/submit`, [["language", "de"]]);
      expect(response.status).toBe(303);
      expect(response.headers.get("location")).toBe(`${path}/review?language=de`);
    }
    const [assessment, ...others] = await storedBy(key);
    expect(others).toEqual([]);
    expect(assessment).toMatchObject({
      answers: { people: { value: 6, note: "all current" }, plan: "yes", campaigns: "all" },
      savedBy: expect.stringMatching(/^lnk_/),
    });
    const { periods } = await answer<{ periods: { earlier: unknown[] }[] }>(
      sendJson("GET", "/v1/partners/acme/history?model=self-check", undefined, key),
    );
    expect(periods.map(({ earlier }) => earlier.length)).toEqual([0]);
    const partner = await answer<{ standings: { source: string; result: { index: number } }[] }>(
      sendJson("GET", "/v1/partners/acme", undefined, key),
    );
    expect(partner.standings[0]).toMatchObject({ source: "partner", result: { index: 56.7 } });
    const vendors = { partner: "acme", answers: { people: 1, plan: "yes", campaigns: "none", revenue: 50 } };
    const save = { model: "self-check", period: "2026-Q4", source: "vendor", assessments: [vendors] };
    await answer(sendJson("POST", "/v1/assessments", save, key));
    const agreement = await answer<{ partners: { partner: string; count: number; mean: number }[] }>(
      sendJson("GET", "/v1/insights/self-check/agreement?period=2026-Q4", undefined, key),
    );
    expect(agreement.partners[0]).toMatchObject({ partner: "acme", count: 3, mean: 0.5 });
  });

  test("can be changed and handed in again, and says what is not handed in yet", async () => {
    const { path, key } = await invited();
    await post(path, fill);
    await post(`${path}/submit`, []);
    const { text } = await open(path);
    await post(path, [
      ["v.plan", versionIn(text, "plan")],
      ["a.plan", "no"],
    ]);
    expect((await open(`${path}/review`)).text).toContain("Submit the changes");
    expect((await storedBy(key))[0]?.answers.plan).toBe("yes");
    await post(`${path}/submit`, []);
    expect((await storedBy(key))[0]?.answers.plan).toBe("no");
    const { periods } = await answer<{ periods: { earlier: unknown[] }[] }>(
      sendJson("GET", "/v1/partners/acme/history?model=self-check", undefined, key),
    );
    expect(periods.map(({ earlier }) => earlier.length)).toEqual([1]);
  });

  test("says what is missing, and takes nothing where nothing is answered", async () => {
    const { path, key } = await invited();
    const { text } = await open(`${path}/review`);
    expect(text).toContain("4 questions have no answer");
    expect(text).not.toContain("<form");
    expect((await post(`${path}/submit`, [])).status).toBe(409);
    await post(path, fill);
    const review = (await open(`${path}/review`)).text;
    expect(review).toContain("One question has no answer");
    expect(review).toContain("One answer lacks the evidence it needs");
    expect(await storedBy(key)).toEqual([]);
  });

  test("a database that fails says so on a page, and a second try completes it once", async () => {
    const { path, key } = await invited();
    await post(path, fill);
    let calls = 0;
    const failing = {
      prepare: (text: string) => env.DB.prepare(text),
      batch: (statements: D1PreparedStatement[]) =>
        ++calls === 4 ? Promise.reject(new Error("D1_ERROR: internals")) : env.DB.batch(statements),
    } as unknown as D1Database;
    const request = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "" };
    const response = await createApp().request(`${path}/submit`, request, {
      ...env,
      DB: failing,
      RATE_LIMIT: undefined,
    });
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(text).toContain("does not answer at present");
    expect(text).not.toContain("D1");
    expect(await storedBy(key)).toEqual([]);
    expect((await post(`${path}/submit`, [])).status).toBe(303);
    expect(await storedBy(key)).toHaveLength(1);
  });

  test("the answers of one workspace's partner are in no other workspace's page", async () => {
    const [one, other] = [await invited(), await invited()];
    await post(one.path, fill);
    expect((await open(other.path)).text).toContain("0 of 4 answered");
    const { results } = await env.DB.prepare("SELECT workspace FROM drafts WHERE answers LIKE '%all current%'").all<{
      workspace: string;
    }>();
    expect(results.map(({ workspace }) => workspace)).toContain(one.workspace);
    expect(results.map(({ workspace }) => workspace)).not.toContain(other.workspace);
  });
});

describe("numbers as people type them", () => {
  test.each([
    ["12,5", "de", 12.5],
    ["12.5", "de", 12.5],
    ["1.234", "de", 1234],
    ["1.234,5", "de", 1234.5],
    ["1,234.5", "en", 1234.5],
    ["1,234", "en", 1234],
    ["12,5", "en", 12.5],
    ["1 234,5", "fr", 1234.5],
    ["1\u202f234,5", "fr", 1234.5],
    ["1'234.5", "de", 1234.5],
    ["-3", "de", -3],
    ["−3,25", "es", -3.25],
    [",5", "de", 0.5],
    ["1.2.3", "en", null],
    ["12,5,1", "de", null],
    ["ten", "en", null],
    ["5 %", "en", null],
    ["", "en", null],
    ["1e400x", "en", null],
  ])("%s in %s is %s", (text, language, number) => {
    expect(readLocalNumber(text, language)).toBe(number);
  });

  test("what is written is read back", () => {
    for (const language of ["en", "de", "fr", "es"]) {
      for (const number of [0, -1, 0.1, 1234.5, 1_000_000, 123_456_789.125, 1e-7]) {
        expect(readLocalNumber(writeLocalNumber(number, language), language)).toBe(number);
      }
    }
  });

  test("comments lose what no person types", () => {
    expect(readComment(" a\r\nb\tc\u0000\u0008\ud800 ")).toBe("a\nb\tc\ufffd");
  });
});

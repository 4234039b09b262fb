/** The vendor's network page: all partners of a model behind one link. */
import { describe, expect, test } from "vitest";
import { networkWords } from "../../worker/pages/network-words.ts";
import type { CreatedLink } from "../../worker/services/create-links.ts";
import { partnersModel } from "../support/worker-links.ts";
import { answer, costOf, problem, send, sendJson } from "../support/worker-requests.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

const model = {
  ...partnersModel,
  criteria: partnersModel.criteria.map((criterion) =>
    criterion.id === "plan" ? { ...criterion, tags: ["programme:account-planning"] } : criterion,
  ),
  levels: [
    { id: "bronze", name: "Bronze" },
    { id: "gold", name: "Gold", requires: [{ of: "criterion", id: "people", min: 4 }] },
  ],
};
const SEGMENTS = ["msp", "MSP ", "reseller"];
const REGIONS = ["Österreich", "ÖSTERREICH", "Nordics"];

const put = (key: string, path: string, body: object) => answer(sendJson("PUT", path, body, key));
const post = <Answer>(key: string, path: string, body: object) => answer<Answer>(sendJson("POST", path, body, key));

interface Given {
  partner: string;
  people: number;
  plan?: string;
  revenue?: number;
}

const save = (key: string, period: string, given: readonly Given[], more: object = {}) =>
  post(key, "/v1/assessments", {
    model: "self-check",
    period,
    assessments: given.map(({ partner, people, plan = "no", revenue = 50 }, at) => ({
      partner,
      segment: SEGMENTS[at % 3],
      region: REGIONS[at % 3],
      answers: { people, plan, campaigns: "all", channels: ["mail", "events"], revenue },
    })),
    ...more,
  });

/** `p0`, `p1` …; the even ones reach gold. */
const network = (count: number, shift = 0): Given[] =>
  Array.from({ length: count }, (_, at) => ({
    partner: `p${at}`,
    people: (at + shift) % 2 === 0 ? 4 : 3,
    revenue: at * 5,
  }));

async function prepared() {
  const { key } = await newWorkspace();
  await put(key, "/v1/models/self-check", model);
  return key;
}

async function link(key: string, wanted: object = {}): Promise<string> {
  const links = [{ kind: "network", model: "self-check", ...wanted }];
  return (await post<{ links: CreatedLink[] }>(key, "/v1/links", { links })).links[0]?.path ?? "";
}

const open = async (path: string, language = "en") => {
  const response = await send(path, { headers: { authorization: "", "accept-language": language } });
  return { response, text: await response.text() };
};

/** A section's text by its heading, without its markup. */
function section(text: string, heading: string): string {
  const found = text.split("<section").find((part) => part.includes(`<h2>${heading}</h2>`)) ?? "";
  return plain(found.slice(found.indexOf(">") + 1).split("</section>")[0] ?? "");
}

const plain = (markup: string): string => markup.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

describe("the network page", () => {
  test("shows levels, groups, and who moved since which period", async () => {
    const key = await prepared();
    await save(key, "2026-Q3", network(6).slice(0, 5));
    await save(key, "2026-Q4", [
      ...network(6)
        .slice(0, 2)
        .map((given) => ({ ...given, people: given.people === 4 ? 3 : 4 })),
      ...network(6).slice(2),
    ]);
    await put(key, "/v1/partners", { partners: [{ id: "p0", name: "Zero <i>GmbH</i>" }] });
    const { text, response } = await open(await link(key));
    expect(response.status).toBe(200);
    expect(text).toContain("6 partners assessed; latest period 2026-Q4, with 6 of them; median index");
    expect(section(text, "Levels")).toMatch(/Bronze 3 \(50%\).* Gold 3 \(50%\)/);
    const moved = section(text, "Who moved");
    expect(moved).toContain("1 rose, 1 fell, 3 stayed, 1 new");
    const moves = plain(text);
    expect(moves).toContain("Rose p1 Bronze → Gold 2026-Q3 to 2026-Q4");
    expect(moves).toContain("Fell Zero &lt;i&gt;GmbH&lt;/i&gt; Gold → Bronze 2026-Q3 to 2026-Q4");
    // Names that differ in case and blanks alone are one group.
    expect(section(text, "By segment and region")).toMatch(/Segment Partners Bronze Gold msp 4 2 2 reseller 2 1 1/i);
    expect(section(text, "By segment and region")).toMatch(/Region Partners Bronze Gold österreich 4 2 2/i);
  });

  test("puts the programme's faults first, and says what a verdict takes", async () => {
    const key = await prepared();
    await save(key, "2026-Q4", network(4));
    const path = await link(key);
    expect(section((await open(path)).text, "Programme or partner")).toContain("A verdict takes at least 5 answers");
    expect((await open(path)).text).toContain("a median takes at least 5 partners");
    const better = network(12).map((given) => ({ ...given, people: given.people + 1 }));
    await save(key, "2026-Q4", better);
    const diagnosis = section((await open(path)).text, "Programme or partner");
    expect(diagnosis).toContain("▲ Joint plan 100%");
    expect(diagnosis).toMatch(/The programme is at fault Joint plan , 12 of 12 partners .*Look at: account planning/);
    expect(diagnosis).toMatch(/Partners fall short Certified staff/);
  });

  test("names near misses, partners at risk and overdue actions", async () => {
    const key = await prepared();
    await save(key, "2026-Q4", network(6));
    const actions = { model: "self-check", partner: "p1", text: "Train <b>two</b>", owner: "Kim" };
    await post(key, "/v1/actions", { ...actions, due: "2026-01-31" });
    await post(key, "/v1/actions", { ...actions, text: "Later", due: "2099-01-31" });
    const { text } = await open(await link(key), "en-GB");
    expect(section(text, "Nearly at the next level")).toContain("p1 Bronze → Gold");
    expect(section(text, "Nearly at the next level")).toContain("Held at Bronze: certified staff 3 of 4");
    expect(section(text, "At risk of falling")).toMatch(/p0 Gold Falls to Bronze/);
    const overdue = section(text, "Overdue actions");
    expect(overdue).toMatch(/p1 Train &lt;b&gt;two&lt;\/b&gt; Kim 31 January 2026 \d+ days late/);
    expect(overdue).not.toContain("Later");
  });

  test("shows drivers once an outcome is chosen, or where partners have one figure of their own", async () => {
    const key = await prepared();
    await save(key, "2026-Q4", network(14));
    const path = await link(key);
    const drivers = (text: string) => section(text, "What moves with the outcome");
    expect(drivers((await open(path)).text)).toContain("Choose an outcome");
    const chosen = drivers((await open(`${path}?outcome=people`)).text);
    expect(chosen).toContain("Rank correlation with Certified staff");
    expect(chosen).not.toMatch(/Certified staff \d/);
    const partners = network(14).map(({ partner, people }) => ({ id: partner, fields: { sales: people * 100 } }));
    await put(key, "/v1/partners", { partners });
    const own = drivers((await open(path)).text);
    expect(own).toContain("Rank correlation with sales");
    expect(own).toMatch(/Certified staff 14 1 /);
    expect(drivers((await open(`${path}?outcome=`)).text)).toContain("Choose an outcome");
  });

  test("is narrowed to a segment or region without script, and keeps it in every language", async () => {
    const key = await prepared();
    await save(key, "2026-Q4", network(9));
    const path = await link(key);
    const { text } = await open(`${path}?cohort=${encodeURIComponent("region:ÖSTERREICH")}`);
    expect(text).toContain("6 partners assessed");
    expect(text).toMatch(/<option value="region:österreich" selected>/);
    expect(text).toMatch(/Region: Österreich/i);
    expect(text).toMatch(/href="\?language=de&amp;cohort=region%3A%C3%B6sterreich"/);
    expect(section(text, "Nearly at the next level")).not.toContain("p5");
    for (const cohort of ["region:nowhere", "level:gold", "x", "segment:", "'; DROP TABLE standings --"]) {
      const whole = await open(`${path}?cohort=${encodeURIComponent(cohort)}&outcome=${encodeURIComponent(cohort)}`);
      expect(whole.text).toContain("9 partners assessed");
    }
    const german = (await open(`${path}?language=de`)).text;
    expect(german).toContain('<html lang="de">');
    expect(german).toContain("Programm oder Partner");
  });

  test("diagnoses groups beyond those whose counts are kept", async () => {
    const key = await prepared();
    const assessments = Array.from({ length: 90 }, (_, at) => ({
      partner: `p${at}`,
      segment: at < 80 ? `s${at}` : "late",
      answers: { people: 5, plan: "no" },
    }));
    await post(key, "/v1/assessments", { model: "self-check", period: "2026-Q4", assessments });
    const { text } = await open(`${await link(key)}?cohort=segment:late`);
    expect(text).toContain("10 partners assessed");
    expect(section(text, "Programme or partner")).toContain("Joint plan , 10 of 10 partners");
  });

  test("says so where nobody was assessed, and where there is one period", async () => {
    const key = await prepared();
    const path = await link(key);
    const empty = await open(path);
    expect(empty.response.status).toBe(200);
    expect(empty.text).toContain("No partner has been assessed yet");
    await save(key, "2026-Q4", network(2));
    expect(section((await open(path)).text, "Who moved")).toContain("There is one period so far.");
  });

  test("follows the revision that most partners stand under", async () => {
    const key = await prepared();
    await save(key, "2026-Q4", network(8));
    const path = await link(key);
    await put(key, "/v1/models/self-check", { ...model, name: "Changed" });
    expect(section((await open(path)).text, "Programme or partner")).toContain("8 of 8 partners");
    await save(key, "2027-Q1", network(5));
    const { text } = await open(path);
    expect(text).toContain("Changed");
    expect(section(text, "Programme or partner")).toContain("3 partners stand under another version");
  });

  test("keeps what is told in confidence, and every name harmless", async () => {
    const key = await prepared();
    const hostile = `"><script>alert(1)</script>\u202e=1+1`;
    await post(key, "/v1/assessments", {
      model: "self-check",
      period: "2026-Q4",
      assessments: Array.from({ length: 6 }, (_, at) => ({
        partner: `${hostile}${at}`,
        segment: hostile,
        answers: { people: { value: 3, note: "between us", evidence: "https://vendor.example/x" }, plan: "no" },
      })),
    });
    await put(key, "/v1/partners", { partners: [{ id: "x", fields: { [hostile]: 1, revenue: 2 } }] });
    const { text } = await open(`${await link(key)}?cohort=${encodeURIComponent(`segment:${hostile}`)}`);
    expect(text).toContain("6 partners assessed");
    expect(text).not.toMatch(/<script|between us|vendor\.example/);
    expect(text).not.toMatch(/ style=|<style/);
  });

  test("every chart has a name and a table", async () => {
    const key = await prepared();
    await save(key, "2026-Q4", network(14));
    const { text, response } = await open(`${await link(key)}?outcome=people`);
    const charts = text.match(/<svg/g)?.length ?? 0;
    expect(charts).toBeGreaterThanOrEqual(4);
    expect(text.match(/<svg[^>]* role="img" aria-label="[^"]+"/g)).toHaveLength(charts);
    expect(text.match(/<summary>Figures/g)?.length).toBeGreaterThanOrEqual(charts);
    expect(response.headers.get("x-robots-tag")).toContain("noindex");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  test("of 300 partners costs as many statements as of six, and stays small", async () => {
    const key = await prepared();
    await save(key, "2026-Q3", network(300, 1));
    await save(key, "2026-Q4", network(300));
    const path = await link(key);
    await open(path);
    const { text, response } = await open(`${path}?outcome=people`, "de");
    expect(text).toContain("300 Partner bewertet");
    expect(text).toContain("Angesehen: die 60 von 300 Partnern");
    expect(text).toContain("Verglichen: 100 von 300 Partnern");
    expect(costOf(response).statements).toBeLessThanOrEqual(12);
    expect(costOf(response).rowsWritten).toBe(0);
    const zipped = new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip")));
    expect((await zipped.arrayBuffer()).byteLength).toBeLessThan(60_000);
  });

  test("opens by its own kind of link alone, which names no partner and no period", async () => {
    const key = await prepared();
    await save(key, "2026-Q4", network(2));
    const path = await link(key);
    expect((await open(path)).response.status).toBe(200);
    for (const other of [path.replace("/n/", "/s/"), path.replace("/n/", "/a/"), `/n/${"x".repeat(22)}`, "/n/x"]) {
      expect((await open(other)).response.status).toBe(404);
    }
    const gone = async (at: string) => (await open(at)).text;
    expect(await gone("/n/x")).toBe(await gone(`/s/${"x".repeat(22)}`));
    const card = await link(key, { kind: "scorecard", partner: "p0" });
    expect((await open(card.replace("/s/", "/n/"))).response.status).toBe(404);
    for (const [field, value] of [
      ["partner", "p0"],
      ["period", "2026-Q4"],
    ]) {
      const links = [{ kind: "network", model: "self-check", [field as string]: value }];
      const refused = await problem(sendJson("POST", "/v1/links", { links }, key), 422);
      expect(refused.errors?.[0]?.location).toBe(`links.0.${field}`);
    }
    const { key: stranger } = await newWorkspace();
    const listed = await answer<{ links: unknown[] }>(sendJson("GET", "/v1/links?kind=network", undefined, stranger));
    expect(listed.links).toEqual([]);
    const own = await answer<{ links: { id: string; openedAt: string | null }[] }>(
      sendJson("GET", "/v1/links?kind=network", undefined, key),
    );
    expect(own.links[0]?.openedAt).not.toBeNull();
    await answer(sendJson("DELETE", `/v1/links/${own.links[0]?.id}`, undefined, key));
    expect((await open(path)).response.status).toBe(404);
  });

  test("has every word in four languages", () => {
    const english = networkWords("en");
    const kinds = (words: object): unknown =>
      Object.entries(words).map(([name, word]) => [
        name,
        typeof word === "object" ? kinds(word as object) : typeof word,
      ]);
    for (const language of ["de", "fr", "es"]) {
      const words = networkWords(language);
      expect(words).not.toBe(english);
      expect(kinds(words)).toEqual(kinds(english));
      const blank = Object.values(words).filter((word) => word === "");
      expect(blank).toEqual([]);
    }
    expect(networkWords("pt")).toBe(english);
  });
});

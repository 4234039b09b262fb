import { describe, expect, test } from "vitest";
import type { AgreementAnswer } from "../../worker/services/read-agreement.ts";
import type { BenchmarkAnswer } from "../../worker/services/read-benchmark.ts";
import type { DiagnosisAnswer } from "../../worker/services/read-diagnosis.ts";
import type { DriversAnswer } from "../../worker/services/read-drivers.ts";
import type { FlagsAnswer } from "../../worker/services/read-flags.ts";
import type { GainsAnswer } from "../../worker/services/read-gains.ts";
import type { MoversAnswer } from "../../worker/services/read-movers.ts";
import type { ReplayAnswer } from "../../worker/services/replay-model.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, costOf, problem, sendJson } from "../support/worker-requests.ts";
import { newWorkspace, type Workspace } from "../support/worker-workspace.ts";

const get = <Answer>(key: string, path: string) => answer<Answer>(ask(key, path));
const ask = (key: string, path: string) => sendJson("GET", `/v1/insights/${path}`, undefined, key);
const name = (place: number) => `p${String(place).padStart(2, "0")}`;

/** Index is 5 points per certified person plus 50 for the plan: bronze, silver from 40, gold from 70 with 6 certified. */
async function network(count: number, answersOf: (place: number) => Record<string, unknown>): Promise<Workspace> {
  const workspace = await newWorkspace();
  await answer(sendJson("PUT", "/v1/models/first-steps", firstSteps, workspace.key));
  const partners = Array.from({ length: count }, (_, place) => ({
    name: name(place),
    region: place % 2 ? "EMEA" : "APAC",
    fields: { revenue: place * 1000, spend: 100 },
  }));
  await answer(sendJson("PUT", "/v1/partners", { partners }, workspace.key));
  await save(workspace.key, "vendor", count, answersOf);
  return workspace;
}

const save = (key: string, source: string, count: number, answersOf: (place: number) => Record<string, unknown>) =>
  answer(
    sendJson(
      "POST",
      "/v1/assessments",
      {
        model: "first-steps",
        period: "2026-Q3",
        source,
        assessments: Array.from({ length: count }, (_, place) => ({ partner: name(place), answers: answersOf(place) })),
      },
      key,
    ),
  );

describe("GET /v1/insights/{model}/benchmark", () => {
  test("places a partner in its cohort, with the next level's median as a target", async () => {
    const { key } = await network(22, (place) => ({ certified: place % 11, plan: place >= 11 ? "yes" : "no" }));
    const response = await ask(key, "first-steps/benchmark?partner=p02");
    // Key, standing, model, and both cohorts.
    expect(costOf(response).statements).toBeLessThanOrEqual(4);
    const { model, cohort, partner, benchmark } = await answer<BenchmarkAnswer>(response);
    expect(model).toMatchObject({ id: "first-steps", name: "First steps" });
    expect({ cohort, partner }).toEqual({ cohort: "all", partner: "p02" });
    expect(benchmark?.partners).toBe(22);
    // Two partners lie below 10 points, one at it: (2 + 0.5) / 22.
    expect(benchmark?.index).toMatchObject({ count: 22, value: 10, percentile: 11.4 });
    // Silver: 10 certified without a plan at 50, and 0 to 5 certified with one at 50 to 75; 75 lacks the sixth.
    expect(benchmark?.index?.target).toBeCloseTo(55, 0);
    expect(benchmark?.criteria[0]).toMatchObject({ id: "certified", placement: { count: 22, value: 0.2 } });
    expect(await get<BenchmarkAnswer>(key, "first-steps/benchmark?cohort=region:emea")).toMatchObject({
      cohort: "region:emea",
      partner: null,
      benchmark: { partners: 11, index: { value: null, target: null } },
    });
    expect(await get<BenchmarkAnswer>(key, "first-steps/benchmark?cohort=level:bronze")).toMatchObject({
      benchmark: { index: { target: expect.any(Number) } },
    });
  });

  test("says nothing about fewer than five partners", async () => {
    const { key } = await network(4, () => ({ certified: 2 }));
    expect((await get<BenchmarkAnswer>(key, "first-steps/benchmark?partner=p00")).benchmark).toBeNull();
    expect((await get<BenchmarkAnswer>(key, "first-steps/benchmark?cohort=segment:nobody")).benchmark).toBeNull();
  });

  test("reads one row per cohort, however many partners there are", async () => {
    const [small, large] = [await network(10, () => ({ plan: "yes" })), await network(900, () => ({ plan: "yes" }))];
    const [few, many] = [
      costOf(await ask(small.key, "first-steps/benchmark?partner=p01")),
      costOf(await ask(large.key, "first-steps/benchmark?partner=p01")),
    ];
    expect(many.statements).toBe(few.statements);
    expect(many.rowsRead).toBeLessThanOrEqual(few.rowsRead);
  });

  test("keeps to the revision a partner stands at", async () => {
    const { key } = await network(6, () => ({ certified: 2 }));
    const before = await get<BenchmarkAnswer>(key, "first-steps/benchmark");
    await answer(sendJson("PUT", "/v1/models/first-steps", { ...firstSteps, name: "Changed" }, key));
    expect((await get<BenchmarkAnswer>(key, "first-steps/benchmark")).benchmark).toBeNull();
    const placed = await get<BenchmarkAnswer>(key, "first-steps/benchmark?partner=p01");
    expect(placed.model).toEqual(before.model);
    expect(placed.benchmark?.partners).toBe(6);
    const named = await get<BenchmarkAnswer>(key, `first-steps@${before.model.revision}/benchmark`);
    expect(named.benchmark?.partners).toBe(6);
  });

  test("turns down what is no cohort, partner or model", async () => {
    const { key } = await network(5, () => ({}));
    for (const cohort of ["colour:red", "segment:", "all:x", "level:platinum", "region"]) {
      const { errors } = await problem(ask(key, `first-steps/benchmark?cohort=${cohort}`), 422);
      expect(errors?.[0]?.location).toBe("query.cohort");
    }
    await problem(ask(key, "first-steps/benchmark?partner=nobody"), 404);
    await problem(ask(key, "nothing/benchmark"), 404);
    await problem(ask(key, "first-steps@000000000000/benchmark"), 404);
    await problem(ask(key, "first-steps/benchmark?colour=red"), 422);
  });
});

describe("GET /v1/insights/{model}/diagnosis", () => {
  test("tells programme from partner, by region too, from the counts that are kept", async () => {
    const { key } = await network(48, (place) => ({ certified: 1, plan: place % 4 === 0 ? "no" : "yes" }));
    const response = await ask(key, "first-steps/diagnosis");
    expect(costOf(response).statements).toBeLessThanOrEqual(3);
    const { criteria, partners, setAside, cursor } = await answer<DiagnosisAnswer>(response);
    expect({ partners, setAside, cursor }).toEqual({ partners: 48, setAside: null, cursor: null });
    expect(
      criteria.map(({ criterion, verdict, short, partners: named }) => [criterion, verdict, short, named]),
    ).toEqual([
      ["certified", "programme", 48, []],
      ["plan", "partner", 12, []],
    ]);
    const regions = criteria[1]?.cuts.filter(({ by }) => by === "region");
    expect(regions?.map(({ name: region, answered, short }) => [region, answered, short])).toEqual([
      ["apac", 24, 12],
      ["emea", 24, 0],
    ]);
    const emea = await get<DiagnosisAnswer>(key, "first-steps/diagnosis?cohort=region:EMEA");
    expect(emea).toMatchObject({ cohort: "region:emea", partners: 24 });
    expect(emea.criteria[1]?.cuts).toEqual([]);
  });

  test("names partners page by page, and sets the programme's faults aside", async () => {
    const { key } = await network(12, (place) => ({ certified: 1, plan: place < 3 ? "no" : "yes" }));
    const first = await get<DiagnosisAnswer>(key, "first-steps/diagnosis?partners=true&page=2&partner=p04");
    expect(first.criteria[1]).toMatchObject({ criterion: "plan", short: 3, partners: ["p00", "p01"] });
    expect(first.setAside).toEqual({ partner: "p04", index: 55, without: 100 });
    const next = await get<DiagnosisAnswer>(key, `first-steps/diagnosis?partners=true&cursor=${first.cursor}`);
    expect(next.criteria[1]?.partners).toEqual(["p02"]);
    expect(next.cursor).toBeNull();
    const apac = await get<DiagnosisAnswer>(key, "first-steps/diagnosis?partners=true&cohort=region:APAC&limit=1");
    expect(apac.criteria.map(({ partners }) => partners)).toEqual([["p00"], ["p00"]]);
    await problem(ask(key, "first-steps/diagnosis?partner=nobody"), 404);
    await problem(ask(key, "first-steps/diagnosis?partners=yes"), 422);
    await problem(ask(key, "first-steps/diagnosis?partners=true&cursor=x"), 422);
  });
});

describe("GET /v1/insights/{model}/drivers", () => {
  test("correlates with a field or a criterion, and divides outcome by spend", async () => {
    const { key } = await network(20, (place) => ({ certified: place / 2, plan: place % 3 === 0 ? "yes" : "no" }));
    const response = await ask(key, "first-steps/drivers?outcome=field:revenue&spend=field:spend");
    expect(costOf(response).statements).toBeLessThanOrEqual(3);
    const found = await answer<DriversAnswer>(response);
    expect(found).toMatchObject({ partners: 20, complete: true });
    expect(found.drivers[0]).toMatchObject({ id: "certified", count: 20, correlation: 1, verdict: "moves with" });
    expect(found.drivers[1]).toMatchObject({ id: "plan", verdict: "no clear link" });
    // 0 to 19 thousand, at 100 each.
    expect(found.yield?.all).toMatchObject({ count: 20, outcome: 190_000, spend: 2_000, ratio: 95 });
    const own = await get<DriversAnswer>(key, "first-steps/drivers?outcome=certified");
    expect(own.yield).toBeNull();
    expect(own.drivers.map(({ id }) => id)).toEqual(["plan"]);
    const unknown = await get<DriversAnswer>(key, "first-steps/drivers?outcome=field:nothing&withinLevel=true");
    expect(unknown.drivers[0]?.verdict).toBe("too few");
  });

  test("turns down an outcome that is none", async () => {
    const { key } = await network(1, () => ({}));
    for (const outcome of ["plan", "nothing", "field:", ""])
      await problem(ask(key, `first-steps/drivers?outcome=${outcome}`), 422);
    expect((await problem(ask(key, "first-steps/drivers?outcome=certifed"), 422)).errors?.[0]?.message).toContain(
      "Did you mean “certified”?",
    );
    await problem(ask(key, "first-steps/drivers"), 422);
  });
});

describe("GET /v1/insights/{model}/gains", () => {
  const path = "first-steps/gains?from=2026-Q2&to=2026-Q3&spend=field:spend";

  test("divides all spend by all points gained, and shows each partner's", async () => {
    const { key } = await network(6, (place) => ({ certified: place, plan: "no" }));
    const assessments = Array.from({ length: 6 }, (_, place) => ({ partner: name(place), answers: { plan: "no" } }));
    await answer(sendJson("POST", "/v1/assessments", { model: "first-steps", period: "2026-Q2", assessments }, key));
    // What the partner says of itself counts only where nobody else has answered.
    await save(key, "partner", 6, () => ({ certified: 10, plan: "yes" }));
    const response = await ask(key, path);
    expect(costOf(response).statements).toBeLessThanOrEqual(3);
    const found = await answer<GainsAnswer>(response);
    // 5 points for each certified person: 0 to 25, 75 in all; 100 spent on each.
    expect(found.total).toEqual({
      count: 6,
      spend: 600,
      points: expect.closeTo(75, 9),
      perPoint: expect.closeTo(8, 9),
    });
    expect(found.gains[3]).toEqual({ partner: "p03", before: 0, after: 15, points: 15, spend: 100 });
    expect(found).toMatchObject({ from: "2026-Q2", to: "2026-Q3", partners: 6, cursor: null });
    const own = await get<GainsAnswer>(key, path.replace("field:spend", "certified"));
    expect(own.total).toMatchObject({ count: 6, spend: 15, perPoint: expect.closeTo(0.2, 9) });
  });

  test("goes page by page, and is unknown under five partners and without a period", async () => {
    const { key } = await network(6, (place) => ({ certified: place, plan: "no" }));
    const first = await get<GainsAnswer>(key, `${path}&partners=4`);
    expect(first.gains.map(({ partner, before, spend }) => [partner, before, spend])).toEqual(
      [0, 1, 2, 3].map((place) => [name(place), null, 100]),
    );
    expect(first.total).toEqual({ count: 0, spend: 0, points: 0, perPoint: null });
    const rest = await get<GainsAnswer>(key, `${path}&partners=4&cursor=${first.cursor}`);
    expect(rest.gains.map(({ partner }) => partner)).toEqual(["p04", "p05"]);
    expect(rest.cursor).toBeNull();
  });

  test("turns down what is no period or figure, and a way back", async () => {
    const { key } = await network(1, () => ({}));
    const place = async (query: string) =>
      (await problem(ask(key, `first-steps/gains?${query}`), 422)).errors?.[0]?.location;
    expect(await place("from=2026-Q3&to=2026-Q2&spend=field:x")).toBe("query.to");
    expect(await place("from=2026-Q3&to=soon&spend=field:x")).toBe("query.to");
    expect(await place("from=then&to=2026-Q3&spend=field:x")).toBe("query.from");
    expect(await place("from=2026-Q2&to=2026-Q3&spend=plan")).toBe("query.spend");
  });
});

describe("GET /v1/insights/{model}/movers", () => {
  test("lists near misses and partners at risk, page by page", async () => {
    // p00 lacks one certified person for gold; it and p01 hold silver by their plan alone; p02 is far from anything.
    const answers = [
      { certified: 5, plan: "yes" },
      { certified: 0, plan: "yes" },
      { certified: 0, plan: "no" },
    ];
    const { key } = await network(3, (place) => answers[place] ?? {});
    const response = await ask(key, "first-steps/movers?partners=2");
    expect(costOf(response).statements).toBeLessThanOrEqual(3);
    const first = await answer<MoversAnswer>(response);
    expect(first.partners).toBe(2);
    expect(first.nearMisses).toMatchObject({
      count: 1,
      partners: [
        { partner: "p00", level: "silver", next: "gold", path: { changes: [{ criterion: "certified", to: 6 }] } },
      ],
    });
    expect(first.atRisk.partners.map(({ partner, risks }) => [partner, risks[0]?.criterion])).toEqual([
      ["p00", "plan"],
      ["p01", "plan"],
    ]);
    const second = await get<MoversAnswer>(key, `first-steps/movers?cursor=${first.cursor}`);
    expect(second).toMatchObject({ partners: 1, cursor: null, nearMisses: { count: 0 }, atRisk: { count: 0 } });
    await problem(ask(key, "first-steps/movers?limit=0"), 422);
    await problem(ask(key, "first-steps/movers?partners=100000"), 422);
    await problem(ask(key, "first-steps/movers?staleBy=soon"), 422);
  });
});

describe("GET /v1/insights/{model}/flags", () => {
  test("looks at a page of partners, or at one", async () => {
    const { key } = await network(2, () => ({ certified: 1 }));
    expect(await get<FlagsAnswer>(key, "first-steps/flags")).toMatchObject({ partners: 2, flags: [], cursor: null });
    expect(await get<FlagsAnswer>(key, "first-steps/flags?partner=p01")).toMatchObject({ partners: 1 });
  });
});

describe("GET /v1/insights/{model}/agreement", () => {
  test("compares both sides of a period", async () => {
    const { key } = await network(6, (place) => ({ certified: 2 + (place % 2), plan: "yes" }));
    await save(key, "partner", 6, (place) => ({ certified: 5 + (place % 3), plan: "yes" }));
    const response = await ask(key, "first-steps/agreement?period=2026-q3");
    expect(costOf(response).statements).toBeLessThanOrEqual(3);
    const { period, criteria, partners } = await answer<AgreementAnswer>(response);
    expect(period).toBe("2026-Q3");
    expect(criteria[0]).toMatchObject({ criterion: "certified", count: 6, verdict: "optimistic" });
    expect(criteria[0]?.mean).toBeCloseTo(0.35, 9);
    expect(criteria[1]).toMatchObject({ mean: 0, identical: 1, verdict: "agree" });
    expect(partners).toHaveLength(6);
    expect((await get<AgreementAnswer>(key, "first-steps/agreement?period=2026-Q2")).partners).toEqual([]);
    await problem(ask(key, "first-steps/agreement?period=autumn"), 422);
    await problem(ask(key, "first-steps/agreement"), 422);
  });
});

describe("POST /v1/insights/{model}/replay", () => {
  const levels = [firstSteps.levels[0], { ...firstSteps.levels[1], requires: [{ of: "index", min: 60 }] }];
  const changed = { ...firstSteps, levels };
  const replayed = (key: string, body: unknown) => sendJson("POST", "/v1/insights/first-steps/replay", body, key);

  test("says who moves and why, and stores nothing", async () => {
    const { key } = await network(4, (place) => ({ certified: place, plan: "yes" }));
    const response = await replayed(key, { model: changed, limit: 1 });
    const cost = costOf(response);
    expect(cost.statements).toBeLessThanOrEqual(3);
    expect(cost.rowsWritten).toBe(0);
    const { model, changed: after, moves, ...rest } = await answer<ReplayAnswer>(response);
    expect(model.id).toBe(after.id);
    expect(model.revision).not.toBe(after.revision);
    // 50 and 55 points are no longer silver.
    expect(rest).toMatchObject({
      partners: 4,
      moved: 2,
      unchanged: 2,
      levels: { onlyBefore: ["gold"], onlyAfter: [] },
    });
    expect(moves).toEqual([
      expect.objectContaining({ partner: "p00", from: "silver", to: "bronze", direction: "down" }),
    ]);
    expect(moves[0]?.why).toContain("60");
  });

  test("turns down what is no model", async () => {
    const { key } = await network(1, () => ({}));
    await problem(replayed(key, { model: "nothing" }), 404);
    await problem(replayed(key, { model: { ...firstSteps, levels: [] } }), 422);
    await problem(replayed(key, {}), 422);
    await problem(replayed(key, { model: changed, partners: 0 }), 422);
    await problem(replayed(key, { model: changed, cursor: "x" }), 422);
  });
});

describe("another workspace", () => {
  test("sees nothing, by whatever name it asks", async () => {
    const { key } = await network(12, () => ({ certified: 2 }));
    const other = await network(0, () => ({}));
    const { model, cursor } = { ...(await get<MoversAnswer>(key, "first-steps/movers?partners=5")) };
    await problem(ask(other.key, "first-steps/benchmark?partner=p01"), 404);
    expect((await get<BenchmarkAnswer>(other.key, `first-steps@${model.revision}/benchmark`)).benchmark).toBeNull();
    expect((await get<DiagnosisAnswer>(other.key, "first-steps/diagnosis?partners=true")).partners).toBe(0);
    expect((await get<DriversAnswer>(other.key, "first-steps/drivers?outcome=field:revenue")).partners).toBe(0);
    expect((await get<MoversAnswer>(other.key, `first-steps/movers?cursor=${cursor}`)).partners).toBe(0);
    const stranger = await newWorkspace();
    await problem(ask(stranger.key, "first-steps/movers"), 404);
  });
});

/** Levels that only the best of the network reach, stored. */
import { describe, expect, test } from "vitest";
import type { FullResult } from "../../models/contract.ts";
import type { History } from "../../worker/services/read-history.ts";
import type { SavedAssessments } from "../../worker/services/save-assessments.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, costOf, send, sendJson } from "../support/worker-requests.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

const ranked = {
  ...firstSteps,
  levels: [
    { id: "bronze", name: "Bronze" },
    { id: "gold", name: "Gold", requires: [{ of: "percentile", min: 80 }] },
    { id: "star", name: "Star", requires: [{ of: "percentile", id: "certified", min: 90 }] },
  ],
};

async function withModel(): Promise<string> {
  const { key } = await newWorkspace();
  await answer(sendJson("PUT", "/v1/models/first-steps", ranked, key));
  return key;
}

const partner = (place: number) => `p${String(place).padStart(2, "0")}`;
const request = (certified: readonly number[], more: object = {}) => ({
  model: "first-steps",
  period: "2026-Q3",
  assessments: certified.map((value, place) => ({ partner: partner(place), answers: { certified: value } })),
  ...more,
});
const save = (key: string, body: unknown, headers: Record<string, string> = {}) =>
  sendJson("POST", "/v1/assessments", body, key, headers);
const saved = (key: string, body: unknown) => answer<SavedAssessments>(save(key, body));
const levels = ({ results }: SavedAssessments) => results.map(({ level }) => level);
const history = (key: string, id: string) =>
  answer<History>(sendJson("GET", `/v1/partners/${id}/history?model=first-steps&detail=full`, undefined, key));

const TEN = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe("a percentile requirement of stored answers", () => {
  test("is decided among all that are saved: by mid-ranks the best of ten is at 95, the second at 85", async () => {
    const key = await withModel();
    const response = await save(key, request(TEN, { detail: "gaps" }));
    expect(costOf(response).statements).toBeLessThanOrEqual(5);
    const { results, standings } = await answer<SavedAssessments>(response);
    expect(results.map(({ level }) => level)).toEqual([...TEN.slice(0, 8).map(() => "bronze"), "gold", "star"]);
    expect(results[7]?.blockers).toMatchObject([{ of: "percentile", actual: 75, needed: 80 }]);
    expect(results[7]?.blockers[0]).not.toHaveProperty("undecided", true);
    expect(standings.slice(7).map(({ level }) => level)).toEqual(["bronze", "gold", "star"]);
    const benchmark = await answer<{ benchmark: { index: { percentile: number } } }>(
      sendJson("GET", "/v1/insights/first-steps/benchmark?partner=p08", undefined, key),
    );
    expect(benchmark.benchmark.index.percentile).toBe(85);
  });

  test("counts those saved before, and a partner once however often it is saved", async () => {
    const key = await withModel();
    await saved(key, request(TEN));
    const alone = {
      model: "first-steps",
      period: "2026-Q3",
      assessments: [{ partner: "p00", answers: { certified: 10 } }],
    };
    for (let time = 0; time < 3; time++) expect(levels(await saved(key, alone))).toEqual(["star"]);
    const present = await answer<{ standings: { level: string }[] }>(
      sendJson("GET", "/v1/partners/p00", undefined, key),
    );
    expect(present.standings[0]?.level).toBe("star");
  });

  test("is undecided among fewer than five, and for a period that does not decide", async () => {
    const key = await withModel();
    const few = await saved(key, request([1, 2, 3, 4]));
    expect(levels(few)).toEqual(["bronze", "bronze", "bronze", "bronze"]);
    expect(few.results[3]?.blockers).toMatchObject([{ of: "percentile", actual: null, undecided: true }]);
    await saved(key, request(TEN));
    const past = await saved(key, request(TEN, { period: "2026-Q2" }));
    expect(past.results[9]?.blockers).toMatchObject([{ of: "percentile", actual: null, undecided: true }]);
  });

  test("stays as it was decided, to the last digit, whoever is saved later; a repeated request too", async () => {
    const key = await withModel();
    const once = { "idempotency-key": "once" };
    const first = await answer<SavedAssessments>(save(key, request(TEN, { detail: "full" }), once));
    const others = Array.from({ length: 20 }, (_, place) => ({ partner: `q${place}`, answers: { certified: 10 } }));
    await saved(key, { model: "first-steps", period: "2026-Q3", assessments: others });
    const { periods } = await history(key, "p09");
    expect(periods[0]?.result).toEqual(first.results[9] as FullResult);
    expect(await answer(save(key, request(TEN, { detail: "full" }), once))).toEqual(first);
    // Saved again it is decided anew: thirty by now, twenty of them better.
    expect(levels(await saved(key, request(TEN)))[9]).toBe("bronze");
    expect((await history(key, "p09")).periods[0]?.earlier[0]?.result).toEqual(first.results[9] as FullResult);
  });

  test("comes out of an export and goes into another workspace as it is", async () => {
    const [key, other] = [await withModel(), (await newWorkspace()).key];
    await saved(key, request(TEN));
    const lines = async (from: string) =>
      new TextDecoder().decode(
        await (await sendJson("GET", "/v1/workspace?limit=1000", undefined, from)).arrayBuffer(),
      );
    const text = await lines(key);
    const headers = { authorization: `Bearer ${other}`, "content-type": "application/x-ndjson" };
    await answer(send("/v1/workspace", { method: "POST", body: text, headers }));
    expect(await lines(other)).toBe(text);
    expect(await history(other, "p09")).toEqual(await history(key, "p09"));
  });
});

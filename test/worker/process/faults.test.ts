/** One kill; `npm run faults` does a hundred. */
import { expect, test } from "vitest";
import { killAtRandom } from "../../faults/kills.ts";

test("a Worker killed in the middle of bulk saves loses nothing it acknowledged and keeps no half of a save", {
  timeout: 120_000,
}, async () => {
  const moments = [0.5];
  const summary = await killAtRandom(moments.length, () => moments.pop() ?? 0.5);
  expect(summary.faults).toEqual([]);
  expect(summary.saves).toBeGreaterThan(moments.length);
});

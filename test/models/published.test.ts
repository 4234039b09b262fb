/** Systems whose rules and results are published, scored by the engine: see each model for its source. */
import { describe, expect, test } from "vitest";
import type { AnswerValue } from "../../models/contract.ts";
import { awsServicesPath, exactly } from "../support/published/aws-services-path.ts";
import { microsoftCapabilityScore } from "../support/published/microsoft-capability-score.ts";
import { owaspSamm } from "../support/published/owasp-samm.ts";
import { processCapability } from "../support/published/process-capability.ts";
import { score } from "../support/small-model.ts";

describe("OWASP SAMM", () => {
  const scoreOf = (answers: Record<string, AnswerValue>, id: string): number | null | undefined =>
    score(owaspSamm, answers).dimensions.find((dimension) => dimension.id === id)?.score;
  const allOf = (practice: string, option: string): Record<string, AnswerValue> =>
    Object.fromEntries(["a1", "a2", "a3", "b1", "b2", "b3"].map((activity) => [`${practice}-${activity}`, option]));

  test("asks 90 questions: 15 practices, two streams, three levels", () => {
    expect(owaspSamm.criteria).toHaveLength(90);
  });

  test.each([
    ["no", 0],
    ["some", 0.75],
    ["half", 1.5],
    ["most", 3],
  ])("gives a practice with every answer %j a score of %d of 3", (option, expected) => {
    expect(scoreOf(allOf("threat-assessment", option), "threat-assessment")).toBe(expected);
  });

  test("averages the two streams at each level and adds the levels up", () => {
    // Level 1: (1 + 0.5) / 2 = 0.75; level 2: (0.25 + 0.5) / 2 = 0.375; level 3: (0 + 0.25) / 2 = 0.125.
    const answers = {
      "strategy-metrics-a1": "most",
      "strategy-metrics-b1": "half",
      "strategy-metrics-a2": "Yes, for some applications",
      "strategy-metrics-b2": "half",
      "strategy-metrics-a3": "no",
      "strategy-metrics-b3": "some",
    };
    expect(scoreOf(answers, "strategy-metrics")).toBe(1.25);
    // Stream A: 1 + 0.25 + 0; stream B: 0.5 + 0.5 + 0.25.
    expect(scoreOf(answers, "strategy-metrics-a")).toBe(1.25);
    expect(scoreOf(answers, "strategy-metrics-b")).toBe(1.25);
  });

  test("averages practices into functions and functions into the whole", () => {
    const answers = { ...allOf("secure-build", "most"), ...allOf("secure-deployment", "half") };
    // Implementation (3 + 1.5 + 0) / 3; the whole 1.5 / 5.
    expect(scoreOf(answers, "implementation")).toBe(1.5);
    expect(score(owaspSamm, answers).index).toBe(0.3);
  });
});

describe("AWS Services Path", () => {
  test.each([
    ["registered", {}],
    ["select", exactly.select],
    ["advanced", exactly.advanced],
    ["premier", exactly.premier],
  ])("is at %s with exactly what that tier asks for", (tier, answers) => {
    expect(score(awsServicesPath, answers).level).toBe(tier);
  });

  const shortOf = (tier: "select" | "advanced" | "premier"): [string, string, Record<string, AnswerValue>][] =>
    Object.entries(exactly[tier]).map(([id, needed]) => [
      tier,
      id,
      { ...exactly[tier], [id]: needed === true ? "no" : Number(needed) - 1 },
    ]);

  test.each([...shortOf("select"), ...shortOf("advanced"), ...shortOf("premier")])(
    "is not at %s with %s one short: a tier needs all metrics at once",
    (tier, id, answers) => {
      const result = score(awsServicesPath, answers);
      expect(result.level).not.toBe(tier);
      expect(result.blockers).toMatchObject([{ of: "criterion", id }]);
    },
  );

  test("does not let sales make up for missing people", () => {
    const result = score(awsServicesPath, { ...exactly.select, revenue: 5_000_000, launched: 900 });
    expect(result.level).toBe("select");
    expect(result.blockers.map((blocker) => blocker.id)).toEqual([
      "accredited-technical",
      "accredited-business",
      "foundational",
      "certified",
      "professional",
      "business-plan",
    ]);
  });
});

describe("Microsoft partner capability score", () => {
  // DESIGN section 4: 15 + 16 + 7.5 + 20 + 11.5 is 70.
  const seventy = { "customer-adds": 15, intermediate: 16, advanced: 7.5, "usage-growth": 20, deployments: 11.5 };

  test("designates from exactly 70 points", () => {
    expect(score(microsoftCapabilityScore, seventy)).toMatchObject({ index: 70, level: "designated", blockers: [] });
  });

  test("does not designate at 69.9", () => {
    const result = score(microsoftCapabilityScore, { ...seventy, deployments: 11.4 });
    expect(result).toMatchObject({ index: 69.9, level: "partner", next: "designated" });
    expect(result.blockers).toMatchObject([{ of: "index", actual: 69.9, needed: 70 }]);
  });

  test.each(Object.keys(seventy))("does not designate with 0 points for %s, however high the rest", (metric) => {
    const others = { "customer-adds": 15, intermediate: 20, advanced: 15, "usage-growth": 30, deployments: 20 };
    const result = score(microsoftCapabilityScore, { ...others, [metric]: 0 });
    expect(result.index).toBeGreaterThanOrEqual(70);
    expect(result.level).toBe("partner");
    expect(result.blockers.map((blocker) => blocker.of)).toEqual(["criteria"]);
  });

  test("gives 100 points at most", () => {
    const all = { "customer-adds": 15, intermediate: 20, advanced: 15, "usage-growth": 30, deployments: 20 };
    expect(score(microsoftCapabilityScore, all)).toMatchObject({ index: 100, level: "designated", next: null });
    expect(score(microsoftCapabilityScore, { ...all, deployments: 21 }).problems).toMatchObject([
      { criterion: "deployments" },
    ]);
  });
});

describe("process capability by ISO/IEC 33020", () => {
  const attributes = ["PA1-1", "PA2-1", "PA2-2", "PA3-1", "PA3-2", "PA4-1", "PA4-2", "PA5-1", "PA5-2"];
  const rated = (ratings: string): Record<string, AnswerValue> =>
    Object.fromEntries(ratings.split(" ").map((rating, place) => [attributes[place], rating]));

  test.each([
    ["N", "incomplete"],
    ["P", "incomplete"],
    ["L", "performed"],
    ["F", "performed"],
    ["F L L", "managed"],
    ["F F L", "managed"],
    ["F L P", "performed"],
    ["L F F", "performed"],
    ["F F F L L", "established"],
    ["F L F F F", "managed"],
    ["F F F F P F F", "managed"],
    ["F F F F F L F", "predictable"],
    ["F F F F F F F L L", "innovating"],
    ["F F F F F F F F F", "innovating"],
    ["F F F F F L F F F", "predictable"],
    ["P F F F F F F F F", "incomplete"],
  ])("rates %s as %s: its own attributes Largely, all below Fully", (ratings, level) => {
    expect(score(processCapability, rated(ratings)).level).toBe(level);
  });
});

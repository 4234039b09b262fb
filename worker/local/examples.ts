/** Requests that the generator sends to the service; its answers become the examples of the OpenAPI document. */
import { catalogEntries } from "../services/catalog.ts";

export interface Example {
  method: "GET" | "POST";
  path: string;
  body?: unknown;
  /** A request that the service turns down, to show how. */
  failing?: { path?: string; body?: unknown };
}

/** By operation id. Answers come from the shipped models' own tests, so they stay valid when a model changes. */
export async function examples(): Promise<Record<string, Example>> {
  const model = (await catalogEntries()).find((entry) => entry.model.id === "prm-performance")?.model;
  const tests = model?.tests ?? [];
  const answers = tests.slice(0, 2).map((test) => test.answers);
  const criteria = Object.keys(answers[0] ?? {});
  const small = {
    id: "first-steps",
    name: "First steps",
    scale: { min: 0, max: 100, decimals: 1 },
    dimensions: [{ id: "enablement", name: "Enablement" }],
    criteria: [
      {
        id: "certified",
        name: "Certified staff",
        question: "How many of the partner's people hold a current certificate?",
        dimension: "enablement",
        answer: {
          kind: "number",
          unit: "people",
          min: 0,
          points: [
            [0, 0],
            [6, 1],
          ],
        },
      },
      {
        id: "plan",
        name: "Joint plan",
        question: "Have both sides signed a plan for this year?",
        dimension: "enablement",
        answer: { kind: "yesno" },
      },
    ],
    levels: [
      { id: "registered", name: "Registered" },
      {
        id: "trained",
        name: "Trained",
        requires: [
          { of: "criterion", id: "certified", min: 2 },
          { of: "index", min: 40 },
        ],
      },
    ],
  };
  return {
    listModels: { method: "GET", path: "/v1/models" },
    readModel: {
      method: "GET",
      path: "/v1/models/prm-performance",
      failing: { path: "/v1/models/prm-performence" },
    },
    checkModel: { method: "POST", path: "/v1/models/check", body: small },
    scoreAssessments: {
      method: "POST",
      path: "/v1/score",
      body: {
        model: small,
        detail: "full",
        assessments: [
          { partner: "Acme", answers: { certified: 4, plan: "yes" } },
          { partner: "Bonsai", answers: { certified: 1, plan: null } },
        ],
      },
      failing: { body: { model: small, assessments: [{ answers: {} }], detail: "all" } },
    },
    scoreGrid: {
      method: "POST",
      path: "/v1/score/grid",
      body: {
        model: "prm-performance",
        grid: [
          ["partner", ...criteria],
          ...answers.map((row, place) => [
            ["Acme", "Bonsai"][place],
            ...criteria.map((id) => (Array.isArray(row[id]) ? row[id].join("; ") : (row[id] ?? ""))),
          ]),
        ],
        columns: ["partner", "index", "level", "next", "why", "gaps:1"],
      },
      failing: { body: { model: "prm-performance", grid: [["partner"]], columns: ["level", "colour"] } },
    },
  };
}

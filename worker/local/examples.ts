/** Requests that the generator sends to the service; its answers become the examples of the OpenAPI document. */
import { catalogEntries } from "../services/catalog.ts";

export interface Example {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  headers?: Record<string, string>;
  /** Text is sent as lines of JSON, unless `type` says otherwise. */
  body?: unknown;
  type?: string;
  /** What is sent before, by the same method; to the same address where none is named. */
  before?: { path?: string; body?: unknown }[];
  /** Bodies of other types that the operation takes too. */
  bodies?: Record<string, string>;
  /** The address that answers with CSV. */
  csv?: string;
  /** Another type of answer that `accept` asks for. */
  alsoAs?: string;
  /** The answer to show where the examples can produce none. */
  answer?: unknown;
  /** A request that the service turns down, to show how. */
  failing?: { path?: string; body?: unknown };
}

/** The secret that the generator's Worker is set up with. */
export const SETUP_CODE = "a-long-secret-of-your-own";

const DELIVERY = {
  id: "msg_0198c0de-0000-7000-8000-000000000000",
  type: "webhook.test",
  state: "delivered",
  at: "2026-10-05T09:00:00.000Z",
  attempts: 1,
  nextAttemptAt: null,
  lastAttempt: { at: "2026-10-05T09:00:01.000Z", milliseconds: 84, status: 204, excerpt: null, fault: null },
};

/** By operation id, in an order in which each finds what it needs. Answers come from the shipped models' own tests, so they stay valid when a model changes. */
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
    review: { demotion: "pending" },
  };
  const saved = (period: string, certified: number, others: number) => ({
    model: "first-steps",
    period,
    source: "vendor",
    assessments: [
      {
        partner: "acme",
        answers: {
          certified: { value: certified, note: "Told on the phone", evidence: "https://example.com/certificates" },
          plan: "yes",
        },
      },
      { partner: "bonsai", answers: { certified: others, plan: "yes" } },
    ],
  });
  return {
    setUpWorkspace: {
      method: "POST",
      path: "/v1/setup",
      body: { code: SETUP_CODE, name: "Acme channel" },
      failing: { body: { code: "a guess", name: "Acme channel" } },
    },
    createKey: {
      method: "POST",
      path: "/v1/keys",
      body: { name: "Portal", scopes: ["write"], expiresAt: "2027-12-31T00:00:00Z" },
      failing: { body: { name: "Portal", scopes: ["everything"] } },
    },
    listKeys: { method: "GET", path: "/v1/keys" },
    revokeKey: { method: "DELETE", path: "/v1/keys/{key}", failing: { path: "/v1/keys/key_none" } },
    saveModel: {
      method: "PUT",
      path: "/v1/models/first-steps",
      body: small,
      failing: {
        body: {
          ...small,
          levels: [{ id: "registered", name: "Registered", requires: [{ of: "criterion", id: "trained", min: 1 }] }],
        },
      },
    },
    savePartners: {
      method: "PUT",
      path: "/v1/partners",
      body: {
        partners: [
          {
            id: "acme",
            name: "Acme GmbH",
            segment: "msp",
            region: "EMEA",
            type: "reseller",
            owner: "Kim",
            tags: ["focus"],
            fields: { crm: "0015000000", revenue: 120000, mdf: 8000 },
          },
          {
            id: "bonsai",
            name: "Bonsai Systems",
            segment: "msp",
            region: "EMEA",
            fields: { revenue: 60000, mdf: 1500 },
          },
        ],
      },
      failing: { body: { partners: [{ region: "EMEA" }] } },
    },
    saveAssessments: {
      method: "POST",
      path: "/v1/assessments",
      before: [{ body: saved("2026-Q1", 1, 4) }, { body: saved("2026-Q2", 3, 4) }, { body: saved("2026-Q3", 2, 3) }],
      body: saved("2026-Q3", 4, 1),
      failing: { body: saved("2026-Q5", 4, 1) },
    },
    uploadPortfolio: {
      method: "POST",
      path: "/v1/uploads?model=first-steps&period=2026-Q4&check=true&column=Account=partner",
      type: "text/csv",
      body: "Account;Region;Certified staff;plan;Phone\r\nAcme GmbH;EMEA;4;yes;030 1234\r\nBonsai KG;EMEA;four;no;\r\n",
      bodies: { "text/tab-separated-values": "Account\tCertified staff\tplan\r\nAcme GmbH\t4\tyes\r\n" },
      csv: "/v1/uploads?model=first-steps&period=2026-Q4&check=true&column=Account=partner&format=csv",
      failing: {
        path: "/v1/uploads?model=first-steps&period=2026-Q4",
        body: "Account;Phone\r\nAcme GmbH;030 1234\r\n",
      },
    },
    listAssessments: {
      method: "GET",
      path: "/v1/assessments?model=first-steps&asOf=2026-09-30",
      failing: { path: "/v1/assessments?asOf=today" },
    },
    listDemotions: { method: "GET", path: "/v1/demotions", failing: { path: "/v1/demotions?dismissed=maybe" } },
    decideDemotions: {
      method: "POST",
      path: "/v1/demotions",
      body: { model: "first-steps", partners: ["bonsai"], decision: "confirm" },
      failing: { body: { model: "first-steps", partners: ["acme"], decision: "confirm" } },
    },
    listPartners: {
      method: "GET",
      path: "/v1/partners?region=EMEA&limit=20",
      failing: { path: "/v1/partners?limit=0" },
    },
    readPartner: { method: "GET", path: "/v1/partners/acme", failing: { path: "/v1/partners/nobody" } },
    readHistory: {
      method: "GET",
      path: "/v1/partners/acme/history?model=first-steps",
      failing: { path: "/v1/partners/nobody/history?model=first-steps" },
    },
    readForecast: {
      method: "GET",
      path: "/v1/partners/acme/forecast?model=first-steps&periods=2",
      failing: { path: "/v1/partners/nobody/forecast?model=first-steps" },
    },
    readBenchmark: {
      method: "GET",
      path: "/v1/insights/first-steps/benchmark?cohort=region:EMEA&partner=acme",
      failing: { path: "/v1/insights/first-steps/benchmark?cohort=colour:red" },
    },
    readDiagnosis: {
      method: "GET",
      path: "/v1/insights/first-steps/diagnosis?partners=true",
      failing: { path: "/v1/insights/first-steps/diagnosis?partner=nobody" },
    },
    readDrivers: {
      method: "GET",
      path: "/v1/insights/first-steps/drivers?outcome=field:revenue&spend=field:mdf",
      failing: { path: "/v1/insights/first-steps/drivers?outcome=revenue" },
    },
    readGains: {
      method: "GET",
      path: "/v1/insights/first-steps/gains?spend=field:mdf&from=2026-Q2&to=2026-Q3",
      failing: { path: "/v1/insights/first-steps/gains?spend=field:mdf&from=2026-Q3&to=2026-Q2" },
    },
    readMovers: {
      method: "GET",
      path: "/v1/insights/first-steps/movers?limit=5&staleBy=2026-12-31",
      failing: { path: "/v1/insights/first-steps/movers?limit=0" },
    },
    readFlags: {
      method: "GET",
      path: "/v1/insights/first-steps/flags?partner=acme",
      failing: { path: "/v1/insights/nothing/flags" },
    },
    readAgreement: {
      method: "GET",
      path: "/v1/insights/first-steps/agreement?period=2026-Q3",
      failing: { path: "/v1/insights/first-steps/agreement?period=autumn" },
    },
    replayModel: {
      method: "POST",
      path: "/v1/insights/first-steps/replay",
      body: {
        model: {
          ...small,
          levels: [
            ...small.levels.slice(0, 1),
            { id: "trained", name: "Trained", requires: [{ of: "criterion", id: "certified", min: 6 }] },
          ],
        },
        limit: 5,
      },
      failing: { body: { model: "first-steps", limit: 0 } },
    },
    // Before there are actions and links: their days would be others each time.
    writeBriefs: {
      method: "POST",
      path: "/v1/briefs",
      body: { model: "first-steps", partners: ["acme"], language: "en", period: "2026-Q3" },
      failing: { body: { model: "first-steps", partners: [] } },
    },
    saveActions: {
      method: "POST",
      path: "/v1/actions",
      body: { from: "gaps", model: "first-steps", partners: ["acme"], limit: 2, owner: "Kim", due: "2036-12-15" },
      failing: { body: { model: "first-steps", partner: "acme", criterion: "colour", text: "Paint it" } },
    },
    listActions: {
      method: "GET",
      path: "/v1/actions?partner=acme&status=open",
      failing: { path: "/v1/actions?status=lost" },
    },
    projectActions: {
      method: "GET",
      path: "/v1/actions/projection?partner=acme&model=first-steps",
      failing: { path: "/v1/actions/projection?partner=nobody&model=first-steps" },
    },
    readAction: { method: "GET", path: "/v1/actions/{action}", failing: { path: "/v1/actions/act_none" } },
    changeAction: {
      method: "PATCH",
      path: "/v1/actions/{action}",
      headers: { "if-match": '"1"' },
      body: { status: "doing" },
      // The version is 2 by now.
      failing: { body: { status: "done" } },
    },
    planDays: {
      method: "POST",
      path: "/v1/plan",
      body: { model: "first-steps", days: 20, weight: "field:revenue" },
      failing: { body: { model: "first-steps", days: -1 } },
    },
    createLinks: {
      method: "POST",
      path: "/v1/links",
      body: {
        links: [{ kind: "self-assessment", partner: "acme", model: "first-steps", period: "2026-Q4", language: "de" }],
      },
      failing: { body: { links: [{ partner: "acme", model: "first-steps", period: "autumn" }] } },
    },
    listLinks: {
      method: "GET",
      path: "/v1/links?period=2026-Q4&state=sent",
      failing: { path: "/v1/links?state=lost" },
    },
    closePeriod: {
      method: "POST",
      path: "/v1/links/close",
      body: { model: "first-steps", period: "2026-Q4", closed: true },
      failing: { body: { model: "first-steps", period: "2026-Q4", closed: "yes" } },
    },
    revokeLink: { method: "DELETE", path: "/v1/links/{link}", failing: { path: "/v1/links/lnk_none" } },
    createWebhook: {
      method: "POST",
      path: "/v1/webhooks",
      body: {
        url: "https://example.com/hooks/levelsheet",
        events: ["assessment.saved", "level.changed"],
        description: "Keeps the CRM up to date",
      },
      failing: { body: { url: "https://10.0.0.8/hooks", events: ["level.changed"] } },
    },
    listWebhooks: { method: "GET", path: "/v1/webhooks" },
    readWebhook: { method: "GET", path: "/v1/webhooks/{webhook}", failing: { path: "/v1/webhooks/whk_none" } },
    changeWebhook: {
      method: "PATCH",
      path: "/v1/webhooks/{webhook}",
      body: { events: ["assessment.saved", "level.changed", "action.overdue"] },
      failing: { body: { url: "http://example.com" } },
    },
    rotateWebhookSecret: {
      method: "POST",
      path: "/v1/webhooks/{webhook}/rotate",
      body: { graceHours: 48 },
      failing: { body: { graceHours: -1 } },
    },
    testWebhook: {
      method: "POST",
      path: "/v1/webhooks/{webhook}/test",
      // Nothing may be sent from here.
      answer: { delivery: DELIVERY },
      failing: { path: "/v1/webhooks/whk_none/test" },
    },
    listDeliveries: {
      method: "GET",
      path: "/v1/webhooks/{webhook}/deliveries?limit=20",
      answer: { deliveries: [{ ...DELIVERY, type: "level.changed" }], cursor: null },
      failing: { path: "/v1/webhooks/{webhook}/deliveries?state=lost" },
    },
    replayDelivery: {
      method: "POST",
      path: "/v1/webhooks/{webhook}/deliveries/msg_none/replay",
      answer: {
        delivery: {
          ...DELIVERY,
          type: "level.changed",
          state: "waiting",
          attempts: 0,
          nextAttemptAt: "2026-10-05T10:00:00.000Z",
        },
      },
      failing: { path: "/v1/webhooks/{webhook}/deliveries/msg_none/replay" },
    },
    replayDeliveries: {
      method: "POST",
      path: "/v1/webhooks/{webhook}/replay",
      body: { since: "2026-10-01T00:00:00Z", state: "failed" },
      failing: { body: { since: "yesterday" } },
    },
    removeWebhook: {
      method: "DELETE",
      path: "/v1/webhooks/{webhook}",
      failing: { path: "/v1/webhooks/whk_none" },
    },
    readMetrics: { method: "GET", path: "/v1/metrics", alsoAs: "application/openmetrics-text" },
    listAudit: { method: "GET", path: "/v1/audit?limit=2", failing: { path: "/v1/audit?limit=none" } },
    exportWorkspace: {
      method: "GET",
      path: "/v1/workspace?limit=2",
      csv: "/v1/workspace?format=csv&table=partners&limit=2",
      failing: { path: "/v1/workspace?format=xml" },
    },
    erasePartner: {
      method: "DELETE",
      path: "/v1/partners/acme",
      before: [{ path: "/v1/partners/bonsai" }],
      failing: { path: "/v1/partners/nobody" },
    },
    removeModel: { method: "DELETE", path: "/v1/models/first-steps", failing: { path: "/v1/models/nothing" } },
    importWorkspace: {
      method: "POST",
      path: "/v1/workspace",
      body: '{"kind":"workspace","format":1,"name":"Acme channel"}\n{"kind":"end"}\n',
      bodies: {
        "text/csv":
          'kind,line\r\nworkspace,"{""kind"":""workspace"",""format"":1,""name"":""Acme channel""}"\r\nend,"{""kind"":""end""}"\r\n',
      },
      failing: { body: '{"kind":"key"}\n' },
    },
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
    eraseWorkspace: {
      method: "DELETE",
      path: "/v1/workspace?confirm=Acme%20channel",
      failing: { path: "/v1/workspace?confirm=Acme" },
    },
  };
}

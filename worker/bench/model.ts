/**
 * What is measured: a partner programme of 40 criteria, made from fixed lists and a fixed seed, so that every run and
 * every machine measures the same documents. Partners have a strength of their own, so that all levels occur.
 */
import type { Assessment, GridCell } from "../../models/contract.ts";
import type { Answer, Criterion, Model, Option } from "../../models/format.ts";

/** What a reader of the figures has to know about the work behind them. */
export const WORKLOAD =
  "40 criteria (21 choices, 9 numbers, 8 yes/no, 2 checklists) in 6 dimensions, 4 levels with requirements on index, dimensions, criteria and alternatives; 5 % blank, 2 % N/A";

export const GRID_COLUMNS = ["index", "level", "next", "why", "coverage", "dimensions", "gaps:3"];

const DIMENSIONS: readonly [id: string, name: string, weight: number, criteria: readonly string[]][] = [
  [
    "strategy",
    "Strategy and planning",
    2,
    [
      "Joint business plan",
      "Target market",
      "Executive sponsor",
      "Budget for marketing",
      "Revenue from the vendor",
      "Quarterly review",
      "Competitive focus",
    ],
  ],
  [
    "enablement",
    "Enablement",
    2,
    [
      "Certified staff",
      "Sales training",
      "Technical training",
      "Demo environment",
      "Onboarding of new staff",
      "Portal use",
      "Solution playbooks",
    ],
  ],
  [
    "marketing",
    "Marketing execution",
    3,
    [
      "Campaign planning",
      "Content localised",
      "Leads from campaigns",
      "MDF used",
      "Events held",
      "Lead follow-up",
      "Channels in use",
    ],
  ],
  [
    "sales",
    "Sales performance",
    3,
    [
      "Deals registered",
      "Win rate",
      "Pipeline coverage",
      "Forecast accuracy",
      "Cross-selling",
      "Services attached",
      "Opportunity hygiene",
    ],
  ],
  [
    "operations",
    "Operations and data",
    1,
    ["CRM connected", "Data quality", "Order process", "Reporting", "Compliance training", "Data protection agreement"],
  ],
  [
    "customer",
    "Customer success",
    2,
    [
      "Customer satisfaction",
      "Renewal rate",
      "Adoption plans",
      "Support cases solved",
      "References published",
      "Health checks",
    ],
  ],
];

const SCALES: readonly (readonly string[])[] = [
  [
    "Not in place",
    "Planned, but nobody owns it yet",
    "Run for single deals or campaigns",
    "Run every quarter with a named owner",
    "Measured and improved every quarter",
  ],
  [
    "Nobody knows",
    "Known to one or two people",
    "Written down and shared in the team",
    "Part of every plan and reviewed with the vendor",
  ],
  [
    "Ad hoc, when somebody asks for it",
    "Repeatable, but different from team to team",
    "Standard across all teams and countries",
    "Standard, with targets and monthly figures",
  ],
  ["Never", "Less than once a year", "Once or twice a year", "Every quarter", "Every month, with minutes and actions"],
  [
    "No tool, spreadsheets are mailed around",
    "A shared spreadsheet with one editor",
    "A tool that some of the people use",
    "A tool that everybody uses every week",
    "A tool connected to the CRM of the vendor",
  ],
];
const VALUES: Record<number, readonly number[]> = { 4: [0, 0.3, 0.7, 1], 5: [0, 0.25, 0.5, 0.8, 1] };

const NUMBERS: Record<string, Extract<Answer, { kind: "number" }>> = {
  "Certified staff": {
    kind: "number",
    unit: "people",
    min: 0,
    points: [
      [0, 0],
      [2, 0.4],
      [6, 1],
    ],
  },
  "Revenue from the vendor": {
    kind: "number",
    unit: "EUR",
    min: 0,
    points: [
      [0, 0],
      [250_000, 0.3],
      [1_000_000, 0.8],
      [2_500_000, 1],
    ],
  },
  "Leads from campaigns": {
    kind: "number",
    min: 0,
    points: [
      [0, 0],
      [25, 0.5],
      [80, 1],
    ],
  },
  "MDF used": {
    kind: "number",
    unit: "%",
    min: 0,
    max: 100,
    points: [
      [0, 0],
      [60, 0.7],
      [95, 1],
    ],
  },
  "Deals registered": {
    kind: "number",
    min: 0,
    points: [
      [0, 0],
      [1, 0.2],
      [5, 0.7],
      [12, 1],
    ],
  },
  "Win rate": {
    kind: "number",
    unit: "%",
    min: 0,
    max: 100,
    points: [
      [10, 0],
      [25, 0.5],
      [45, 1],
    ],
  },
  "Customer satisfaction": {
    kind: "number",
    min: 1,
    max: 5,
    points: [
      [2, 0],
      [3.5, 0.5],
      [4.6, 1],
    ],
  },
  "Renewal rate": {
    kind: "number",
    unit: "%",
    min: 0,
    max: 100,
    points: [
      [60, 0],
      [80, 0.6],
      [95, 1],
    ],
  },
  "Support cases solved": {
    kind: "number",
    unit: "days",
    min: 0,
    points: [
      [1, 1],
      [3, 0.7],
      [10, 0],
    ],
  },
};
const YES_NO = [
  "Executive sponsor",
  "Demo environment",
  "Events held",
  "Services attached",
  "CRM connected",
  "Compliance training",
  "Data protection agreement",
  "References published",
];
const CHECKLISTS: Record<string, readonly string[]> = {
  "Channels in use": [
    "E-mail newsletter",
    "Search advertising",
    "Social media",
    "Trade fairs",
    "Webinars with the vendor",
  ],
  "Solution playbooks": ["Discovery questions", "Objection handling", "Price calculator", "Reference stories"],
};

const idOf = (name: string): string => name.toLowerCase().replace(/[^a-z]+/g, "-");

/** The model document. */
export function benchModel(): Model {
  let place = 0;
  const criteria = DIMENSIONS.flatMap(([dimension, , , names]) =>
    names.map(
      (name): Criterion => ({
        id: idOf(name),
        name,
        question: `How does the partner stand on ${name.toLowerCase()}?`,
        dimension,
        weight: 1 + (place % 3),
        effort: 1 + ((place * 7) % 9) / 2,
        answer: answerOf(name, place++),
      }),
    ),
  );
  return {
    id: "bench",
    name: "Partner programme for measuring",
    scale: { min: 0, max: 100, decimals: 1 },
    missing: { unanswered: "zero", notApplicable: "exclude", coverage: 0.6 },
    dimensions: DIMENSIONS.map(([id, name, weight]) => ({ id, name, weight })),
    criteria,
    ladder: "cumulative",
    levels: [
      { id: "registered", name: "Registered" },
      {
        id: "silver",
        name: "Silver",
        requires: [
          { of: "index", min: 35 },
          { of: "criterion", id: "certified-staff", min: 1 },
        ],
      },
      {
        id: "gold",
        name: "Gold",
        requires: [
          { of: "index", min: 50 },
          { of: "dimension", id: "enablement", min: 45 },
          { of: "criterion", id: "certified-staff", min: 3 },
          { of: "criterion", id: "joint-business-plan", is: ["o2", "o3", "o4"] },
        ],
      },
      {
        id: "platinum",
        name: "Platinum",
        requires: [
          { of: "index", min: 65 },
          { of: "dimensions", min: 50 },
          { of: "criterion", id: "customer-satisfaction", min: 4 },
          {
            anyOf: [
              [{ of: "dimension", id: "sales", min: 70 }],
              [
                { of: "criterion", id: "revenue-from-the-vendor", min: 1_000_000 },
                { of: "criterion", id: "win-rate", min: 30 },
              ],
            ],
          },
        ],
      },
    ],
  };
}

function answerOf(name: string, place: number): Answer {
  const number = NUMBERS[name];
  if (number !== undefined) return number;
  if (YES_NO.includes(name)) return { kind: "yesno" };
  const ticks = CHECKLISTS[name];
  if (ticks !== undefined)
    return { kind: "checklist", options: ticks.map((label, at) => option(at, label, 1 / ticks.length)) };
  const labels = SCALES[place % SCALES.length] ?? [];
  return { kind: "choice", options: labels.map((label, at) => option(at, label, VALUES[labels.length]?.[at] ?? 0)) };
}

const option = (place: number, label: string, value: number): Option => ({ id: `o${place}`, label, value });

/** Deterministic numbers from 0 up to 1 (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Answers as a sheet holds them, one row per partner. */
function benchAnswers(model: Model, rows: number): GridCell[][] {
  const random = randomNumbers(40);
  return Array.from({ length: rows }, () => {
    const strength = random();
    return model.criteria.map(({ answer }) => {
      const luck = random();
      if (luck < 0.05) return null;
      if (luck < 0.07) return "N/A";
      return answerFor(answer, Math.min(0.999, Math.max(0, strength + (random() - 0.5) * 0.7)), random);
    });
  });
}

function answerFor(answer: Answer, quality: number, random: () => number): GridCell {
  if (answer.kind === "yesno") return quality > 0.4 ? "Yes" : "No";
  if (answer.kind === "number") {
    const { points } = answer;
    const [[from, worst], [to, best]] = [points[0] ?? [0, 0], points[points.length - 1] ?? [1, 1]];
    const along = Math.min(
      answer.max ?? Number.MAX_VALUE,
      from + (to - from) * (best > worst ? quality : 1 - quality) * 1.1,
    );
    return answer.unit === "people" || to > 10 ? Math.round(along) : Math.round(along * 10) / 10;
  }
  const options = typeof answer.options === "string" ? [] : answer.options;
  if (answer.kind === "choice") return options[Math.floor(quality * options.length)]?.label ?? null;
  return options.flatMap(({ label }) => (random() < quality ? [label] : [])).join("; ");
}

const partnerName = (row: number): string => `${NAMES[row % NAMES.length]} ${1000 + row}`;
const NAMES = ["Northwind Systems", "Contoso Consulting", "Fabrikam IT", "Adventure Networks", "Tailspin Partners"];

/** The sheet's shape: a header row and one row per partner. */
export function benchGrid(model: Model, rows: number): GridCell[][] {
  const header = ["Partner", ...model.criteria.map((criterion) => criterion.name)];
  return [header, ...benchAnswers(model, rows).map((answers, row) => [partnerName(row), ...answers])];
}

/** The same answers as objects. */
export function benchAssessments(model: Model, rows: number): Assessment[] {
  return benchAnswers(model, rows).map((answers, row) => ({
    partner: partnerName(row),
    answers: Object.fromEntries(model.criteria.map(({ id }, place) => [id, answers[place] ?? null])),
  }));
}

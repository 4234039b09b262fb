/**
 * Invented portfolios for the shipped models. Every partner, figure and answer is made up by a seeded generator, so
 * that the same files come out on every machine; none describes a real company.
 */
import { type CompiledCriterion, compile } from "../engine/compile.ts";
import { roundHalfUp } from "../engine/numbers.ts";
import type { Model } from "../format.ts";

export interface PortfolioPlan {
  model: string;
  seed: number;
  subjects: "partners" | "organisations";
  count: number;
  /** Oldest first; the last one is the present. */
  periods: readonly string[];
  /** Mean and spread of maturity over the subjects, 0..1. */
  centre: number;
  spread: number;
  /** How much further along the practices of low levels are than those of high ones, 0..1. */
  basicsFirst: number;
  /** Criteria that the programme fails, not the partners: nearly everybody is low there. */
  programmeFaults: readonly string[];
}

export const portfolios: readonly PortfolioPlan[] = [
  {
    model: "partner-maturity",
    seed: 20261127,
    subjects: "partners",
    count: 60,
    periods: ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"],
    centre: 0.65,
    spread: 0.26,
    basicsFirst: 0.4,
    programmeFaults: [],
  },
  {
    model: "prm-performance",
    seed: 419,
    subjects: "partners",
    count: 60,
    periods: ["2026-Q2", "2026-Q3", "2026-Q4"],
    centre: 0.58,
    spread: 0.24,
    basicsFirst: 0,
    programmeFaults: ["proof", "pass"],
  },
  {
    model: "marketing-maturity-index",
    seed: 77,
    subjects: "partners",
    count: 60,
    periods: ["2026-H2"],
    centre: 0.48,
    spread: 0.24,
    basicsFirst: 0.2,
    programmeFaults: [],
  },
  {
    model: "marketing-execution-maturity",
    seed: 1996,
    subjects: "organisations",
    count: 12,
    periods: ["2026"],
    centre: 0.6,
    spread: 0.24,
    basicsFirst: 1.1,
    programmeFaults: [],
  },
  {
    model: "lead-management-maturity",
    seed: 2020,
    subjects: "organisations",
    count: 12,
    periods: ["2026-H2"],
    centre: 0.52,
    spread: 0.27,
    basicsFirst: 0,
    programmeFaults: [],
  },
];

/** One period of a portfolio: a header row and one row per subject, cells as a person would have typed them. */
export interface Portfolio {
  period: string;
  grid: (string | number)[][];
}

/** @param model the model the plan names. */
export function samplePortfolio(model: Model, plan: PortfolioPlan): Portfolio[] {
  const random = randomNumbers(plan.seed);
  const compiled = compile(model).plain;
  const subjects =
    plan.subjects === "partners" ? samplePartners(plan.count, random) : sampleOrganisations(plan.count, random);
  const typos = new Set(Array.from({ length: Math.ceil(plan.count / 12) }, () => Math.floor(random() * plan.count)));

  const gated = gatingCriteria(model);
  const top = compiled.levels.length - 1;
  const lift = ({ level }: CompiledCriterion): number => (level < 0 ? 0 : plan.basicsFirst * (0.5 - level / top));

  const people = subjects.map((subject) => {
    const maturity = clamp(plan.centre + plan.spread * normal(random) + subject.size * 0.12);
    const byDimension = compiled.dimensions.map(() => 0.09 * normal(random));
    return {
      ...subject,
      /** Skewed: a few grow fast, most hardly, some slide. */
      growth: 0.012 + 0.03 * normal(random) + (random() < 0.12 ? 0.06 : 0),
      traits: compiled.criteria.map((criterion) =>
        plan.programmeFaults.includes(criterion.id)
          ? 0.22 + 0.14 * normal(random) + 0.15 * maturity
          : maturity + lift(criterion) + (byDimension[criterion.dimension] ?? 0) + 0.13 * normal(random),
      ),
      habits: compiled.criteria.map(() => random()),
    };
  });

  return plan.periods.map((period, place) => {
    const age = plan.periods.length - 1 - place;
    const present = age === 0;
    const rows = people.map((person, row) => {
      const cells = compiled.criteria.map((criterion): string | number => {
        const habit = person.habits[criterion.position] ?? 0;
        if (habit < 0.035) return "";
        if (habit > 0.985 && !gated.has(criterion.id)) return "N/A";
        const trait = (person.traits[criterion.position] ?? 0) - age * person.growth + 0.02 * normal(random);
        return answerNear(criterion, clamp(trait));
      });
      if (present && typos.has(row)) mistype(cells, random);
      return [person.name, person.segment, person.region, person.type, ...cells];
    });
    const header = ["partner", "segment", "region", "type", ...compiled.criteria.map((criterion) => criterion.id)];
    return { period, grid: [header, ...rows] };
  });
}

/** Where N/A would pass a gate, nobody in the sample says it. */
function gatingCriteria(model: Model): Set<string> {
  const requirements = model.levels
    .flatMap((level) => level.requires ?? [])
    .flatMap((requirement) => ("anyOf" in requirement ? requirement.anyOf.flat() : [requirement]));
  return new Set(requirements.flatMap((requirement) => (requirement.of === "criterion" ? [requirement.id] : [])));
}

/** The answer whose attainment is nearest, or the measure on the line that attains it, rounded as people round. */
function answerNear(criterion: CompiledCriterion, attainment: number): string | number {
  const { line, kind, options } = criterion.answer;
  if (line !== null) return roundAsPeopleDo(measureAt(line.xs, line.ys, attainment), criterion);
  if (kind === "checklist") {
    const count = Math.round(attainment * options.length);
    return count === 0
      ? (options[0]?.label ?? "")
      : options
          .slice(0, count)
          .map((option) => option.label)
          .join("; ");
  }
  const ranked = [...options].sort((a, b) => Math.abs(a.value - attainment) - Math.abs(b.value - attainment));
  return ranked[0]?.label ?? "";
}

function measureAt(xs: Float64Array, ys: Float64Array, attainment: number): number {
  for (let place = 0; place + 1 < xs.length; place++) {
    const [x0, x1, y0, y1] = [xs[place] ?? 0, xs[place + 1] ?? 0, ys[place] ?? 0, ys[place + 1] ?? 0];
    const inside = y0 <= y1 ? attainment >= y0 && attainment <= y1 : attainment <= y0 && attainment >= y1;
    if (inside && y0 !== y1) return x0 + ((x1 - x0) * (attainment - y0)) / (y1 - y0);
  }
  return attainment > 0.5 === (ys[0] ?? 0) < (ys.at(-1) ?? 0) ? (xs.at(-1) ?? 0) : (xs[0] ?? 0);
}

/** Money to the thousand, counts and percentages whole, ratios to a tenth. */
function roundAsPeopleDo(measure: number, { answer }: CompiledCriterion): number {
  const xs = answer.line?.xs ?? new Float64Array(1);
  const width = (xs.at(-1) ?? 0) - (xs[0] ?? 0);
  const whole = answer.unit !== "x" && xs.every(Number.isInteger);
  const rounded = width >= 100_000 ? roundHalfUp(measure / 1_000, 0) * 1_000 : roundHalfUp(measure, whole ? 0 : 1);
  return answer.accepts === null ? rounded : Math.min(answer.accepts.max, Math.max(answer.accepts.min, rounded));
}

/** What goes wrong at keyboards: a decimal comma, a half-typed option, a unit in the cell. */
function mistype(cells: (string | number)[], random: () => number): void {
  const start = Math.floor(random() * cells.length);
  for (let step = 0; step < cells.length; step++) {
    const at = (start + step) % cells.length;
    const cell = cells[at];
    if (typeof cell === "number" && cell !== 0) {
      cells[at] =
        random() < 0.5 ? `${String(cell).replace(".", ",")}${Number.isInteger(cell) ? ",5" : ""}` : `ca. ${cell}`;
      return;
    }
    if (typeof cell === "string" && cell.length > 12 && !cell.includes(";")) {
      cells[at] = `${cell.slice(0, 9)}${cell.slice(10)}`;
      return;
    }
  }
}

interface Subject {
  name: string;
  segment: string;
  region: string;
  type: string;
  /** -1 small, 0 middle, 1 large; most are small. */
  size: number;
}

const REGIONS = ["EMEA", "North America", "Latin America", "Asia Pacific"] as const;
const SEGMENTS = ["it-reseller", "managed-service-provider", "manufacturing-distributor"] as const;

const NAMES: Record<string, readonly string[]> = {
  EMEA: [
    "Nordfeld",
    "Brückner & Kehl",
    "Havelberg",
    "Lindqvist",
    "Castelmare",
    "Oostwijk",
    "Pellerin",
    "Tarnow",
    "Skagen",
    "Vallon",
    "Maribor",
    "Aldershot",
    "Kestrel Vale",
    "Rautavaara",
    "Zonhoven",
  ],
  "North America": [
    "Cedar Falls",
    "Blue Mesa",
    "Larkspur",
    "Prairie Gate",
    "Stonebridge",
    "Tamarack",
    "Harborline",
    "Copper Ridge",
    "Fox Hollow",
    "Northway",
    "Saltbox",
    "Juniper Row",
    "Maple Yard",
    "Redwillow",
    "Granite Pass",
  ],
  "Latin America": [
    "Altiplano",
    "Rio Claro",
    "Jacarandá",
    "Sierra Verde",
    "Tres Puentes",
    "Bahía Azul",
    "Quetzal",
    "Pampa Norte",
    "Cordillera",
    "Ceiba",
    "Araucaria",
    "Mar de Plata",
    "Yerba Alta",
    "Ipê Branco",
    "Los Nogales",
  ],
  "Asia Pacific": [
    "Kurrajong",
    "Sakura Bay",
    "Lotus Gate",
    "Banyan",
    "Hoshino",
    "Merlion Park",
    "Pohutukawa",
    "Jade River",
    "Sundara",
    "Wattle Creek",
    "Tanjong",
    "Minato East",
    "Chandan",
    "Baram",
    "Coral Quay",
  ],
};
const TRADES: Record<string, readonly string[]> = {
  "it-reseller": ["Systems", "Networks", "IT", "Computing", "Technology"],
  "managed-service-provider": ["Cloud", "Managed Services", "Digital", "Operations", "Secure"],
  "manufacturing-distributor": ["Industrial Supply", "Components", "Distribution", "Trading", "Automation"],
};

function samplePartners(count: number, random: () => number): Subject[] {
  return Array.from({ length: count }, (_, place) => {
    const region = REGIONS[place % REGIONS.length] ?? "EMEA";
    const segment = SEGMENTS[Math.floor(random() * SEGMENTS.length)] ?? "it-reseller";
    const trades = TRADES[segment] ?? [];
    const stem = NAMES[region]?.[Math.floor(place / REGIONS.length)] ?? `Partner ${place + 1}`;
    const draw = random();
    return {
      name: `${stem} ${trades[Math.floor(random() * trades.length)] ?? ""}`.trim(),
      segment,
      region,
      type: segment === "manufacturing-distributor" ? "distributor" : "reseller",
      size: draw < 0.6 ? -1 : draw < 0.9 ? 0 : 1,
    };
  });
}

const DESKS = ["Marketing", "Field marketing", "Partner marketing", "Distributor desk"];

function sampleOrganisations(count: number, random: () => number): Subject[] {
  return Array.from({ length: count }, (_, place) => {
    const region = REGIONS[place % REGIONS.length] ?? "EMEA";
    return {
      name: `${DESKS[Math.floor(place / REGIONS.length) % DESKS.length]} ${region}`,
      segment: place % 3 === 0 ? "distributor" : "vendor",
      region,
      type: "organisation",
      size: Math.floor(random() * 3) - 1,
    };
  });
}

/** The mulberry32 generator (Tommy Ettinger, public domain): numbers 0..1 from a seed, the same everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Box and Muller, 1958. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

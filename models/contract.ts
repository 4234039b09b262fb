/**
 * What the service and the sheet say to each other: types only, no code.
 *
 * Units: `index`, scores and points are in the model's scale units, rounded half up to its decimals; shares,
 * attainments and coverage are 0..1, not rounded; effort is in person-days.
 */
import type { Finding } from "./format.ts";

/** One answer as a person or a system sends it. Blank or null is unanswered, `N/A` is not applicable. */
export type AnswerValue = string | number | boolean | null | string[];

export interface Assessment {
  partner: string;
  answers: Record<string, AnswerValue>;
  segment?: string | undefined;
  region?: string | undefined;
  type?: string | undefined;
}

export type Detail = "level" | "gaps" | "full";

export interface ModelReference {
  id: string;
  /** First 12 hex digits of the SHA-256 of the document's canonical JSON (RFC 8785). */
  revision: string;
  name: string;
}

/** An unmet requirement of the next level, or of the coverage a level needs. */
export interface Blocker {
  of:
    | "index"
    | "dimension"
    | "dimensions"
    | "criterion"
    | "criteria"
    | "practices"
    | "percentile"
    | "anyOf"
    | "coverage"
    | "required";
  /** The dimension, criterion or level the requirement names; absent where it names none. */
  id?: string;
  /** What was reached; null where it is unanswered or unknown; option ids for `is`. */
  actual: number | string[] | null;
  needed: number | string[];
  /** How `actual` is held against `needed`. */
  bound: "min" | "above" | "max" | "below" | "is";
  /** True for a percentile without a cohort to rank in. */
  undecided?: true;
  /** The nearest route of an `anyOf`, as blockers of its own. */
  route?: Blocker[];
  /** "Held at Silver: certified staff 5 of 6" */
  sentence: string;
}

export interface DimensionResult {
  id: string;
  score: number | null;
  /** By the model's ladder for top-level dimensions, null for nested ones and where no level can be given. */
  level: string | null;
}

export interface Gap {
  criterion: string;
  name: string;
  dimension: string;
  /** 0..1; null when unanswered. */
  attainment: number | null;
  /** The attainment to reach: what the target level asks of this criterion, else 1. */
  target: number;
  /** The answer that reaches it, as a person would give it. */
  answer: AnswerValue;
  /** True when a requirement of the target level names this criterion and it falls short. */
  blocks: boolean;
  /** Index points to be gained by reaching the target. */
  points: number;
  /** Person-days from the present answer to the target. */
  effort: number;
  guidance: string | null;
  stages: string[];
}

export interface PathChange {
  criterion: string;
  from: AnswerValue;
  to: AnswerValue;
  effort: number;
}

/** The least-effort set of answer changes that reaches `level`. */
export interface Path {
  level: string;
  /** False when no answers reach the level; then `changes` is empty. */
  reachable: boolean;
  changes: PathChange[];
  /** Person-days, the sum over the changes. */
  effort: number;
  /** True when no cheaper set exists. */
  optimal: boolean;
  /** No set of changes costs less than this many person-days; equals `effort` when optimal. */
  bound: number;
}

export interface Range {
  /** Index and level if every unanswered question were answered as badly as can be. */
  worst: { index: number | null; level: string | null };
  best: { index: number | null; level: string | null };
  /** The unanswered question whose answer would narrow the index most, and by how many points. */
  ask: { criterion: string; question: string; points: number } | null;
}

export interface CurvePoint {
  /** The level position. */
  x: number;
  /** 0..1 on the logistic curve. */
  y: number;
  /** The level whose rank the position has reached. */
  phase: string;
}

/** The whole on the S-curve, and each top-level dimension and answered criterion with a place of its own. */
export interface Curve extends CurvePoint {
  dimensions: (CurvePoint & { id: string })[];
  criteria: (CurvePoint & { id: string })[];
}

export interface LevelResult {
  partner: string;
  /** The overlay used for this partner, null for the plain model. */
  overlay: string | null;
  index: number | null;
  level: string | null;
  next: string | null;
  /** Rank of the level (lowest is 0) plus the share of the next level's requirements that is reached. */
  position: number | null;
  coverage: number;
  blockers: Blocker[];
}

export interface GapsResult extends LevelResult {
  dimensions: DimensionResult[];
  gaps: Gap[];
}

export interface FullResult extends GapsResult {
  range: Range;
  /** Null at the top level, and where too little is answered for any level. */
  path: Path | null;
  curve: Curve | null;
}

export type Result = LevelResult | GapsResult | FullResult;

export interface Problem {
  partner: string;
  /** Null where the problem is the partner's, not an answer's. */
  criterion: string | null;
  message: string;
}

/** Row and column count from 1, the header being row 1; column 0 stands for the whole row. */
export interface CellProblem {
  row: number;
  column: number;
  message: string;
}

export interface ScoreResponse {
  model: ModelReference;
  results: Result[];
  /** The first 100; `problemCount` counts them all. */
  problems: Problem[];
  problemCount: number;
}

export type GridCell = string | number | boolean | null;

export interface GridResponse {
  model: ModelReference;
  grid: (string | number)[][];
  problems: CellProblem[];
  problemCount: number;
  /** Header cells that name no criterion. */
  ignored: string[];
}

export interface ModelSummary extends ModelReference {
  summary: string | null;
  language: string;
  languages: string[];
  criteria: number;
  levels: { id: string; name: string }[];
}

export interface CheckResponse {
  /** True when there is no finding of severity `error`. */
  valid: boolean;
  revision: string | null;
  findings: Finding[];
}

/** RFC 9457. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  requestId: string;
  errors: { location: string; message: string }[];
  /** What there is now, where somebody else has changed it. */
  current?: Record<string, unknown> | undefined;
}

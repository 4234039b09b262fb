import type { AnswerValue, Assessment, Detail, Problem, Result, ScoreResponse } from "../../models/contract.ts";
import { DEFAULT_WORK } from "../../models/engine/path.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
import { type ErrorEntry, InvalidRequest, TooLarge } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { nearNames } from "./near-names.ts";
import { type ResolvedModel, resolveModel } from "./resolve-model.ts";

/** The answer grows with the detail, and an isolate has 128 MB. */
export const MAX_ASSESSMENTS: Record<Detail, number> = { level: 10_000, gaps: 1_000, full: 1_000 };
/** Search for paths: one hard partner may not use up what the others need. */
export const REQUEST_WORK = 10 * DEFAULT_WORK;
const LISTED_PROBLEMS = 100;
const LISTED_ERRORS = 100;

export interface ScoreRequest {
  model: string | object;
  assessments: readonly unknown[];
  detail?: Detail | undefined;
  target?: string | undefined;
  language?: string | undefined;
}

/**
 * Scores assessments and stores nothing. A bad answer is reported and counts as unanswered; everything else is scored.
 *
 * @throws InvalidRequest where an assessment is not one, or the target is no level; TooLarge; what resolveModel throws.
 */
export async function scoreAssessments(caller: Caller, request: ScoreRequest): Promise<ScoreResponse> {
  const detail = request.detail ?? "level";
  if (request.assessments.length > MAX_ASSESSMENTS[detail]) {
    throw new TooLarge(
      `${request.assessments.length} assessments were sent; with detail “${detail}” at most ${MAX_ASSESSMENTS[detail]} are scored per request.`,
    );
  }
  const model = await resolveModel(caller, request.model, request.language);
  requireLevel(model, request.target);
  const report = new Report();
  const assessments = readAssessments(request.assessments, report);
  const results: Result[] = [];
  let work = REQUEST_WORK;
  for (const assessment of assessments) {
    const share = { left: Math.min(DEFAULT_WORK, work) };
    const given = share.left;
    const options = { detail, target: request.target, work: share };
    const { result, problems } = scoreAssessment(model.compiled, assessment, options);
    work -= given - share.left;
    results.push(result);
    for (const problem of problems) report.add(problem);
  }
  return { model: model.reference, results, problems: report.listed, problemCount: report.count };
}

export function requireLevel({ compiled, reference }: ResolvedModel, target: string | undefined): void {
  const levels = compiled.model.levels.map((level) => level.id);
  if (target === undefined || levels.includes(target)) return;
  const near = nearNames(target, levels)[0];
  const names = levels.map((level) => `“${level}”`).join(", ");
  throw new InvalidRequest([
    {
      location: "target",
      message: `“${reference.id}” has no level of this id.${near ? ` Did you mean “${near}”?` : ""} Its levels are ${names}.`,
    },
  ]);
}

export class Report {
  listed: Problem[] = [];
  count = 0;
  add(problem: Problem): void {
    this.count++;
    if (this.listed.length < LISTED_PROBLEMS) this.listed.push(problem);
  }
}

/** `period` and `source` belong to stored assessments: the same body may be scored first and saved later. */
const FIELDS = new Set(["partner", "answers", "segment", "region", "type", "period", "source"]);
const ATTRIBUTES = ["segment", "region", "type"] as const;

/** By hand and not with a schema: a schema costs as much as the scoring, and says less. */
function readAssessments(items: readonly unknown[], report: Report): Assessment[] {
  const errors: ErrorEntry[] = [];
  const places = new Map<string, number>();
  const assessments: Assessment[] = [];
  items.forEach((item, place) => {
    if (errors.length >= LISTED_ERRORS) return;
    if (!isSound(item)) {
      const found = faultsOf(item, `assessments.${place}`);
      errors.push(...found);
      if (found.length > 0) return;
    }
    const assessment = withNamedPartner(item as Assessment);
    const first = places.get(assessment.partner);
    if (first === undefined) places.set(assessment.partner, place);
    else {
      report.add({
        partner: assessment.partner,
        criterion: null,
        message: `This partner stands at places ${first + 1} and ${place + 1} of the assessments. Both are scored; send one.`,
      });
    }
    assessments.push(withReadableAnswers(assessment, report));
  });
  if (errors.length > 0) throw new InvalidRequest(errors.slice(0, LISTED_ERRORS));
  return assessments;
}

/** Whether an assessment has nothing but what nearly all have; `faultsOf` has the last word on the others. */
function isSound(item: unknown): boolean {
  if (!isRecord(item) || !isRecord(item.answers)) return false;
  const { partner } = item;
  if (typeof partner !== "string" || partner.length > 200 || partner.trim() === "") return false;
  for (const name in item) if (name !== "partner" && name !== "answers") return false;
  return true;
}

export function faultsOf(item: unknown, location: string): ErrorEntry[] {
  if (!isRecord(item)) return [{ location, message: "must be an object { “partner”: …, “answers”: { … } }" }];
  const faults: ErrorEntry[] = [];
  const { partner, answers } = item;
  const isName =
    typeof partner === "string" ? partner.trim() !== "" && partner.length <= 200 : Number.isFinite(partner);
  if (!isName) {
    faults.push({
      location: `${location}.partner`,
      message: "must be the partner's name or id as text, 1 to 200 characters",
    });
  }
  if (!isRecord(answers)) {
    faults.push({ location: `${location}.answers`, message: "must be an object with one answer per criterion id" });
  }
  for (const name of ATTRIBUTES) {
    const value = item[name];
    if (value !== undefined && typeof value !== "string") {
      faults.push({ location: `${location}.${name}`, message: "must be text, or be left out" });
    }
  }
  for (const name of Object.keys(item)) {
    if (FIELDS.has(name)) continue;
    faults.push({
      location: `${location}.${name.slice(0, 64).toWellFormed()}`,
      message: "is not a field of an assessment; answers belong into “answers”",
    });
    if (faults.length > 10) break;
  }
  return faults;
}

/** Spreadsheets and databases know partners by number too. */
function withNamedPartner(assessment: Assessment): Assessment {
  return typeof assessment.partner === "string" ? assessment : { ...assessment, partner: String(assessment.partner) };
}

/** Objects and lists of lists are no answer of any kind: reported here, unanswered for the engine. */
function withReadableAnswers(assessment: Assessment, report: Report): Assessment {
  let answers: Record<string, AnswerValue> | undefined;
  const given = assessment.answers;
  for (const criterion in given) {
    const value: unknown = given[criterion];
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value) && value.every((part) => typeof part !== "object" || part === null)) continue;
    answers ??= { ...assessment.answers };
    delete answers[criterion];
    report.add({
      partner: assessment.partner,
      criterion,
      message:
        "An answer is text, a number, true or false, null, or a list of option ids. This one counts as unanswered.",
    });
  }
  return answers === undefined ? assessment : { ...assessment, answers };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

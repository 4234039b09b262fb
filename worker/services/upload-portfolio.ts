/** A portfolio from a file: checked row by row, and stored in portions. */
import type { Assessment, Result } from "../../models/contract.ts";
import { DEFAULT_WORK } from "../../models/engine/path.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
import { savePartners } from "../db/partners.ts";
import { InvalidRequest, TooLarge } from "../errors.ts";
import type { Caller } from "./caller.ts";
import type { Period, Source } from "./period.ts";
import { MAX_SAVED } from "./read-sent-assessments.ts";
import { type ResolvedModel, resolveModel } from "./resolve-model.ts";
import { saveAssessments } from "./save-assessments.ts";
import { sha256, sha256Of } from "./secrets.ts";
import { type MappedColumn, planColumns, proposeMeanings } from "./upload/columns.ts";
import { decodeTable } from "./upload/decode.ts";
import { type Decimal, decimalOf } from "./upload/numbers.ts";
import type { Upload, UploadedRow } from "./upload/outcome.ts";
import { readRows, UploadProblems, type UploadRow } from "./upload/rows.ts";
import { readTable } from "./upload/table.ts";

export const MAX_UPLOADED = 20_000;

export interface UploadRequest {
  /** `id` or `id@revision`. */
  model: string;
  period: Period;
  source: Source;
  /** Store nothing and say what would be stored. */
  check: boolean;
  /** What becomes of a row with a cell that cannot be read: not stored, or stored without that cell. */
  faulty: "skip" | "blank";
  /** Found out from the file without it. */
  decimal: Decimal | undefined;
  mapped: readonly MappedColumn[];
  language?: string | undefined;
}

/**
 * Stores the rows of a table file as assessments of one period, 1,000 in a transaction, with what it says of the partners.
 * Rows that cannot be stored are reported and left out. With an Idempotency-Key an upload that was cut off goes on
 * where it stopped.
 *
 * @param sent the file as it is.
 * @param most rows.
 * @throws InvalidRequest where it is no table, or a column that is needed is missing and rows were to be stored; TooLarge
 *   over too many rows; what resolveModel and saveAssessments throw.
 */
export async function uploadPortfolio(
  caller: Caller,
  sent: Uint8Array,
  request: UploadRequest,
  most = MAX_UPLOADED,
): Promise<Upload> {
  const { text, encoding } = decodeTable(sent);
  const table = readTable(text);
  if (table.count > most) {
    throw new TooLarge(`The file has ${table.count} rows; at most ${most} are taken at once. Split it.`);
  }
  const resolved = await resolveModel(caller, request.model, request.language);
  const { compiled, reference } = resolved;
  const plan = planColumns(compiled, table.header, request.mapped);
  const missing = plan.problems.filter(({ column }) => column === 0);
  if (missing.length > 0 && !request.check) {
    throw new InvalidRequest(missing.map(({ message }) => ({ location: "row 1", message })));
  }
  const numeric = plan.criteria.flatMap(({ position, column }) =>
    compiled.plain.criteria[position]?.answer.kind === "number" ? [column] : [],
  );
  const columns = [...numeric, ...plan.fields.map(({ column }) => column)];
  const decimal = request.decimal ?? decimalOf(table.rows, table.delimiter, columns);
  const problems = new UploadProblems();
  for (const problem of plan.problems) problems.add(problem);
  const read = missing.length > 0 ? [] : readRows(compiled, plan, table.rows, decimal, problems);
  const taken = read.filter(({ usable, faults }) => usable && (faults === 0 || request.faulty === "blank"));
  const outcomes = request.check ? checkRows(resolved, taken) : await storeRows(caller, sent, request, taken, problems);
  if (request.check) proposeMeanings(compiled, plan);
  const results = read.map(({ row, partner }): UploadedRow => {
    const outcome = outcomes.get(row);
    return { row, partner, saved: outcome !== undefined, level: outcome?.level ?? null, index: outcome?.index ?? null };
  });
  return {
    model: reference,
    period: request.period.name,
    source: request.source,
    checked: request.check,
    encoding,
    delimiter: table.delimiter,
    decimal,
    columns: plan.columns,
    rows: table.count,
    saved: outcomes.size,
    skipped: table.count - outcomes.size,
    results,
    problems: problems.listed,
    problemCount: problems.count,
  };
}

/** By the row's number. */
type Outcomes = Map<number, Pick<Result, "level" | "index">>;

/** As the file's own segment, region and type score them; the store may know others. */
function checkRows({ compiled }: ResolvedModel, rows: readonly UploadRow[]): Outcomes {
  const work = { left: DEFAULT_WORK };
  return new Map(
    rows.map((row) => [row.row, scoreAssessment(compiled, assessmentOf(row), { detail: "level", work }).result]),
  );
}

async function storeRows(
  caller: Caller,
  sent: Uint8Array,
  { model, period, source, language }: UploadRequest,
  rows: readonly UploadRow[],
  problems: UploadProblems,
): Promise<Outcomes> {
  const digest = new TextEncoder().encode(caller.repeatable === null ? "" : await sha256Of(sent));
  const outcomes: Outcomes = new Map();
  for (let start = 0; start < rows.length; start += MAX_SAVED) {
    const portion = rows.slice(start, start + MAX_SAVED);
    const writes = portion.flatMap(({ write }) => write ?? []);
    const { answer } = await saveAssessments(await callerOfPortion(caller, start), digest, {
      model,
      period,
      source,
      language,
      assessments: portion.map(assessmentOf),
      also: writes.length === 0 ? [] : [savePartners(writes, caller.now)],
    });
    const places = new Map(portion.map(({ partner, row }) => [partner, row]));
    for (const result of answer.results) outcomes.set(places.get(result.partner) ?? 0, result);
    // What only the store could tell, such as an answer that the overlay of a stored region does not take.
    for (const { partner, message } of answer.problems) {
      problems.add({ row: places.get(partner) ?? 1, column: 0, message });
    }
  }
  return outcomes;
}

const assessmentOf = ({ partner, answers, segment, region, type }: UploadRow): Assessment => ({
  partner,
  answers,
  ...(segment !== undefined && { segment }),
  ...(region !== undefined && { region }),
  ...(type !== undefined && { type }),
});

/** Each portion is a change of its own, so that a repeated upload finds those that were made. */
async function callerOfPortion(caller: Caller, start: number): Promise<Caller> {
  const { repeatable } = caller;
  if (repeatable === null || start === 0) return caller;
  return { ...caller, repeatable: { answerKey: await sha256(`${repeatable.answerKey} ${start}`), found: null } };
}

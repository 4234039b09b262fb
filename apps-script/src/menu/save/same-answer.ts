/** Whether a cell says what is stored already, though the service keeps option ids where a cell shows labels. */
import type { AnswerValue, GridCell } from "../../../../models/contract.ts";
import type { Criterion, Model } from "../../../../models/format.ts";
import { isBlank } from "../../cells.ts";
import { answerCell } from "../../layout/answers-tab.ts";
import type { StoredAssessment } from "../stored.ts";

/** A difference that is none (5 and “5.0”) only costs a request: the service keeps no history of it. */
export function isSame(model: Model, criterion: Criterion, stored: AnswerValue, cell: GridCell): boolean {
  if (stored === null || stored === "") return isBlank(cell);
  if (isBlank(cell)) return false;
  if (typeof stored === "number" || typeof cell === "number") return String(stored) === String(cell);
  const shown = answerCell(model, criterion, stored);
  if (criterion.answer.kind === "checklist") return parts(shown) === parts(cell) || parts(stored) === parts(cell);
  return fold(shown) === fold(cell) || fold(stored) === fold(cell);
}

/** The answer alone, without its note and evidence. */
export function plainAnswer(answer: StoredAssessment["answers"][string] | undefined): AnswerValue {
  if (answer === undefined) return null;
  return typeof answer === "object" && answer !== null && !Array.isArray(answer) ? answer.value : answer;
}

const fold = (value: unknown): string => String(value).trim().toLowerCase();

const parts = (value: unknown): string =>
  (Array.isArray(value) ? value.map(String) : String(value).split(";")).map(fold).sort().join(";");

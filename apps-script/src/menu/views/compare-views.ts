/** Writes where partners answer otherwise than the Answers tab into the Views tab, side by side. */
import type { AnswerValue, GridCell } from "../../../../models/contract.ts";
import type { Criterion, Model } from "../../../../models/format.ts";
import { type Cell, isBlank, plainText } from "../../cells.ts";
import { labelOf } from "../../commands.ts";
import { answerCell } from "../../layout/answers-tab.ts";
import { viewWords } from "../../layout/keys.ts";
import type { MenuPlatform } from "../../platform.ts";
import { askPeriod, someOf } from "../invite/dialogs.ts";
import { InvitationSheet } from "../invite/invitations.ts";
import { modelInTab } from "../model-in-tab.ts";
import { type AnswerRow, readAnswers } from "../read-answers.ts";
import { isSame, plainAnswer } from "../save/same-answer.ts";
import { counted } from "../say.ts";
import { openLine, type ServiceLine } from "../service-line.ts";
import { partnerId, type StoredAssessment, storedAssessments } from "../stored.ts";
import { withLock } from "../with-lock.ts";
import { scoreTheirs, type TheirScore } from "./score-theirs.ts";
import { exactly, ViewSheet } from "./view-sheet.ts";

const TITLE = labelOf("compareViews");

type View = "differ" | "theirsOnly" | "same";

export interface ComparedAnswer {
  criterion: Criterion;
  /** As the Answers tab has it. */
  mine: GridCell;
  /** As the drop-downs show it. */
  theirs: Cell;
  view: View;
  comment: string;
  evidence: string;
}

/** What a partner has answered, question by question. @param cells of the partner's row by criterion id. */
export function compareAnswers(
  model: Model,
  cells: ReadonlyMap<string, GridCell>,
  { answers }: Pick<StoredAssessment, "answers">,
): ComparedAnswer[] {
  return model.criteria.flatMap((criterion) => {
    const answer = answers[criterion.id];
    const value = plainAnswer(answer);
    if (value === null || value === "") return [];
    const mine = cells.get(criterion.id) ?? null;
    const view = isBlank(mine) ? "theirsOnly" : isSame(model, criterion, value, mine) ? "same" : "differ";
    const said = (name: "note" | "evidence"): string =>
      typeof answer === "object" && answer !== null && !Array.isArray(answer) ? (answer[name] ?? "") : "";
    const [comment, evidence] = [said("note"), said("evidence")];
    return [{ criterion, mine, theirs: shown(model, criterion, value), view, comment, evidence }];
  });
}

function shown(model: Model, criterion: Criterion, value: AnswerValue): Cell {
  const cell = answerCell(model, criterion, value);
  return typeof cell === "object" ? cell.formula : cell;
}

/** @returns what to tell, null where a dialog was closed. @throws Trouble. */
export function compareViews(platform: MenuPlatform): string | null {
  const line = openLine(platform);
  const model = modelInTab(platform.spreadsheet());
  const period = askPeriod(TITLE, "Which period's answers of partners do you compare with the Answers tab?", platform);
  if (period === null) return null;
  const stored = storedAssessments(line, { model: model.id, period, source: "partner" });
  if (stored.length === 0) return `No partner has submitted answers for ${period} yet.`;
  return withLock(platform, () => compare(model, period, stored, line, platform));
}

function compare(
  model: Model,
  period: string,
  stored: readonly StoredAssessment[],
  line: ServiceLine,
  platform: MenuPlatform,
): string {
  const { header, rows } = firstRows(model, platform);
  const sheet = new ViewSheet(platform);
  const theirs: AnswerRow[] = [];
  const counts = { differ: 0, theirsOnly: 0, same: 0 };
  /** Such as “3 of 4”, by partner. */
  const agreement = new Map<string, string>();
  const written = new Set<number>();
  const absent = stored.filter(({ partner }) => !rows.has(partner)).map(({ partner }) => partner);
  const byPartner = new Map(stored.map((assessment) => [assessment.partner, assessment]));
  for (const [partner, row] of rows) {
    const assessment = byPartner.get(partner);
    if (assessment === undefined) continue;
    const compared = compareAnswers(
      model,
      new Map(header.map((id, place) => [id, row.cells[place] ?? null])),
      assessment,
    );
    const own = new Map(compared.map(({ criterion, theirs }) => [criterion.id, theirs]));
    theirs.push({ ...row, cells: row.cells.map((cell, place) => own.get(header[place] ?? "") ?? cell) });
    for (const answer of compared) {
      counts[answer.view]++;
      const place = writeRow(partner, period, answer, sheet);
      if (place !== null) written.add(place);
    }
    const both = compared.filter(({ view }) => view !== "theirsOnly");
    const same = both.filter(({ view }) => view === "same").length;
    agreement.set(partner, both.length === 0 ? "" : `${same} of ${both.length}`);
  }
  for (const row of sheet.rows) {
    if (row.period === period && rows.has(row.partner) && !written.has(row.row)) withdraw(row.row, sheet);
  }
  sheet.flush();
  writeAgreement(model, period, agreement, scoreTheirs(model, header, theirs, line, platform), platform);
  platform.flush();
  return summary(period, agreement.size, counts, absent);
}

/** The first row of each partner. */
function firstRows(model: Model, platform: MenuPlatform): { header: string[]; rows: Map<string, AnswerRow> } {
  const { header, rows } = readAnswers(platform.spreadsheet(), model);
  return {
    header,
    rows: new Map(rows.flatMap((row) => (row.occurrence === 0 ? [[partnerId(row.partner), row]] : []))),
  };
}

/** Answers that are the same get no row, but one that they have already says so. @returns the row, null without one. */
function writeRow(partner: string, period: string, answer: ComparedAnswer, sheet: ViewSheet): number | null {
  const { criterion, mine, theirs, view, comment, evidence } = answer;
  const known = sheet.find({ partner, criterionId: criterion.id, period });
  if (known === null && view === "same") return null;
  const row = known?.row ?? sheet.append();
  const { writer } = sheet;
  if (known === null) {
    writer.set(row, "partner", plainText(partner));
    writer.set(row, "period", period);
    writer.set(row, "criterionId", plainText(criterion.id));
  }
  // What was decided about another answer says nothing about this one.
  if (known?.decision != null && String(known.theirs ?? "") !== String(theirs ?? "")) writer.set(row, "decision", "");
  writer.set(row, "criterion", plainText(criterion.name));
  writer.set(row, "mine", exactly(mine));
  writer.set(row, "theirs", exactly(theirs));
  writer.set(row, "views", viewWords[view]);
  writer.set(row, "comment", plainText(comment));
  writer.set(row, "evidence", plainText(evidence));
  return row;
}

function withdraw(row: number, { writer }: ViewSheet): void {
  writer.set(row, "theirs", "");
  writer.set(row, "views", viewWords.none);
  writer.set(row, "decision", "");
  writer.set(row, "comment", "");
  writer.set(row, "evidence", "");
}

function writeAgreement(
  model: Model,
  period: string,
  agreement: ReadonlyMap<string, string>,
  scores: ReadonlyMap<string, TheirScore>,
  platform: MenuPlatform,
): void {
  if (platform.spreadsheet().getSheetByName("Invitations") === null) return;
  const { invitations, writer } = new InvitationSheet(platform);
  for (const { row, partner, page, ...own } of invitations) {
    const [same, score] = [agreement.get(partner), scores.get(partner)];
    const isAbout = page === "self-assessment" && own.period === period && own.modelId === model.id;
    if (!isAbout || same === undefined || score === undefined) continue;
    writer.set(row, "sameAnswers", same);
    writer.set(row, "theirIndex", score.index);
    writer.set(row, "theirLevel", plainText(score.level));
  }
  writer.flush();
}

function summary(period: string, partners: number, counts: Record<View, number>, absent: readonly string[]): string {
  const { differ, theirsOnly, same } = counts;
  const open = differ + theirsOnly;
  return [
    `${period}: ${counted(partners, "partner has", "partners have")} answered. ${counted(same, "answer is", "answers are")} the same as yours, ${differ.toLocaleString("en")} ${differ === 1 ? "differs" : "differ"}, ${theirsOnly.toLocaleString("en")} you have left blank.`,
    ...(open > 0 ? ["See the Views tab: choose there which answer counts, then Take over answers."] : []),
    ...(absent.length > 0
      ? [`${someOf(absent)} answered too, but ${absent.length === 1 ? "is" : "are"} not in the Answers tab.`]
      : []),
  ].join(" ");
}

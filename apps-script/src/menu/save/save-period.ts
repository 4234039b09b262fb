/**
 * Saves the answers of a period. Only what the service does not have yet is sent, so that a run that broke off goes on
 * where it stopped, and a run that is repeated changes nothing.
 */
import type { Problem } from "../../../../models/contract.ts";
import type { Model } from "../../../../models/format.ts";
import { safeCell } from "../../cells.ts";
import { labelOf } from "../../commands.ts";
import type { MenuPlatform } from "../../platform.ts";
import { Trouble } from "../../service.ts";
import { quarterOf, readPeriod, today } from "../periods.ts";
import { portionsOf, utf8Length } from "../portions.ts";
import { type AnswerRow, readAnswers } from "../read-answers.ts";
import { ResultTab } from "../result-tab.ts";
import { startRun } from "../run-time.ts";
import { counted } from "../say.ts";
import { openLine } from "../service-line.ts";
import { requireStoredModel } from "../store-model.ts";
import { partnerId, storedAssessments, storedPartners } from "../stored.ts";
import { withLock } from "../with-lock.ts";
import { compareWithStored, type Difference, type ToSave } from "./compare-with-stored.ts";
import { savePartners } from "./partner-details.ts";

const TITLE = labelOf("savePeriod");
const SOURCE = "vendor";

interface SavedAnswer {
  problems: Problem[];
  problemCount: number;
  standings: { changed: "promoted" | "demoted" | "none" }[];
}

/** @returns what to tell, null where a dialog was closed. @throws Trouble. */
export function savePeriod(platform: MenuPlatform): string | null {
  openLine(platform);
  const quarter = quarterOf(today(platform));
  const typed = platform.prompt.ask(
    TITLE,
    `Which period are these answers of? Such as 2026-Q4, 2026-11 or 2026-11-30. Saving a period again replaces its answers; the earlier ones stay in the history.\n\nLeave it blank for ${quarter}.`,
  );
  if (typed === null) return null;
  const period = typed === "" ? quarter : readPeriod(typed);
  const stored = requireStoredModel(
    TITLE,
    "A period is saved with a stored model, so that it can be scored again exactly. The model of the Model tab is not stored yet, or was changed since. Publish it as a new revision now?",
    platform,
  );
  if (stored === null) return "Nothing was saved: the model was not published.";
  stored.keep();
  return withLock(platform, () => save(period, stored.model, stored.reference.revision, platform));
}

function save(period: string, model: Model, revision: string, platform: MenuPlatform): string {
  const run = startRun("savePeriod", platform);
  // What an earlier run stored is not sent again, so the key need only outlive this one.
  const started = `save ${platform.clock.now()}`;
  const line = openLine(platform);
  const answers = readAnswers(platform.spreadsheet(), model);
  if (answers.rows.length === 0) return "There is nobody to save. Enter partners in the Answers tab.";
  const stored = storedAssessments(line, { model: model.id, period, source: SOURCE });
  const partners = storedPartners(line);
  const difference = compareWithStored(
    answers,
    model,
    revision,
    new Map(stored.map((assessment) => [assessment.partner, assessment])),
    new Map(partners.map((partner) => [partner.id, partner])),
  );
  const tally = new Tally(period, difference, answers.nameless);
  const envelope = { model: `${model.id}@${revision}`, period, source: SOURCE };
  const portions = portionsOf(
    difference.rows.map(({ row }) => row),
    utf8Length(JSON.stringify([envelope, answers.header])) + 1_000,
  );
  let from = 0;
  for (const portion of portions) {
    const rows = difference.rows.slice(from, from + portion.length);
    from += portion.length;
    if (run.isOver()) return tally.paused();
    try {
      const body = JSON.stringify({ ...envelope, grid: [answers.header, ...portion.map(({ cells }) => cells)] });
      tally.add(rows, line.change<SavedAnswer>({ method: "post", path: "/v1/assessments", body }, started));
      // After the answers, because a partner whose details are stored counts as unchanged when a run goes on.
      const saved = new Set(rows.map(({ partner }) => partner));
      savePartners(
        difference.partners.filter(({ id }) => saved.has(id)),
        line,
      );
    } catch (error) {
      if (!(error instanceof Trouble) || tally.done === 0) throw error;
      throw new Trouble(`${error.message}. ${tally.paused()}`);
    }
    if (from < difference.rows.length) run.went(from, difference.rows.length, "partners");
  }
  writeChecks(model, answers.rows, tally.problems, difference, platform);
  return tally.summary();
}

/** Problems go beside the partner's row of the Scores tab, where scoring says them too. */
function writeChecks(
  model: Model,
  rows: readonly AnswerRow[],
  problems: readonly Problem[],
  { refused, unchanged }: Difference,
  platform: MenuPlatform,
): void {
  const sheet = platform.spreadsheet().getSheetByName("Scores");
  if (sheet === null || sheet.getLastRow() === 0) return;
  const names = new Map(model.criteria.map(({ id, name }) => [id, name]));
  const messages = new Map<string, string>();
  for (const { partner, criterion, message } of problems) {
    const words = criterion === null ? message : `${names.get(criterion) ?? criterion}: ${message}`;
    messages.set(partner, messages.has(partner) ? `${messages.get(partner)} ${words}` : words);
  }
  const refusals = new Map(refused.map(({ row, message }) => [row, message]));
  const before = new Set(unchanged);
  const tab = new ResultTab(sheet);
  const messageOf = (row: AnswerRow): string =>
    refusals.get(row) ?? (row.occurrence === 0 ? messages.get(partnerId(row.partner)) : undefined) ?? "";
  // A row that says nothing new keeps what scoring said of it.
  const told = tab.inOrder(rows.filter((row) => messageOf(row) !== "" || (tab.has(row) && !before.has(row))));
  tab.write(
    told,
    ["check"],
    told.map((row) => [safeCell(messageOf(row))]),
  );
}

/** What was done so far, in words. */
class Tally {
  readonly problems: Problem[] = [];
  done = 0;
  readonly #period: string;
  readonly #difference: Difference;
  readonly #nameless: number;
  #created = 0;
  #replaced = 0;
  #promoted = 0;
  #demoted = 0;
  #problemCount = 0;

  constructor(period: string, difference: Difference, nameless: number) {
    this.#period = period;
    this.#difference = difference;
    this.#nameless = nameless;
  }

  add(rows: readonly ToSave[], { problems, problemCount, standings }: SavedAnswer): void {
    this.done += rows.length;
    const replaced = rows.filter((row) => row.replaced !== null).length;
    this.#replaced += replaced;
    this.#created += rows.length - replaced;
    this.#promoted += standings.filter(({ changed }) => changed === "promoted").length;
    this.#demoted += standings.filter(({ changed }) => changed === "demoted").length;
    this.problems.push(...problems);
    this.#problemCount += problemCount;
  }

  paused(): string {
    const total = this.#difference.rows.length;
    return `${counted(this.done, "partner", "partners")} of ${total.toLocaleString("en")} are saved. Choose ${TITLE} again to continue.`;
  }

  summary(): string {
    const { unchanged, refused } = this.#difference;
    const parts = [
      counted(this.#created, "partner saved", "partners saved"),
      `${this.#replaced.toLocaleString("en")} replaced`,
      `${unchanged.length.toLocaleString("en")} unchanged`,
    ];
    const moves = [
      ...(this.#promoted > 0 ? [`${this.#promoted.toLocaleString("en")} moved up`] : []),
      ...(this.#demoted > 0 ? [`${this.#demoted.toLocaleString("en")} moved down`] : []),
    ];
    return [
      `${this.#period}: ${parts.join(", ")}.`,
      ...(moves.length > 0 ? [`${moves.join(", ")}.`] : []),
      ...(refused.length > 0
        ? [`${counted(refused.length, "row was", "rows were")} not saved; the Scores tab says why.`]
        : []),
      ...(this.#problemCount > 0
        ? [
            `${counted(this.#problemCount, "answer that cannot be read counts", "answers that cannot be read count")} as unanswered; the Scores tab says which.`,
          ]
        : []),
      ...(this.#nameless > 0
        ? [`${counted(this.#nameless, "row has", "rows have")} answers but no partner, and were left out.`]
        : []),
    ].join(" ");
  }
}

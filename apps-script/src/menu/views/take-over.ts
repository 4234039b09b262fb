/** Writes answers of partners into the Answers tab, where the reader chose them in the Views tab. */
import { isBlank, readCell } from "../../cells.ts";
import { labelOf } from "../../commands.ts";
import { decisionWords, viewWords } from "../../layout/keys.ts";
import type { MenuPlatform, Sheet } from "../../platform.ts";
import { CellWriter } from "../cell-writer.ts";
import { modelInTab } from "../model-in-tab.ts";
import { type OpenedAnswers, openAnswers } from "../read-answers.ts";
import { counted } from "../say.ts";
import { partnerId } from "../stored.ts";
import { withLock } from "../with-lock.ts";
import { exactly, type ViewRow, ViewSheet } from "./view-sheet.ts";

/** @returns what to tell. @throws Trouble. */
export function takeOverAnswers(platform: MenuPlatform): string {
  return withLock(platform, () => {
    const views = new ViewSheet(platform);
    const chosen = views.rows.filter(({ decision, theirs }) => decision === "theirs" && !isBlank(theirs));
    if (chosen.length === 0) {
      return `Nothing is chosen. Choose ${decisionWords.theirs} in the Views tab first, in the column Decision.`;
    }
    const answers = openAnswers(platform.spreadsheet(), modelInTab(platform.spreadsheet()));
    const rows = rowsByPartner(answers);
    const writer = new CellWriter<string>(answers.sheet, answers.columns);
    let taken = 0;
    let changed = 0;
    let lost = 0;
    for (const view of chosen) {
      const row = rows.get(view.partner);
      const column = answers.columns.get(view.criterionId);
      if (row === undefined || column === undefined) lost++;
      else if (hasChanged(view, readCell(answers.values[row - 1]?.[column - 1]))) changed++;
      else {
        writer.set(row, view.criterionId, exactly(view.theirs));
        views.writer.set(view.row, "mine", exactly(view.theirs));
        views.writer.set(view.row, "views", viewWords.taken);
        views.writer.set(view.row, "decision", "");
        taken++;
      }
    }
    writer.flush();
    views.flush();
    platform.flush();
    return summary(taken, changed, lost);
  });
}

/** The sheet's row of each partner, from 1; of several with one name the first. */
function rowsByPartner({ values, first, columns }: OpenedAnswers<Sheet>): Map<string, number> {
  const rows = new Map<string, number>();
  const partner = (columns.get("partner") ?? 1) - 1;
  values.slice(first).forEach((cells, place) => {
    const name = partnerId(String(cells[partner] ?? ""));
    if (name !== "" && !rows.has(name)) rows.set(name, first + place + 1);
  });
  return rows;
}

/** Whether the Answers tab holds neither what the reader saw when choosing, nor what is to be written. */
function hasChanged({ mine, theirs }: ViewRow, present: unknown): boolean {
  const text = (cell: unknown): string => String(cell ?? "").trim();
  return text(present) !== text(mine) && text(present) !== text(theirs);
}

function summary(taken: number, changed: number, lost: number): string {
  return [
    `${counted(taken, "answer was", "answers were")} taken over into the Answers tab.`,
    ...(taken > 0 ? ["Score the partners again, and choose Save this period to store it."] : []),
    ...(changed > 0
      ? [
          `${counted(changed, "answer was left as it is, since you changed it", "answers were left as they are, since you changed them")} after comparing: choose ${labelOf("compareViews")} again.`,
        ]
      : []),
    ...(lost > 0
      ? [`${counted(lost, "row names", "rows name")} a partner or question that the Answers tab does not have.`]
      : []),
  ].join(" ");
}

/** Scores the partners of a spreadsheet into its Scores and Gaps tabs, as the add-on's own commands do. */
import type { Model } from "../../models/format.ts";
import { readAnswers } from "../src/menu/read-answers.ts";
import { GAPS_FOUND, SCORES, scoringOf } from "../src/menu/score.ts";
import type { PlainBook } from "../src/platform.ts";
import { askService, type Service } from "./service-line.ts";
import { ProvisionError, type Surroundings } from "./surroundings.ts";

export interface Scored {
  partners: number;
  /** Answers that could not be read; the Scores tab says which. */
  unread: number;
}

/**
 * @returns null where there is nobody to score.
 * @throws ProvisionError where the service refuses; Trouble where the tabs cannot be read.
 */
export async function scoreBook(
  book: PlainBook,
  model: Model,
  service: Service,
  surroundings: Surroundings,
): Promise<Scored | null> {
  if (readAnswers(book, model).rows.length === 0) return null;
  const scored: Scored = { partners: 0, unread: 0 };
  for (const target of [SCORES, GAPS_FOUND]) {
    const { total, step } = scoringOf(target, book, null, () => {
      throw new ProvisionError(
        `The spreadsheet has no ${target.tab} tab any more.`,
        "Choose Extensions > Levelsheet > Set up workbook in it, and run the command again.",
      );
    });
    let unread = 0;
    for (let done = 0; done < total; ) {
      const { partners, question, take } = step(done);
      const { method, path, body = "" } = question;
      const { text } = await askService({ method, path, body }, service, surroundings);
      unread += take(text);
      done += partners;
      if (total > partners) surroundings.say(`        ${target.tab}: ${done} of ${total} partners`);
    }
    scored.partners = total;
    if (target === SCORES) scored.unread = unread;
  }
  return scored;
}

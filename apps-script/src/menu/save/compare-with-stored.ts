/** What of the Answers tab is not stored yet: saving goes on where it stopped because it sends nothing else. */
import type { Model } from "../../../../models/format.ts";
import { ATTRIBUTES } from "../../layout/keys.ts";
import type { AnswerRow, Answers } from "../read-answers.ts";
import { partnerId, type StoredAssessment, type StoredPartner } from "../stored.ts";
import { changedDetails, type PartnerDetails, type PartnerWrite } from "./partner-details.ts";
import { isSame, plainAnswer } from "./same-answer.ts";

export interface ToSave {
  row: AnswerRow;
  partner: string;
  /** What is replaced; null for a partner that has none in this period. */
  replaced: StoredAssessment | null;
}

export interface Difference {
  rows: ToSave[];
  partners: PartnerWrite[];
  /** Rows that are stored just so. */
  unchanged: AnswerRow[];
  /** Rows that cannot be stored, and why. */
  refused: { row: AnswerRow; message: string }[];
}

const LONGEST_NAME = 200;

/**
 * @param stored of the period and source that is saved, by partner.
 * @param partners by id.
 */
export function compareWithStored(
  { header, rows }: Answers,
  model: Model,
  revision: string,
  stored: ReadonlyMap<string, StoredAssessment>,
  partners: ReadonlyMap<string, StoredPartner>,
): Difference {
  const difference: Difference = { rows: [], partners: [], unchanged: [], refused: [] };
  const criteria = model.criteria.map((criterion) => ({ criterion, place: header.indexOf(criterion.id) }));
  for (const row of rows) {
    const partner = partnerId(row.partner);
    const fault = faultOf(row, partner);
    if (fault !== null) {
      difference.refused.push({ row, message: fault });
      continue;
    }
    const write = changedDetails(partner, detailsOf(header, row), partners.get(partner));
    if (write !== null) difference.partners.push(write);
    const present = stored.get(partner) ?? null;
    const same =
      present !== null &&
      present.revision === revision &&
      // Another segment may mean another variant of the model.
      write === null &&
      criteria.every(({ criterion, place }) =>
        isSame(model, criterion, plainAnswer(present.answers[criterion.id]), row.cells[place] ?? null),
      );
    if (same) difference.unchanged.push(row);
    else difference.rows.push({ row, partner, replaced: present });
  }
  return difference;
}

function faultOf({ occurrence }: AnswerRow, partner: string): string | null {
  if (occurrence > 0) return "This partner stands in an earlier row too; that one is saved. Delete one of the rows.";
  if (partner.length > LONGEST_NAME || /[\u0000-\u001f\u007f-\u009f]/.test(partner)) {
    return `Not saved: a partner's name has at most ${LONGEST_NAME} characters and no line breaks.`;
  }
  return null;
}

function detailsOf(header: readonly string[], { cells, owner }: AnswerRow): PartnerDetails {
  const details: PartnerDetails = { owner };
  for (const name of ATTRIBUTES) details[name] = String(cells[header.indexOf(name)] ?? "").trim();
  return details;
}

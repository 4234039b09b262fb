/** Adds partners to the Answers tab, below what stands there. Nobody's row is changed. */
import type { Assessment } from "../../models/contract.ts";
import type { Model } from "../../models/format.ts";
import { plainText } from "../src/cells.ts";
import { answerCell } from "../src/layout/answers-tab.ts";
import { makeRoom } from "../src/layout/write-workbook.ts";
import { openAnswers } from "../src/menu/read-answers.ts";
import { runsOf } from "../src/menu/result-tab.ts";
import type { PlainBook } from "../src/platform.ts";

export interface Added {
  added: number;
  /** Partners that have a row already. */
  present: number;
}

/** @throws Trouble where there is no Answers tab, or none of its columns holds the partners. */
export function addPartners(partners: readonly Assessment[], model: Model, book: PlainBook): Added {
  const { sheet, values, first: firstRow, columns } = openAnswers(book, model);
  const partnerColumn = columns.get("partner") as number;
  const present = new Set(values.slice(firstRow).map((row) => String(row[partnerColumn - 1] ?? "").trim()));
  const missing = partners.filter(({ partner }) => !present.has(partner));
  const first = Math.max(sheet.getLastRow(), firstRow) + 1;
  makeRoom(sheet, first + missing.length - 1, 1);
  const criteria = new Map(model.criteria.map((criterion) => [criterion.id, criterion]));
  const cellOf = (partner: Assessment, key: string): string | number | boolean => {
    const criterion = criteria.get(key);
    const cell =
      criterion === undefined
        ? (partner[key as "partner" | "segment" | "region" | "type"] ?? "")
        : answerCell(model, criterion, partner.answers[key] ?? null);
    return typeof cell === "string" ? plainText(cell) : (cell as number | boolean);
  };
  const ordered = [...columns].map(([key, column]) => ({ key, column })).sort((a, b) => a.column - b.column);
  for (const run of missing.length === 0 ? [] : runsOf(ordered, ({ column }) => column)) {
    sheet
      .getRange(first, run[0]?.column ?? 1, missing.length, run.length)
      .setValues(missing.map((partner) => run.map(({ key }) => cellOf(partner, key))));
  }
  return { added: missing.length, present: partners.length - missing.length };
}

/** Workbooks to run commands on. */
import { workbookOf } from "../../apps-script/src/layout/workbook.ts";
import { writeWorkbook } from "../../apps-script/src/layout/write-workbook.ts";
import { catalog } from "../../models/catalog/index.ts";
import { portfolios, samplePortfolio } from "../../models/catalog/portfolio.ts";
import type { AnswerValue, Assessment } from "../../models/contract.ts";
import type { Model } from "../../models/format.ts";
import { FakeGoogle } from "./sheet-google.ts";
import { ADDRESS, serve } from "./sheet-service.ts";
import type { FakeSheet } from "./sheet-spreadsheet.ts";
import { modelOf, percent } from "./small-model.ts";

export const small = modelOf({
  criteria: [percent("plan", { name: "Plan" }), percent("staff", { name: "Staff" })],
  levels: [
    { id: "silver", name: "Silver" },
    { id: "gold", name: "Gold", requires: [{ of: "criterion", id: "staff", min: 60 }] },
  ],
});
export const partner = (name: string, plan: AnswerValue, staff: AnswerValue): Assessment => ({
  partner: name,
  answers: { plan, staff },
});
export const three = [partner("Acme", 50, 50), partner("=Birch", 100, 80), partner("Cedar", "N/A", null)];

/** A connected workbook. @param isLost whether the request of this number, from 1, is lost on its way. */
export function workbook(model: Model, partners: readonly Assessment[], isLost?: (count: number) => boolean) {
  const google = new FakeGoogle({ serve, ...(isLost && { isLost }) });
  google.properties.set("levelsheet.address", ADDRESS);
  const platform = google.platform();
  writeWorkbook(platform.spreadsheet(), workbookOf(model, partners), platform.builders());
  const tab = (name: string) => google.book.getSheetByName(name) as FakeSheet;
  const said = () => google.said.at(-1)?.message;
  const requests = () => google.sent.map(({ payload }) => JSON.parse(payload) as { grid: unknown[][]; model: Model });
  return { google, platform, tab, said, requests };
}

/** The shipped sample, repeated under other names. */
export function many(count: number): { model: Model; partners: Assessment[] } {
  const model = catalog[0] as Model;
  const plan = portfolios.find((own) => own.model === model.id);
  const [header = [], ...rows] = samplePortfolio(model, plan as NonNullable<typeof plan>).at(-1)?.grid ?? [];
  const partners = Array.from({ length: count }, (_, place): Assessment => {
    const row = rows[place % rows.length] ?? [];
    const cells = Object.fromEntries(header.map((name, column) => [String(name), row[column] ?? null]));
    const answers = Object.fromEntries(model.criteria.map(({ id }) => [id, (cells[id] ?? null) as AnswerValue]));
    return { partner: `${row[0]} ${place}`, segment: String(cells.segment), region: String(cells.region), answers };
  });
  return { model, partners };
}

/** Whether something of this number happens, about once in ten: Numerical Recipes' generator, so that it can be repeated. */
export function oneInTen(seed: number): () => boolean {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 < 0.1;
  };
}

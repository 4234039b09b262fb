/** A workbook that is built from a model and connected to a workspace of its own in the Worker's own app. */
import { workbookOf } from "../../apps-script/src/layout/workbook.ts";
import { writeWorkbook } from "../../apps-script/src/layout/write-workbook.ts";
import type { Assessment } from "../../models/contract.ts";
import type { Model } from "../../models/format.ts";
import { FakeGoogle } from "./sheet-google.ts";
import { ask, connect } from "./sheet-service.ts";
import type { FakeSheet } from "./sheet-spreadsheet.ts";

export interface WorkbookOptions {
  /** Whether the request of this number, from 1, is lost on its way. */
  isLost?: (count: number) => boolean;
  timeZone?: string;
}

export function connectedWorkbook(model: Model, partners: readonly Assessment[], options: WorkbookOptions = {}) {
  const google = new FakeGoogle({ ...(options.isLost && { isLost: options.isLost }) });
  if (options.timeZone !== undefined) google.book.timeZone = options.timeZone;
  const key = connect(google);
  const platform = google.platform();
  writeWorkbook(platform.spreadsheet(), workbookOf(model, partners), platform.builders());
  return {
    google,
    key,
    platform,
    tab: (name: string) => google.book.getSheetByName(name) as FakeSheet,
    said: () => google.said.at(-1)?.message ?? "",
    /** A request of the test's own to the same workspace. */
    service: <Answer>(method: string, path: string, body?: unknown) => ask<Answer>(key, method, path, body),
    /** What was sent since the last call: method and path. */
    requests: () => google.sent.splice(0).map(({ method, address }) => `${method} ${new URL(address).pathname}`),
  };
}

export type ConnectedWorkbook = ReturnType<typeof connectedWorkbook>;

/** Loses one request in ten, always the same ones (a generator of Numerical Recipes with a seed of its own). */
export function losesOneInTen(seed: number): () => boolean {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 < 0.1;
  };
}

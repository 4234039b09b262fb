/** The model's own examples, the rows “Test” of the Model tab: a change that is meant may alter what comes of them. */
import type { CheckResponse, Result, ScoreResponse } from "../../../models/contract.ts";
import { quote } from "../../../models/engine/answers.ts";
import { writeNumber } from "../../../models/engine/numbers.ts";
import type { Model, ModelTest } from "../../../models/format.ts";
import { FAILING_TEST, type UnmetExpectation, unmetExpectations } from "../../../models/rules/expectations.ts";
import { plainText } from "../cells.ts";
import { type ColumnName, NONE } from "../model-tab/columns.ts";
import type { MenuPlatform, Sheet } from "../platform.ts";
import { Trouble } from "../service.ts";
import { writeNotes } from "./cell-notes.ts";
import { CellWriter } from "./cell-writer.ts";
import { type CheckedTab, checkDocument, checkTab } from "./check-tab.ts";
import { modelSheet, readModelTab } from "./model-in-tab.ts";
import { counted } from "./say.ts";
import { openLine } from "./service-line.ts";

interface ChangedExample {
  /** Place among the model's tests. */
  place: number;
  name: string;
  unmet: UnmetExpectation[];
}

export interface CheckedWithExamples {
  /** Of the model with its examples up to date, where the reader wants them so. */
  checked: CheckedTab;
  /** How many examples are to be changed. */
  updated: number;
  /** Writes them into the tab. Only when everything is asked: a closed dialog leaves the tab as it is. @throws Trouble. */
  keep(): void;
}

/**
 * Checks the tab. Where nothing is wrong but examples that no longer come out as they say, offers to bring those up to
 * date, and checks the model with them.
 *
 * @param then what follows where the reader agrees, such as “, and the model is published”.
 * @throws Trouble.
 */
export function checkWithExamples(title: string, then: string, platform: MenuPlatform): CheckedWithExamples {
  const sheet = modelSheet(platform.spreadsheet());
  const checked = checkTab(sheet, platform);
  const asItStands: CheckedWithExamples = { checked, updated: 0, keep: () => undefined };
  if (checked.model === null || !isOnlyExamples(checked.verdict)) return asItStands;
  const { model, cellOf } = checked;
  const changed = changedExamples(model, platform);
  if (changed.length === 0) return asItStands;
  if (!platform.prompt.confirm(title, offer(model, changed, then))) return asItStands;
  const mended = checkDocument(upToDate(model, changed), cellOf, platform);
  const keep = (): void => {
    writeExpected(sheet, model, changed);
    writeNotes(sheet, mended.found);
  };
  return { checked: mended, updated: changed.length, keep };
}

/** The beginning of what is told at the end. */
export const toldUpdated = (updated: number): string =>
  updated === 0 ? "" : `${counted(updated, "example was", "examples were")} brought up to date.\n\n`;

export function isOnlyExamples({ valid, findings }: CheckResponse): boolean {
  return !valid && findings.every(({ severity, rule }) => severity !== "error" || rule === FAILING_TEST);
}

/** All of them: the check lists but the first findings of a kind. One request, which stores nothing. */
function changedExamples(model: Model, platform: MenuPlatform): ChangedExample[] {
  const tests = model.tests ?? [];
  const { results } = openLine(platform).ask<ScoreResponse>({
    method: "post",
    path: "/v1/score",
    body: JSON.stringify({
      model,
      assessments: tests.map(({ name: _, expect: __, ...given }, place) => ({ partner: String(place + 1), ...given })),
      detail: tests.some(({ expect }) => expect.dimensions) ? "gaps" : "level",
    }),
  });
  return tests.flatMap((test, place) => {
    const unmet = unmetExpectations(test, results[place] as Result, model.scale?.decimals ?? 1);
    return unmet.length === 0 ? [] : [{ place, name: test.name, unmet }];
  });
}

/** The model as the tab holds it once they are written. */
function upToDate(model: Model, changed: readonly ChangedExample[]): Model {
  const tests = [...(model.tests ?? [])];
  for (const { place, unmet } of changed) {
    const test = tests[place] as ModelTest;
    const expect: Record<string, unknown> = { ...test.expect };
    const dimensions = { ...test.expect.dimensions };
    for (const { of, dimension, got } of unmet) {
      if (dimension === null) expect[of] = got;
      else dimensions[dimension] = got as number | null;
    }
    tests[place] = { ...test, expect: { ...expect, ...(test.expect.dimensions && { dimensions }) } };
  }
  return { ...model, tests };
}

const SHOWN = 5;
const SHOWN_RESULTS = 4;

const isLevel = ({ of }: UnmetExpectation): boolean => of === "level";

function offer(model: Model, changed: readonly ChangedExample[], then: string): string {
  const all = model.tests?.length ?? 0;
  const more = changed.length - SHOWN;
  return [
    `${changed.length} of the model's ${counted(all, "example", "examples")} ${changed.length === 1 ? "comes out otherwise than its row “Test” says" : "come out otherwise than their rows “Test” say"}. The model has no other fault.`,
    // A level that moves is where a mistake shows.
    [...changed]
      .sort((a, b) => Number(b.unmet.some(isLevel)) - Number(a.unmet.some(isLevel)))
      .slice(0, SHOWN)
      .map(({ name, unmet }) => `${quote(name)}: ${told(model, unmet)}`)
      .concat(more > 0 ? [`and ${more} more`] : [])
      .join("\n"),
    `If your change is meant to do this, choose OK: the rows are brought up to date${then}. Choose Cancel to look first: each cell that differs has a note.`,
  ].join("\n\n");
}

function told(model: Model, unmet: readonly UnmetExpectation[]): string {
  const parts = [...unmet].sort((a, b) => Number(isLevel(b)) - Number(isLevel(a)));
  const more = parts.length - SHOWN_RESULTS;
  return parts
    .slice(0, SHOWN_RESULTS)
    .map(({ of, dimension, expected, got }) => {
      const what = of === "dimension" ? nameIn(model.dimensions, dimension) : of === "overlay" ? "variant" : of;
      const [before, after] = [expected, got].map((value) => inWords(model, of, value));
      return `${what} ${before} → ${after}`;
    })
    .concat(more > 0 ? [`and ${more} more`] : [])
    .join(", ");
}

function inWords(model: Model, of: UnmetExpectation["of"], value: string | number | null): string {
  if (value === null) return "none";
  if (typeof value === "number") return writeNumber(value, 6, "en");
  return nameIn(of === "level" ? model.levels : (model.overlays ?? []), value);
}

const nameIn = (things: readonly { id: string; name?: string | undefined }[], id: string | null): string =>
  things.find((thing) => thing.id === id)?.name ?? id ?? "";

/** Writes what the model gives now, wherever rows and columns stand, and nothing else. @throws Trouble. */
function writeExpected(sheet: Sheet, model: Model, changed: readonly ChangedExample[]): void {
  const { model: present, cellOf, columns } = readModelTab(sheet);
  // The question may have stood for long, and others work in the same tab.
  if (JSON.stringify(present) !== JSON.stringify(model)) {
    throw new Trouble("the Model tab was changed while you were asked. Choose the command again");
  }
  const writer = new CellWriter<ColumnName>(sheet, columns);
  for (const { place, unmet } of changed) {
    for (const { place: below, expected, got } of unmet) {
      const { row } = cellOf(`tests.${place}.expect.${below}`);
      if (typeof got === "number") {
        writer.set(row, "value", got);
        if (expected === null) writer.set(row, "text", "");
      } else {
        writer.set(row, "text", got === null ? NONE : plainText(got));
        if (typeof expected === "number") writer.set(row, "value", "");
      }
    }
  }
  writer.flush();
}

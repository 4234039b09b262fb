/** The Model tab's model as a revision that the service keeps. */
import type { ModelReference } from "../../../models/contract.ts";
import type { Model } from "../../../models/format.ts";
import { plainText } from "../cells.ts";
import { readSetting, SETTING_NAMES } from "../connection.ts";
import type { MenuPlatform } from "../platform.ts";
import { Trouble } from "../service.ts";
import type { FoundInCell } from "./cell-notes.ts";
import { checkTab } from "./check-model.ts";
import { modelSheet } from "./model-in-tab.ts";
import { counted } from "./say.ts";
import { openLine, type ServiceLine } from "./service-line.ts";

export interface StoredModel {
  model: Model;
  reference: ModelReference;
  /** False where this very document was stored already. */
  changed: boolean;
  /** What could be better about it; each stands as a note in its cell. */
  found: FoundInCell[];
}

/**
 * Finds the revision of the tab's model, and publishes it where the service does not have it.
 *
 * @param question asked before anything is published that is not there yet.
 * @returns null where the reader did not agree.
 * @throws Trouble where the model has faults; they stand in the notes of its cells.
 */
export function requireStoredModel(title: string, question: string, platform: MenuPlatform): StoredModel | null {
  const checked = soundModel(platform);
  const line = openLine(platform);
  const known = findRevision(line, checked.model.id, checked.revision);
  if (known !== null) return { ...checked, reference: known, changed: false };
  return platform.prompt.confirm(title, question) ? publish(title, checked, line, platform) : null;
}

/** Publishes the tab's model as the present revision. @returns null where the reader closed a dialog. @throws Trouble. */
export function publishTab(title: string, platform: MenuPlatform): StoredModel | null {
  return publish(title, soundModel(platform), openLine(platform), platform);
}

interface Sound {
  model: Model;
  revision: string;
  found: FoundInCell[];
  /** Where the model's id stands. */
  idCell: { row: number; column: number };
}

function soundModel(platform: MenuPlatform): Sound {
  const sheet = modelSheet(platform.spreadsheet());
  const checked = checkTab(sheet, platform);
  if (checked.model === null || !checked.verdict.valid) {
    const { found, verdict } = checked;
    const errors = verdict?.findings.filter(({ severity }) => severity === "error") ?? [];
    const onlyTests = errors.length > 0 && errors.every(({ place }) => place.startsWith("tests"));
    throw new Trouble(
      `the model has faults, so it was not stored. ${counted(found.length, "cell of the Model tab has a note that says", "cells of the Model tab have notes that say")} what to do.${onlyTests ? " All of them are in rows “Test”, which hold the results that the model gave before. Where your change is meant, correct these rows or delete them" : ""}`,
    );
  }
  const { model, verdict, found, cellOf } = checked;
  return { model, revision: verdict.revision ?? "", found, idCell: cellOf("id") };
}

function findRevision(line: ServiceLine, id: string, revision: string): ModelReference | null {
  try {
    const path = `/v1/models/${encodeURIComponent(id)}?revision=${revision}`;
    return line.ask<{ model: ModelReference }>({ method: "get", path }).model;
  } catch (error) {
    if (error instanceof Trouble && error.status === 404) return null;
    throw error;
  }
}

function publish(title: string, sound: Sound, line: ServiceLine, platform: MenuPlatform): StoredModel | null {
  const { model, revision, found, idCell } = sound;
  try {
    const { model: reference, changed } = line.change<{ model: ModelReference; changed: boolean }>(
      { method: "put", path: `/v1/models/${encodeURIComponent(model.id)}`, body: JSON.stringify(model) },
      `publish ${platform.clock.now()}`,
    );
    return { model, reference, changed, found };
  } catch (error) {
    if (!(error instanceof Trouble && error.status === 409)) throw error;
    // The id is that of a shipped model: the same document is stored with it, a changed one needs an id of its own.
    const shipped = findRevision(line, model.id, revision);
    if (shipped !== null) return { model, reference: shipped, changed: false, found };
  }
  const suggested = `my-${model.id}`.slice(0, 64);
  const typed = platform.prompt.ask(
    title,
    `“${model.id}” came with the service and stays as it is. Under which id shall yours be stored? It is written into the Model tab, and periods that were saved as “${model.id}” stay with that.\n\nLeave it blank for ${suggested}.`,
  );
  if (typed === null) return null;
  const id = typed === "" ? suggested : typed;
  const renamed = { ...model, id };
  const known = publish(title, { ...sound, model: renamed, revision: "" }, line, platform);
  if (known?.model.id === id) writeId(model.id, id, idCell, platform);
  return known;
}

function writeId(before: string, id: string, cell: Sound["idCell"], platform: MenuPlatform): void {
  const spreadsheet = platform.spreadsheet();
  modelSheet(spreadsheet).getRange(cell.row, cell.column).setValue(plainText(id));
  if (readSetting(spreadsheet, "model") === before) {
    spreadsheet.getRangeByName(SETTING_NAMES.model)?.setValue(plainText(id));
  }
}

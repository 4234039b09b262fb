/** The Model tab's model as a revision that the service keeps. */
import type { ModelReference } from "../../../models/contract.ts";
import type { Model } from "../../../models/format.ts";
import { plainText } from "../cells.ts";
import { readSetting, SETTING_NAMES } from "../connection.ts";
import type { MenuPlatform } from "../platform.ts";
import { Trouble } from "../service.ts";
import type { FoundInCell } from "./cell-notes.ts";
import { checkWithExamples, isOnlyExamples } from "./examples.ts";
import { modelSheet, readModelTab } from "./model-in-tab.ts";
import { counted } from "./say.ts";
import { openLine, type ServiceLine } from "./service-line.ts";

export interface StoredModel {
  model: Model;
  reference: ModelReference;
  /** False where this very document was stored already. */
  changed: boolean;
  /** What could be better about it; each stands as a note in its cell. */
  found: FoundInCell[];
  /** How many of its examples were brought up to date before. */
  updated: number;
  /** Writes into the Model tab what was agreed. To be called when nothing more is asked. @throws Trouble. */
  keep(): void;
}

/**
 * Finds the revision of the tab's model, and publishes it where the service does not have it.
 *
 * @param question asked before anything is published that is not there yet.
 * @returns null where the reader did not agree.
 * @throws Trouble where the model has faults; they stand in the notes of its cells.
 */
export function requireStoredModel(title: string, question: string, platform: MenuPlatform): StoredModel | null {
  const sound = soundModel(title, platform);
  const line = openLine(platform);
  const known = findRevision(line, sound.model.id, sound.revision);
  if (known !== null) return { ...sound, reference: known, changed: false };
  // Whoever had the examples brought up to date has agreed to publish in the same dialog.
  const isAgreed = sound.updated > 0 || platform.prompt.confirm(title, question);
  return isAgreed ? publish(title, sound, line, platform) : null;
}

/** Publishes the tab's model as the present revision. @returns null where the reader closed a dialog. @throws Trouble. */
export function publishTab(title: string, platform: MenuPlatform): StoredModel | null {
  const stored = publish(title, soundModel(title, platform), openLine(platform), platform);
  stored?.keep();
  return stored;
}

interface Sound {
  model: Model;
  revision: string;
  found: FoundInCell[];
  updated: number;
  keep(): void;
}

function soundModel(title: string, platform: MenuPlatform): Sound {
  const { checked, updated, keep } = checkWithExamples(title, ", and the model is published", platform);
  const { model, verdict, found } = checked;
  if (model === null || !verdict.valid) {
    const onlyExamples = verdict !== null && isOnlyExamples(verdict);
    throw new Trouble(
      `the model has faults, so it was not stored. ${counted(found.length, "cell of the Model tab has a note that says", "cells of the Model tab have notes that say")} what to do.${onlyExamples ? " All faults are in rows “Test”, the model's examples. If your change is meant, choose the command again and let it bring these rows up to date" : ""}`,
    );
  }
  return { model, revision: verdict.revision ?? "", found, updated, keep };
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
  const { revision, found, updated } = sound;
  const before = sound.model.id;
  for (let model = sound.model; ; ) {
    try {
      const { model: reference, changed } = line.change<{ model: ModelReference; changed: boolean }>(
        { method: "put", path: `/v1/models/${encodeURIComponent(model.id)}`, body: JSON.stringify(model) },
        `publish ${platform.clock.now()}`,
      );
      const keep = (): void => {
        sound.keep();
        if (model.id !== before) writeId(before, model.id, platform);
      };
      return { model, reference, changed, found, updated, keep };
    } catch (error) {
      if (!(error instanceof Trouble && error.status === 409)) throw error;
    }
    // The id is that of a shipped model: the same document is stored with it, a changed one needs an id of its own.
    const shipped = model.id === before ? findRevision(line, before, revision) : null;
    if (shipped !== null) return { ...sound, reference: shipped, changed: false };
    const id = askId(title, model.id, before, platform);
    if (id === null) return null;
    model = { ...model, id };
  }
}

/** @param taken the id that a shipped model has. @returns null where the dialog was closed. */
function askId(title: string, taken: string, before: string, platform: MenuPlatform): string | null {
  const suggested = `my-${before}`.slice(0, 64);
  const typed = platform.prompt.ask(
    title,
    `“${taken}” came with the service and stays as it is. Under which id shall yours be stored? It is written into the Model tab, and periods that were saved as “${before}” stay with that.\n\nLeave it blank for ${suggested}.`,
  );
  return typed === "" ? suggested : typed;
}

function writeId(before: string, id: string, platform: MenuPlatform): void {
  const spreadsheet = platform.spreadsheet();
  const sheet = modelSheet(spreadsheet);
  const { row, column } = readModelTab(sheet).cellOf("id");
  sheet.getRange(row, column).setValue(plainText(id));
  if (readSetting(spreadsheet, "model") === before) {
    spreadsheet.getRangeByName(SETTING_NAMES.model)?.setValue(plainText(id));
  }
}

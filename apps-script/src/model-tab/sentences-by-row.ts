/** What each requirement says, by its row in the tab: the column “Reads as” after somebody changed its parts. */
import { requirementSentences } from "../../../models/engine/sentences.ts";
import type { Model, Requirement } from "../../../models/format.ts";
import type { ReadModel } from "./model-of.ts";

export function sentencesByRow(model: Model, cellOf: ReadModel["cellOf"]): Map<number, string> {
  const sentences = new Map<number, string>();
  const say = (place: string, requirements: readonly Requirement[]): void => {
    sentences.set(cellOf(place).row, requirementSentences(model, requirements)[0] ?? "");
  };
  const sayAll = (place: string, requires: readonly Requirement[] | undefined): void => {
    if (requires?.length === 0) say(place, []);
    requires?.forEach((requirement, count) => {
      say(`${place}.${count}`, [requirement]);
      if (!("anyOf" in requirement)) return;
      requirement.anyOf.forEach((route, number) => {
        route.forEach((part, step) => {
          say(`${place}.${count}.anyOf.${number}.${step}`, [part]);
        });
      });
    });
  };
  for (const { id, requires } of model.levels) sayAll(`levels.${id}.requires`, requires);
  for (const overlay of model.overlays ?? []) {
    for (const [id, { requires }] of Object.entries(overlay.levels ?? {})) {
      // A change to nothing has no row of its own kind to speak in.
      if (requires.length > 0) sayAll(`overlays.${overlay.id}.levels.${id}.requires`, requires);
    }
  }
  return sentences;
}

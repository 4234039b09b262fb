/** Walks over a model document that say where each thing is written, overlays included. */
import { applyOverlay } from "../engine/overlay.ts";
import type { Answer, Criterion, Model, Option, PlainRequirement, Requirement } from "../format.ts";

export interface WrittenRequirement {
  place: string;
  requirement: PlainRequirement;
}

/** Every requirement that names something, the ones inside `anyOf` one by one. */
export function plainRequirements(place: string, requires: readonly Requirement[] | undefined): WrittenRequirement[] {
  return (requires ?? []).flatMap((requirement, count) => {
    const own = `${place}.${count}`;
    if (!("anyOf" in requirement)) return [{ place: own, requirement }];
    return requirement.anyOf.flatMap((route, number) =>
      route.map((part, step) => ({ place: `${own}.anyOf.${number}.${step}`, requirement: part })),
    );
  });
}

export interface WrittenAnswer {
  /** Place of the answer, such as `criteria.certified.answer`. */
  place: string;
  criterion: Criterion;
  /** As it reads with the overlay's changes in it. */
  answer: Answer;
}

/** Every answer of the model, then every answer that an overlay changes. */
export function writtenAnswers(model: Model): WrittenAnswer[] {
  const plain = model.criteria.map(
    (criterion): WrittenAnswer => ({
      place: `criteria.${criterion.id}.answer`,
      criterion,
      answer: criterion.answer,
    }),
  );
  const changed = (model.overlays ?? []).flatMap((overlay) =>
    applyOverlay(model, overlay).model.criteria.flatMap((criterion): WrittenAnswer[] =>
      ownValue(overlay.criteria, criterion.id)?.answer === undefined
        ? []
        : [
            {
              place: `overlays.${overlay.id}.criteria.${criterion.id}.answer`,
              criterion,
              answer: criterion.answer,
            },
          ],
    ),
  );
  return [...plain, ...changed];
}

export interface WrittenOptions {
  place: string;
  /** What the list belongs to, for messages. */
  of: string;
  kind: "choice" | "checklist" | "set";
  options: readonly Option[];
}

/** Every list of options, answer sets once each. */
export function writtenOptions(model: Model): WrittenOptions[] {
  const sets = Object.entries(model.answerSets ?? {}).map(
    ([name, options]): WrittenOptions => ({ place: `answerSets.${name}`, of: name, kind: "set", options }),
  );
  const inline = writtenAnswers(model).flatMap(({ place, criterion, answer }): WrittenOptions[] =>
    (answer.kind === "choice" || answer.kind === "checklist") && typeof answer.options !== "string"
      ? [{ place: `${place}.options`, of: criterion.name, kind: answer.kind, options: answer.options }]
      : [],
  );
  return [...sets, ...inline];
}

/** A field of a record by a name that came from the document: `constructor` is a name like any other. */
export function ownValue<Value>(record: Record<string, Value> | undefined, key: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** How the engine compares names: case and outer blanks do not count. */
export const fold = (text: string): string => text.trim().toLowerCase();

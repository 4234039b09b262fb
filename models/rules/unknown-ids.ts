/** Every id that the document refers to must exist. */
import { optionsOf, quote } from "../engine/answers.ts";
import { applyOverlay } from "../engine/overlay.ts";
import type { Answer, Finding, Model } from "../format.ts";
import { ownValue, plainRequirements, writtenAnswers } from "./places.ts";

/** A look-up table of one kind of thing. */
interface Known {
  what: string;
  ids: ReadonlySet<string>;
}

const MOST_SUGGESTIONS = 20;

export function unknownIds(model: Model): Finding[] {
  const dimension = known("dimension", model.dimensions);
  const criterion = known("criterion", model.criteria);
  const level = known("level", model.levels);
  const overlay = known("overlay", model.overlays ?? []);
  const answerSet: Known = { what: "answer set", ids: new Set(Object.keys(model.answerSets ?? {})) };
  const findings: Finding[] = [];
  const refer = (place: string, { what, ids }: Known, id: string | null | undefined): void => {
    if (id === null || id === undefined || ids.has(id)) return;
    // Looking for the nearest name costs more than the rest of the check, so only the first few get one.
    const nearest = findings.length < MOST_SUGGESTIONS ? nearestTo(id, ids) : null;
    const advice = nearest === null ? `Add it or correct the id.` : `Did you mean ${quote(nearest)}?`;
    findings.push({
      severity: "error",
      rule: "unknown-id",
      place,
      message: `There is no ${what} ${quote(id)}. ${advice}`,
    });
  };
  const referAll = (place: string, things: Known, record: Record<string, unknown> | undefined): void => {
    for (const id of Object.keys(record ?? {})) refer(`${place}.${id}`, things, id);
  };
  const referRequires = (place: string, requires: Model["levels"][number]["requires"]): void => {
    for (const { place: own, requirement } of plainRequirements(place, requires)) {
      if (requirement.of === "dimension") refer(`${own}.id`, dimension, requirement.id);
      if (requirement.of === "criterion" || requirement.of === "percentile")
        refer(`${own}.id`, criterion, requirement.id);
      if (requirement.of === "criteria") refer(`${own}.dimension`, dimension, requirement.dimension);
      if (requirement.of === "practices") refer(`${own}.level`, level, requirement.level);
    }
  };

  for (const { id, parent } of model.dimensions) refer(`dimensions.${id}.parent`, dimension, parent);
  for (const one of model.criteria) {
    refer(`criteria.${one.id}.dimension`, dimension, one.dimension);
    refer(`criteria.${one.id}.level`, level, one.level);
    referAll(`criteria.${one.id}.guidance`, level, one.guidance);
  }
  for (const { place, answer } of writtenAnswers(model)) {
    if ("options" in answer && typeof answer.options === "string") refer(`${place}.options`, answerSet, answer.options);
  }
  for (const one of model.levels) referRequires(`levels.${one.id}.requires`, one.requires);
  for (const one of model.overlays ?? []) {
    const place = `overlays.${one.id}`;
    referAll(`${place}.dimensions`, dimension, one.dimensions);
    referAll(`${place}.criteria`, criterion, one.criteria);
    referAll(`${place}.levels`, level, one.levels);
    for (const [id, change] of Object.entries(one.criteria ?? {})) {
      referAll(`${place}.criteria.${id}.guidance`, level, change.guidance);
    }
    for (const [id, change] of Object.entries(one.levels ?? {})) {
      referRequires(`${place}.levels.${id}.requires`, change.requires);
    }
  }
  (model.tests ?? []).forEach((test, count) => {
    const place = `tests.${count}`;
    referAll(`${place}.answers`, criterion, test.answers);
    refer(`${place}.expect.level`, level, test.expect.level);
    refer(`${place}.expect.overlay`, overlay, test.expect.overlay);
    referAll(`${place}.expect.dimensions`, dimension, test.expect.dimensions);
  });
  return [...findings, ...unknownOptions(model)];
}

/** Requirements that name options, in the model and as it reads under each overlay. */
function unknownOptions(model: Model): Finding[] {
  const plain = optionFaults(model);
  const reported = new Set(plain.map((fault) => fault.place));
  const overlaid = (model.overlays ?? []).flatMap((overlay) =>
    optionFaults(applyOverlay(model, overlay).model)
      .filter((fault) => {
        const ownLevel = ownValue(overlay.levels, fault.level) !== undefined;
        const ownAnswer = ownValue(overlay.criteria, fault.criterion)?.answer !== undefined;
        return ownLevel || (ownAnswer && !reported.has(fault.place));
      })
      .map((fault) => ({ ...fault, place: `overlays.${overlay.id}.${fault.place}` })),
  );
  return [...plain, ...overlaid].map(({ place, message, rule }) => ({ severity: "error", rule, place, message }));
}

interface OptionFault {
  rule: string;
  place: string;
  level: string;
  criterion: string;
  message: string;
}

function optionFaults(model: Model): OptionFault[] {
  const criteria = new Map(model.criteria.map((criterion) => [criterion.id, criterion]));
  return model.levels.flatMap((level) =>
    plainRequirements(`levels.${level.id}.requires`, level.requires).flatMap(
      ({ place, requirement }): OptionFault[] => {
        if (requirement.of !== "criterion" || requirement.is === undefined) return [];
        const criterion = criteria.get(requirement.id);
        if (criterion === undefined) return [];
        const fault = { place: `${place}.is`, level: level.id, criterion: criterion.id };
        if (criterion.answer.kind === "number") {
          return [
            {
              ...fault,
              rule: "is-on-number",
              message: `${quote(criterion.name)} is a number and has no options. Use min, above, max or below in place of “is”.`,
            },
          ];
        }
        const options = optionsOf(model, criterion.answer);
        if (options.length === 0) return []; // the answer set is unknown, which is reported where it is named
        const ids = new Set(options.map((option) => option.id));
        return requirement.is
          .filter((id) => !ids.has(id))
          .map((id) => ({
            ...fault,
            rule: "unknown-id",
            message: `${quote(criterion.name)} has no option ${quote(id)}. Its options are ${listOf([...ids])}.`,
          }));
      },
    ),
  );
}

/** What an overlay changes of an answer must be something that kind of answer has. */
export function overlayAnswers(model: Model): Finding[] {
  const fields: Record<Answer["kind"], readonly string[]> = {
    number: ["points", "step", "min", "max", "unit"],
    choice: ["options"],
    checklist: ["options"],
    yesno: [],
  };
  const criteria = new Map(model.criteria.map((criterion) => [criterion.id, criterion]));
  return (model.overlays ?? []).flatMap((overlay) =>
    Object.entries(overlay.criteria ?? {}).flatMap(([id, change]) => {
      const criterion = criteria.get(id);
      if (criterion === undefined) return [];
      return Object.keys(change.answer ?? {})
        .filter((field) => !fields[criterion.answer.kind].includes(field))
        .map(
          (field): Finding => ({
            severity: "error",
            rule: "overlay-answer",
            place: `overlays.${overlay.id}.criteria.${id}.answer.${field}`,
            message: `${quote(criterion.name)} is a ${criterion.answer.kind} answer and has no “${field}”. Remove it from the overlay.`,
          }),
        );
    }),
  );
}

const known = (what: string, items: readonly { id: string }[]): Known => ({
  what,
  ids: new Set(items.map(({ id }) => id)),
});

function listOf(ids: readonly string[]): string {
  return (
    ids
      .slice(0, 8)
      .map((id) => quote(id))
      .join(", ") + (ids.length > 8 ? ", …" : "")
  );
}

/** The id at most two typing slips away, if there is one. */
function nearestTo(id: string, ids: ReadonlySet<string>): string | null {
  const wanted = id.slice(0, 64).toLowerCase();
  let nearest: string | null = null;
  let least = 3;
  for (const candidate of ids) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const slips = slipsBetween(wanted, candidate.toLowerCase());
    if (slips < least && slips < Math.min(wanted.length, candidate.length)) [nearest, least] = [candidate, slips];
  }
  return nearest;
}

/** Levenshtein distance: letters to add, drop or replace. */
function slipsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, place) => place);
  for (let across = 1; across <= from.length; across++) {
    const next = [across];
    for (let down = 1; down <= to.length; down++) {
      const replaced = (row[down - 1] as number) + (from[across - 1] === to[down - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[down] as number) + 1, (next[down - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}

/** The texts of a model that people read, and the model in another language. */
import type { Answer, Model, Option } from "./format.ts";

/** Gets a text's key and the text, gives the text to put in its place. */
type Reader = (key: string, text: string) => string;

/**
 * Every text worth translating by its key, in document order: `name`, `dimensions.<id>.help`,
 * `criteria.<id>.guidance.<level>`, `criteria.<id>.options.<option>` (and `.help`), `answerSets.<set>.<option>`,
 * `levels.<id>.programme.<n>`, and the same below `overlays.<id>` where an overlay has words of its own.
 */
export function translatable(model: Model): Map<string, string> {
  const texts = new Map<string, string>();
  readTexts(model, (key, text) => {
    texts.set(key, text);
    return text;
  });
  return texts;
}

/**
 * The document with its texts in a language; texts that lack a translation stay as they are. `de-AT` falls back to
 * `de`. The original texts move into `translations`, so that answers are still read in every language.
 *
 * @returns the model itself when it is in that language already or has no such translation.
 */
export function localize(model: Model, language: string): Model {
  const own = model.language ?? "en";
  const found = languageFor(model, own, language);
  const translated = found === null ? undefined : model.translations?.[found];
  if (found === null || translated === undefined) return model;
  const localized = readTexts(model, (key, text) =>
    Object.hasOwn(translated, key) ? (translated[key] ?? text) : text,
  );
  const { [found]: _shown, ...others } = model.translations ?? {};
  return {
    ...localized,
    language: found,
    translations: { ...others, [own]: { ...others[own], ...Object.fromEntries(translatable(model)) } },
  };
}

/** The most specific language at hand, null where that is the model's own or there is none. */
function languageFor(model: Model, own: string, wanted: string): string | null {
  const available = Object.keys(model.translations ?? {});
  const parts = wanted.trim().toLowerCase().split(/[-_]/).slice(0, 8);
  for (let length = parts.length; length > 0; length--) {
    const tag = parts.slice(0, length).join("-");
    if (own.toLowerCase() === tag) return null;
    const found = available.find((language) => language.toLowerCase() === tag);
    if (found !== undefined) return found;
  }
  return null;
}

function readTexts(model: Model, read: Reader): Model {
  return {
    ...model,
    ...textFields("", model, ["name", "summary"], read),
    ...(model.answerSets && {
      answerSets: mapRecord(model.answerSets, (name, options) => readOptions(`answerSets.${name}`, options, read)),
    }),
    dimensions: model.dimensions.map((dimension) => ({
      ...dimension,
      ...textFields(`dimensions.${dimension.id}.`, dimension, ["name", "help"], read),
    })),
    criteria: model.criteria.map((criterion) => {
      const place = `criteria.${criterion.id}`;
      return {
        ...criterion,
        ...textFields(`${place}.`, criterion, ["name", "question", "help"], read),
        answer: readAnswer(place, criterion.answer, read),
        ...readGuidance(place, criterion.guidance, read),
        ...textFields(`${place}.`, criterion, ["owner"], read),
      };
    }),
    levels: model.levels.map((level) => ({
      ...level,
      ...textFields(`levels.${level.id}.`, level, ["name", "descriptor", "growth"], read),
      ...(level.programme && {
        programme: level.programme.map((text, count) => read(`levels.${level.id}.programme.${count}`, text)),
      }),
    })),
    ...(model.overlays && { overlays: model.overlays.map((overlay) => readOverlay(overlay, read)) }),
  };
}

type Overlay = NonNullable<Model["overlays"]>[number];

function readOverlay(overlay: Overlay, read: Reader): Overlay {
  const place = `overlays.${overlay.id}`;
  return {
    ...overlay,
    ...textFields(`${place}.`, overlay, ["name"], read),
    ...(overlay.criteria && {
      criteria: mapRecord(overlay.criteria, (id, change) => {
        const own = `${place}.criteria.${id}`;
        return {
          ...change,
          ...textFields(`${own}.`, change, ["question", "help"], read),
          ...(change.answer && {
            answer: {
              ...change.answer,
              ...textFields(`${own}.`, change.answer, ["unit"], read),
              ...(Array.isArray(change.answer.options) && {
                options: readOptions(`${own}.options`, change.answer.options, read),
              }),
            },
          }),
          ...readGuidance(own, change.guidance, read),
        };
      }),
    }),
  };
}

function readAnswer(place: string, answer: Answer, read: Reader): Answer {
  switch (answer.kind) {
    case "yesno":
      return answer;
    case "number":
      return { ...answer, ...textFields(`${place}.`, answer, ["unit"], read) };
    default:
      return typeof answer.options === "string"
        ? answer
        : { ...answer, options: readOptions(`${place}.options`, answer.options, read) };
  }
}

function readOptions(place: string, options: readonly Option[], read: Reader): Option[] {
  return options.map((option) => ({
    ...option,
    label: read(`${place}.${option.id}`, option.label),
    ...textFields(`${place}.${option.id}.`, option, ["help"], read),
  }));
}

function readGuidance(
  place: string,
  guidance: Record<string, string> | undefined,
  read: Reader,
): { guidance?: Record<string, string> } {
  return guidance ? { guidance: mapRecord(guidance, (level, text) => read(`${place}.guidance.${level}`, text)) } : {};
}

/** The named fields that hold a text, read; fields that are not there stay away. */
function textFields<Field extends string>(
  prefix: string,
  thing: { readonly [field in Field]?: string | undefined },
  fields: readonly Field[],
  read: Reader,
): { [field in Field]?: string } {
  const found: { [field in Field]?: string } = {};
  for (const field of fields) {
    const text = thing[field];
    if (text !== undefined) found[field] = read(`${prefix}${field}`, text);
  }
  return found;
}

function mapRecord<Value, Mapped>(
  record: Record<string, Value>,
  map: (key: string, value: Value) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(key, value)]));
}

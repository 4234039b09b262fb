/** Texts that a language lacks, and translations of nothing. */
import { quote } from "../engine/answers.ts";
import type { Finding, Model } from "../format.ts";
import { translatable } from "../translate.ts";
import { fold, writtenOptions } from "./places.ts";

/** Missing keys named one by one per language; the rest are counted. */
const MOST_NAMED = 10;

export function translations(model: Model): Finding[] {
  const languages = Object.entries(model.translations ?? {});
  if (languages.length === 0) return [];
  const texts = translatable(model);
  const expected = [...texts].filter(([key, text]) => hasWords(key, text)).map(([key]) => key);
  return languages.flatMap(([language, translated]) => [
    ...ownLanguage(model, language),
    ...missing(language, expected, translated),
    ...unknown(language, texts, translated),
    ...ambiguousOptions(model, language, translated),
  ]);
}

/** “%”, “0–10” and “USD” read the same everywhere. */
const hasWords = (key: string, text: string): boolean => (/(^|\.)unit$/.test(key) ? /\p{Ll}{2}/u : /\p{L}/u).test(text);

function ownLanguage(model: Model, language: string): Finding[] {
  if (fold(language) !== fold(model.language ?? "en")) return [];
  return [
    {
      severity: "warning",
      rule: "own-language",
      place: `translations.${language}`,
      message: `${quote(language)} is the model's own language, so these translations are never shown. Move them into the model or correct the language.`,
    },
  ];
}

function missing(language: string, expected: readonly string[], translated: Record<string, string>): Finding[] {
  const keys = expected.filter((key) => !Object.hasOwn(translated, key));
  const finding = (place: string, message: string): Finding => ({
    severity: "warning",
    rule: "missing-translation",
    place,
    message,
  });
  const named = keys
    .slice(0, MOST_NAMED)
    .map((key) =>
      finding(
        `translations.${language}.${key}`,
        `${quote(language)} has no text for ${key}, so readers see the original. Translate it.`,
      ),
    );
  if (keys.length <= MOST_NAMED) return named;
  const rest = keys.length - MOST_NAMED;
  return [
    ...named,
    finding(
      `translations.${language}`,
      `${quote(language)} lacks ${rest} more ${rest === 1 ? "text" : "texts"} (${keys.length} of ${expected.length} in all).`,
    ),
  ];
}

function unknown(language: string, texts: ReadonlyMap<string, string>, translated: Record<string, string>): Finding[] {
  return Object.keys(translated)
    .filter((key) => !texts.has(key))
    .map((key) => ({
      severity: "warning",
      rule: "unknown-translation",
      place: `translations.${language}.${key}`,
      message: `The model has no text ${quote(key)}, so this translation is never shown. Correct the key or remove it.`,
    }));
}

/** A translated label is an answer too, so it must not be another option's. */
function ambiguousOptions(model: Model, language: string, translated: Record<string, string>): Finding[] {
  return writtenOptions(model).flatMap(({ place, of, options }) => {
    const prefix = place.replace(/\.answer\.options$/, ".options");
    const owners = new Map<string, string>();
    for (const option of options) owners.set(fold(option.id), option.id);
    for (const option of options) owners.set(fold(option.label), option.id);
    return options.flatMap((option): Finding[] => {
      const key = `${prefix}.${option.id}`;
      const label = Object.hasOwn(translated, key) ? translated[key] : undefined;
      if (label === undefined) return [];
      const owner = owners.get(fold(label));
      owners.set(fold(label), owner ?? option.id);
      const reserved = fold(label) === "n/a";
      if (!reserved && (owner === undefined || owner === option.id)) return [];
      return [
        {
          severity: "error",
          rule: reserved ? "reserved-label" : "duplicate-label",
          place: `translations.${language}.${key}`,
          message: reserved
            ? `A translated option of ${quote(of)} reads “N/A”, which always means that the question does not apply. Choose other words.`
            : `${quote(label)} stands for two options of ${quote(of)}: ${quote(owner)} and ${quote(option.id)}. Give each its own words.`,
        },
      ];
    });
  });
}

/** Requirements as a person reads them: "Certified technical staff: at least 4". */
import type { Model, PlainRequirement, Requirement } from "../format.ts";
import { optionsOf, yesNoWords } from "./answers.ts";
import { writeNumber } from "./numbers.ts";
import { wordsOf } from "./words.ts";

interface Phrases {
  index: string;
  everyDimension: string;
  everyCriterion(dimension: string | null): string;
  practices(level: string, share: string | null): string;
  percentile(name: string): string;
  orBetter(option: string): string;
  oneOf(options: string): string;
  /** "either … or …" over routes. */
  either(routes: readonly string[]): string;
  /** So many of a checklist's options, where each counts the same. */
  ticks(count: string, total: string): string;
  nothing: string;
}

const phrases: Record<string, Phrases> = {
  en: {
    index: "Index",
    everyDimension: "Every dimension",
    everyCriterion: (dimension) => (dimension === null ? "Every criterion" : `Every criterion of ${dimension}`),
    practices: (level, share) => (share === null ? `Every ${level} practice` : `${share} of the ${level} practices`),
    percentile: (name) => `${name}, percentile among all partners`,
    orBetter: (option) => `“${option}” or better`,
    oneOf: (options) => `one of ${options}`,
    either: (routes) => `Either ${routes.join(", or ")}`,
    ticks: (count, total) => `at least ${count} of ${total} ticked`,
    nothing: "No requirement: everyone starts here.",
  },
  de: {
    index: "Index",
    everyDimension: "Jede Dimension",
    everyCriterion: (dimension) => (dimension === null ? "Jedes Kriterium" : `Jedes Kriterium aus ${dimension}`),
    practices: (level, share) =>
      share === null ? `Alle Praktiken der Stufe ${level}` : `${share} der Praktiken der Stufe ${level}`,
    percentile: (name) => `${name}, Perzentil unter allen Partnern`,
    orBetter: (option) => `„${option}“ oder besser`,
    oneOf: (options) => `eines von ${options}`,
    either: (routes) => `Entweder ${routes.join(" oder ")}`,
    ticks: (count, total) => `mindestens ${count} von ${total} angekreuzt`,
    nothing: "Keine Anforderung: Hier beginnen alle.",
  },
  fr: {
    index: "Indice",
    everyDimension: "Chaque dimension",
    everyCriterion: (dimension) => (dimension === null ? "Chaque critère" : `Chaque critère de ${dimension}`),
    practices: (level, share) =>
      share === null ? `Toutes les pratiques du niveau ${level}` : `${share} des pratiques du niveau ${level}`,
    percentile: (name) => `${name}, percentile parmi tous les partenaires`,
    orBetter: (option) => `«\u00a0${option}\u00a0» ou mieux`,
    oneOf: (options) => `l’une de ces réponses\u00a0: ${options}`,
    either: (routes) => `Soit ${routes.join(", soit ")}`,
    ticks: (count, total) => `au moins ${count} cases cochées sur ${total}`,
    nothing: "Aucune exigence\u00a0: tout le monde commence ici.",
  },
  es: {
    index: "Índice",
    everyDimension: "Cada dimensión",
    everyCriterion: (dimension) => (dimension === null ? "Cada criterio" : `Cada criterio de ${dimension}`),
    practices: (level, share) =>
      share === null ? `Todas las prácticas del nivel ${level}` : `${share} de las prácticas del nivel ${level}`,
    percentile: (name) => `${name}, percentil entre todos los partners`,
    orBetter: (option) => `«${option}» o mejor`,
    oneOf: (options) => `una de estas respuestas: ${options}`,
    either: (routes) => `O bien ${routes.join(", o bien ")}`,
    ticks: (count, total) => `al menos ${count} de ${total} marcadas`,
    nothing: "Sin requisitos: aquí empiezan todos.",
  },
};

/**
 * What a level takes, one sentence for each requirement, in the model's language (English where it is not spoken).
 *
 * @param model a model whose references hold.
 */
export function requirementSentences(model: Model, requirements: readonly Requirement[]): string[] {
  const language = model.language ?? "en";
  const said = phrases[language.slice(0, 2)] ?? (phrases.en as Phrases);
  if (requirements.length === 0) return [said.nothing];
  return requirements.map((requirement) => sentenceOf(model, said, language, requirement));
}

function sentenceOf(model: Model, said: Phrases, language: string, requirement: Requirement): string {
  if (!("anyOf" in requirement)) return plainSentence(model, said, language, requirement);
  const { and } = wordsOf(language);
  return said.either(
    requirement.anyOf.map((route) => route.map((part) => plainSentence(model, said, language, part)).join(` ${and} `)),
  );
}

function plainSentence(model: Model, said: Phrases, language: string, requirement: PlainRequirement): string {
  const words = wordsOf(language);
  const name = (items: readonly { id: string; name: string }[], id: string) =>
    items.find((item) => item.id === id)?.name ?? id;
  const number = (value: number) => writeNumber(value, 6, language);
  const percent = (share: number) => words.percent(writeNumber(share * 100, 1, language));
  const bounded = (subject: string, write: (value: number) => string): string => {
    const { min, above, max, below } = requirement;
    if (min !== undefined) return `${subject}${words.colon}${words.bounds.min(write(min))}`;
    if (above !== undefined) return `${subject}${words.colon}${words.bounds.above(write(above))}`;
    if (max !== undefined) return `${subject}${words.colon}${words.bounds.max(write(max))}`;
    return `${subject}${words.colon}${words.bounds.below(write(below ?? 0))}`;
  };
  switch (requirement.of) {
    case "index":
      return bounded(said.index, number);
    case "dimension":
      return bounded(name(model.dimensions, requirement.id), number);
    case "dimensions":
      return bounded(said.everyDimension, number);
    case "criteria":
      return bounded(
        said.everyCriterion(requirement.dimension === undefined ? null : name(model.dimensions, requirement.dimension)),
        percent,
      );
    case "practices":
      return bounded(
        said.practices(
          name(model.levels, requirement.level),
          requirement.share === undefined ? null : percent(requirement.share),
        ),
        percent,
      );
    case "percentile":
      return bounded(
        said.percentile(requirement.id === undefined ? said.index : name(model.criteria, requirement.id)),
        number,
      );
    case "criterion": {
      const criterion = model.criteria.find((candidate) => candidate.id === requirement.id);
      const subject = criterion?.name ?? requirement.id;
      if (requirement.is !== undefined)
        return `${subject}${words.colon}${optionPhrase(model, said, language, requirement)}`;
      if (criterion === undefined) return bounded(subject, percent);
      if (criterion.answer.kind !== "number") {
        const ticks = ticksNeeded(optionsOf(model, criterion.answer), criterion.answer.kind, requirement.min);
        if (ticks === null) return bounded(subject, percent);
        return `${subject}${words.colon}${said.ticks(number(ticks.count), number(ticks.total))}`;
      }
      const unit = criterion.answer.unit ?? "";
      return bounded(subject, (value) => {
        if (unit === "%") return words.percent(number(value));
        return SAID_UNITS.test(unit) ? `${number(value)} ${unit}` : number(value);
      });
    }
  }
}

/** How many ticks reach an attainment when every option of a checklist counts the same; else null. */
function ticksNeeded(
  options: readonly { value: number; exclusive?: boolean | undefined }[],
  kind: string,
  needed: number | undefined,
): { count: number; total: number } | null {
  const ticks = options.filter((option) => !option.exclusive && option.value > 0);
  const share = ticks[0]?.value ?? 0;
  const even = ticks.every((option) => Math.abs(option.value - share) < 0.01);
  if (kind !== "checklist" || needed === undefined || needed <= 0 || !even) return null;
  const count = Math.ceil((needed - 0.005) / share);
  return count > ticks.length ? null : { count, total: ticks.length };
}

/** Currencies, ratios and rates are said; "people" and "days" stand in the criterion's name already. */
const SAID_UNITS = /^([A-Z]{3}|x|(per|pro|je|par|por) .+)$/;

/** "“Signed plan” or better" when the list holds every option from there upwards, else all that are enough. */
function optionPhrase(
  model: Model,
  said: Phrases,
  language: string,
  requirement: Extract<PlainRequirement, { of: "criterion" }>,
): string {
  const criterion = model.criteria.find((candidate) => candidate.id === requirement.id);
  if (criterion === undefined) return "";
  const options = optionsOf(model, criterion.answer);
  const yesNo = yesNoWords(language);
  const label = (id: string, text: string) =>
    criterion.answer.kind === "yesno" ? (id === "yes" ? yesNo.yes : yesNo.no) : text;
  const enough = options.filter((option) => requirement.is?.includes(option.id)).sort((a, b) => a.value - b.value);
  const least = enough[0];
  if (least === undefined) return "";
  const upwards =
    criterion.answer.kind !== "checklist" &&
    options.every((option) => option.value < least.value || requirement.is?.includes(option.id));
  const [open, close] = quotes(language);
  if (enough.length === 1) return `${open}${label(least.id, least.label)}${close}`;
  if (upwards) return said.orBetter(least.label);
  return said.oneOf(enough.map((option) => `${open}${label(option.id, option.label)}${close}`).join(", "));
}

function quotes(language: string): [string, string] {
  const known: Record<string, [string, string]> = { de: ["„", "“"], fr: ["«\u00a0", "\u00a0»"], es: ["«", "»"] };
  return known[language.slice(0, 2)] ?? ["“", "”"];
}

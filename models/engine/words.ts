/** The sentences of the engine in the languages the shipped models speak. */

export type Bound = "min" | "above" | "max" | "below";

export interface Words {
  /** "Held at Silver: …" */
  heldAt(level: string): string;
  below(level: string): string;
  noLevel: string;
  top(level: string): string;
  pair(name: string, actual: string, needed: string): string;
  /** Where less is better, or the bound is strict. */
  atMost(name: string, actual: string, needed: string): string;
  mustBeBelow(name: string, actual: string, needed: string): string;
  mustBeAbove(name: string, actual: string, needed: string): string;
  /** `asked` is what the requirement asks in the words of `asked`, where one asks. */
  unanswered(name: string, asked?: string): string;
  /** What a bound asks of an answer that is not given. */
  asked(bound: Bound, needed: string): string;
  /** The attainment that criteria must reach, as `criteria` and `practices` take it. */
  reach(bound: Bound, attainment: string): string;
  /** "at least 4", and so on. */
  bounds: { [bound in Bound]: (value: string) => string };
  /** What stands between a name and what is said of it, and between reasons. */
  colon: string;
  semicolon: string;
  option(name: string, actual: string | null, needed: readonly string[]): string;
  more(first: string, others: number): string;
  criteria(met: number, needed: number, reach: string, missing: readonly string[]): string;
  practices(level: string, met: number, needed: number, reach: string, missing: readonly string[]): string;
  percent(text: string): string;
  coverage(actual: string, needed: string): string;
  required(missing: number, names: readonly string[]): string;
  nothingAnswered: string;
  noBenchmark(name: string): string;
  percentile(name: string, actual: string, needed: string): string;
  index: string;
  and: string;
  or: string;
  days(count: string): string;
  points(count: string): string;
  already: string;
  unreachable(level: string): string;
  /** Headers of the grid. */
  columns: {
    partner: string;
    index: string;
    level: string;
    next: string;
    why: string;
    coverage: string;
    position: string;
    overlay: string;
    gap: string;
    path: string;
  };
  /** Whether names keep their capital letter in the middle of a sentence. */
  capitals: boolean;
}

const list = (names: readonly string[], more: string): string =>
  names.length > 2
    ? `${names.slice(0, 2).join(", ")} ${more.replace("#", String(names.length - 2))}`
    : names.join(", ");

const english: Words = {
  heldAt: (level) => `Held at ${level}`,
  below: (level) => `Below ${level}`,
  noLevel: "No level yet",
  top: (level) => `${level} is the top level`,
  pair: (name, actual, needed) => `${name} ${actual} of ${needed}`,
  atMost: (name, actual, needed) => `${name} ${actual}, at most ${needed} allowed`,
  mustBeBelow: (name, actual, needed) => `${name} ${actual}, must be below ${needed}`,
  mustBeAbove: (name, actual, needed) => `${name} ${actual}, must be above ${needed}`,
  unanswered: (name, asked) => `${name} not answered${asked === undefined ? "" : `, ${asked}`}`,
  asked: (bound, needed) => (bound === "min" ? `${needed} needed` : `must be ${english.bounds[bound](needed)}`),
  reach: (bound, attainment) =>
    ({
      min: `at ${attainment} or more`,
      above: `above ${attainment}`,
      max: `at ${attainment} or less`,
      below: `below ${attainment}`,
    })[bound],
  bounds: {
    min: (value) => `at least ${value}`,
    above: (value) => `more than ${value}`,
    max: (value) => `at most ${value}`,
    below: (value) => `less than ${value}`,
  },
  colon: ": ",
  semicolon: "; ",
  option: (name, actual, needed) =>
    `${name} ${actual === null ? "not answered" : `“${actual}”`}, needs ${needed.length > 1 ? "at least " : ""}“${needed[0] ?? ""}”`,
  more: (first, others) => `${first} (and ${others} more)`,
  criteria: (met, needed, reach, missing) =>
    `${met} of ${needed} criteria ${reach} (missing ${list(missing, "and # more")})`,
  practices: (level, met, needed, reach, missing) =>
    `${level} practices ${reach}: ${met} of ${needed} (missing ${list(missing, "and # more")})`,
  percent: (text) => `${text}%`,
  coverage: (actual, needed) => `${actual} answered, ${needed} needed`,
  required: (missing, names) =>
    `${missing} required ${missing === 1 ? "answer is" : "answers are"} missing (${list(names, "and # more")})`,
  nothingAnswered: "nothing is answered that counts",
  noBenchmark: (name) => `${name} cannot be ranked without a benchmark`,
  percentile: (name, actual, needed) => `${name} at percentile ${actual} of ${needed}`,
  index: "index",
  and: "and",
  or: "or",
  days: (count) => `${count} ${count === "1" ? "day" : "days"}`,
  points: (count) => `${count} ${count === "1" ? "point" : "points"}`,
  already: "Nothing to do",
  unreachable: (level) => `${level} cannot be reached by changing answers`,
  columns: {
    partner: "Partner",
    index: "Index",
    level: "Level",
    next: "Next level",
    why: "Why",
    coverage: "Coverage",
    position: "Position",
    overlay: "Variant",
    gap: "Gap",
    path: "Way to the next level",
  },
  capitals: false,
};

const german: Words = {
  heldAt: (level) => `Bleibt auf ${level}`,
  below: (level) => `Noch unter ${level}`,
  noLevel: "Noch keine Stufe",
  top: (level) => `${level} ist die höchste Stufe`,
  pair: (name, actual, needed) => `${name} ${actual} von ${needed}`,
  atMost: (name, actual, needed) => `${name} ${actual}, höchstens ${needed} erlaubt`,
  mustBeBelow: (name, actual, needed) => `${name} ${actual}, muss unter ${needed} liegen`,
  mustBeAbove: (name, actual, needed) => `${name} ${actual}, muss über ${needed} liegen`,
  unanswered: (name, asked) => `${name} nicht beantwortet${asked === undefined ? "" : `, ${asked}`}`,
  asked: (bound, needed) => `nötig ist ${bound === "min" ? needed : german.bounds[bound](needed)}`,
  reach: (bound, attainment) => german.bounds[bound](attainment),
  bounds: {
    min: (value) => `mindestens ${value}`,
    above: (value) => `mehr als ${value}`,
    max: (value) => `höchstens ${value}`,
    below: (value) => `weniger als ${value}`,
  },
  colon: ": ",
  semicolon: "; ",
  option: (name, actual, needed) =>
    `${name} ${actual === null ? "nicht beantwortet" : `„${actual}“`}, nötig ist ${needed.length > 1 ? "mindestens " : ""}„${needed[0] ?? ""}“`,
  more: (first, others) => `${first} (und ${others} weitere)`,
  criteria: (met, needed, reach, missing) =>
    `${met} von ${needed} Kriterien bei ${reach} (es fehlen ${list(missing, "und # weitere")})`,
  practices: (level, met, needed, reach, missing) =>
    `Praktiken der Stufe ${level} mit ${reach}: ${met} von ${needed} (es fehlen ${list(missing, "und # weitere")})`,
  percent: (text) => `${text}\u00a0%`,
  coverage: (actual, needed) => `${actual} beantwortet, ${needed} nötig`,
  required: (missing, names) =>
    `${missing === 1 ? "1 Pflichtantwort fehlt" : `${missing} Pflichtantworten fehlen`} (${list(names, "und # weitere")})`,
  nothingAnswered: "nichts beantwortet, was zählt",
  noBenchmark: (name) => `${name} lässt sich ohne Vergleichsgruppe nicht einordnen`,
  percentile: (name, actual, needed) => `${name} auf Perzentil ${actual} von ${needed}`,
  index: "Index",
  and: "und",
  or: "oder",
  days: (count) => `${count} ${count === "1" ? "Tag" : "Tage"}`,
  points: (count) => `${count} ${count === "1" ? "Punkt" : "Punkte"}`,
  already: "Nichts zu tun",
  unreachable: (level) => `${level} ist durch andere Antworten nicht erreichbar`,
  columns: {
    partner: "Partner",
    index: "Index",
    level: "Stufe",
    next: "Nächste Stufe",
    why: "Grund",
    coverage: "Abdeckung",
    position: "Position",
    overlay: "Variante",
    gap: "Lücke",
    path: "Weg zur nächsten Stufe",
  },
  capitals: true,
};

/** French counts in the singular below two. */
const isOneInFrench = (count: string): boolean => Number(count.replace(",", ".")) < 2;

const french: Words = {
  heldAt: (level) => `Reste au niveau ${level}`,
  below: (level) => `Pas encore au niveau ${level}`,
  noLevel: "Pas encore de niveau",
  top: (level) => `${level} est le niveau le plus élevé`,
  pair: (name, actual, needed) => `${name}\u00a0: ${actual} sur ${needed}`,
  atMost: (name, actual, needed) => `${name}\u00a0: ${actual}, maximum ${needed}`,
  mustBeBelow: (name, actual, needed) => `${name}\u00a0: ${actual}, il faut moins de ${needed}`,
  mustBeAbove: (name, actual, needed) => `${name}\u00a0: ${actual}, il faut plus de ${needed}`,
  unanswered: (name, asked) => `${name}\u00a0: sans réponse${asked === undefined ? "" : `, ${asked}`}`,
  asked: (bound, needed) => `il faut ${bound === "min" ? needed : french.bounds[bound](needed)}`,
  reach: (bound, attainment) => (bound === "min" ? `${attainment} ou plus` : french.bounds[bound](attainment)),
  bounds: {
    min: (value) => `au moins ${value}`,
    above: (value) => `plus de ${value}`,
    max: (value) => `au plus ${value}`,
    below: (value) => `moins de ${value}`,
  },
  colon: "\u00a0: ",
  semicolon: "\u00a0; ",
  option: (name, actual, needed) =>
    `${name}\u00a0: ${actual === null ? "sans réponse" : `«\u00a0${actual}\u00a0»`}, il faut ${needed.length > 1 ? "au moins " : ""}«\u00a0${needed[0] ?? ""}\u00a0»`,
  more: (first, others) => `${first} (et ${others} de plus)`,
  criteria: (met, needed, reach, missing) =>
    `${met} critères sur ${needed} à ${reach} (manquent\u00a0: ${list(missing, "et # de plus")})`,
  practices: (level, met, needed, reach, missing) =>
    `pratiques du niveau ${level} à ${reach}\u00a0: ${met} sur ${needed} (manquent\u00a0: ${list(missing, "et # de plus")})`,
  percent: (text) => `${text}\u00a0%`,
  coverage: (actual, needed) => `${actual} de réponses, ${needed} nécessaires`,
  required: (missing, names) =>
    `${missing === 1 ? "1 réponse obligatoire manque" : `${missing} réponses obligatoires manquent`} (${list(names, "et # de plus")})`,
  nothingAnswered: "aucune réponse qui compte",
  noBenchmark: (name) => `${name}\u00a0: pas de classement sans groupe de comparaison`,
  percentile: (name, actual, needed) => `${name} au percentile ${actual} sur ${needed}`,
  index: "indice",
  and: "et",
  or: "ou",
  days: (count) => `${count} ${isOneInFrench(count) ? "jour" : "jours"}`,
  points: (count) => `${count} ${isOneInFrench(count) ? "point" : "points"}`,
  already: "Rien à faire",
  unreachable: (level) => `${level} ne peut pas être atteint en changeant les réponses`,
  columns: {
    partner: "Partenaire",
    index: "Indice",
    level: "Niveau",
    next: "Niveau suivant",
    why: "Raison",
    coverage: "Couverture",
    position: "Position",
    overlay: "Variante",
    gap: "Écart",
    path: "Chemin vers le niveau suivant",
  },
  capitals: false,
};

const spanish: Words = {
  heldAt: (level) => `Se queda en ${level}`,
  below: (level) => `Aún por debajo de ${level}`,
  noLevel: "Aún sin nivel",
  top: (level) => `${level} es el nivel más alto`,
  pair: (name, actual, needed) => `${name}: ${actual} de ${needed}`,
  atMost: (name, actual, needed) => `${name}: ${actual}, máximo ${needed}`,
  mustBeBelow: (name, actual, needed) => `${name}: ${actual}, debe ser menos de ${needed}`,
  mustBeAbove: (name, actual, needed) => `${name}: ${actual}, debe ser más de ${needed}`,
  unanswered: (name, asked) => `${name}: sin respuesta${asked === undefined ? "" : `, ${asked}`}`,
  asked: (bound, needed) => `hace falta ${bound === "min" ? needed : spanish.bounds[bound](needed)}`,
  reach: (bound, attainment) => (bound === "min" ? `${attainment} o más` : spanish.bounds[bound](attainment)),
  bounds: {
    min: (value) => `al menos ${value}`,
    above: (value) => `más de ${value}`,
    max: (value) => `como máximo ${value}`,
    below: (value) => `menos de ${value}`,
  },
  colon: ": ",
  semicolon: "; ",
  option: (name, actual, needed) =>
    `${name}: ${actual === null ? "sin respuesta" : `«${actual}»`}, hace falta ${needed.length > 1 ? "al menos " : ""}«${needed[0] ?? ""}»`,
  more: (first, others) => `${first} (y ${others} más)`,
  criteria: (met, needed, reach, missing) =>
    `${met} de ${needed} criterios con ${reach} (faltan ${list(missing, "y # más")})`,
  practices: (level, met, needed, reach, missing) =>
    `prácticas del nivel ${level} con ${reach}: ${met} de ${needed} (faltan ${list(missing, "y # más")})`,
  percent: (text) => `${text}\u00a0%`,
  coverage: (actual, needed) => `${actual} respondido, hace falta ${needed}`,
  required: (missing, names) =>
    `${missing === 1 ? "falta 1 respuesta obligatoria" : `faltan ${missing} respuestas obligatorias`} (${list(names, "y # más")})`,
  nothingAnswered: "no hay respuestas que cuenten",
  noBenchmark: (name) => `${name}: sin grupo de comparación no se puede clasificar`,
  percentile: (name, actual, needed) => `${name} en el percentil ${actual} de ${needed}`,
  index: "índice",
  and: "y",
  or: "o",
  days: (count) => `${count} ${count === "1" ? "día" : "días"}`,
  points: (count) => `${count} ${count === "1" ? "punto" : "puntos"}`,
  already: "Nada que hacer",
  unreachable: (level) => `${level} no se puede alcanzar cambiando respuestas`,
  columns: {
    partner: "Partner",
    index: "Índice",
    level: "Nivel",
    next: "Siguiente nivel",
    why: "Motivo",
    coverage: "Cobertura",
    position: "Posición",
    overlay: "Variante",
    gap: "Brecha",
    path: "Camino al siguiente nivel",
  },
  capitals: false,
};

const languages: Record<string, Words> = { en: english, de: german, fr: french, es: spanish };

/** The words of a language, English where it is not spoken. */
export function wordsOf(language: string): Words {
  return languages[language.slice(0, 2)] ?? english;
}

/**
 * A name in the middle of a sentence: "Certified staff" becomes "certified staff"; "MDF used", "A/B tests" and "Net
 * Promoter Score" stay.
 */
export function inSentence(name: string, words: Words): string {
  const ordinary = /^\p{Lu}\p{Ll}+(?=$|[\s,-])/u.test(name) && !/[\s(]\p{Lu}\p{Ll}/u.test(name);
  return words.capitals || !ordinary ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

/** The sentences of the engine in the languages the shipped models speak. */

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
  /** `needed` is what the requirement asks, where one asks. */
  unanswered(name: string, needed?: string): string;
  option(name: string, actual: string | null, needed: readonly string[]): string;
  more(first: string, others: number): string;
  criteria(met: number, needed: number, attainment: string, missing: readonly string[]): string;
  practices(level: string, met: number, needed: number, attainment: string, missing: readonly string[]): string;
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
  unanswered: (name, needed) => `${name} not answered${needed === undefined ? "" : `, ${needed} needed`}`,
  option: (name, actual, needed) =>
    `${name} ${actual === null ? "not answered" : `“${actual}”`}, needs ${needed.length > 1 ? "at least " : ""}“${needed[0] ?? ""}”`,
  more: (first, others) => `${first} and ${others} more`,
  criteria: (met, needed, attainment, missing) =>
    `${met} of ${needed} criteria at ${attainment} or more (missing ${list(missing, "and # more")})`,
  practices: (level, met, needed, attainment, missing) =>
    `${level} practices at ${attainment} or more: ${met} of ${needed} (missing ${list(missing, "and # more")})`,
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
  unanswered: (name, needed) => `${name} nicht beantwortet${needed === undefined ? "" : `, nötig ist ${needed}`}`,
  option: (name, actual, needed) =>
    `${name} ${actual === null ? "nicht beantwortet" : `„${actual}“`}, nötig ist ${needed.length > 1 ? "mindestens " : ""}„${needed[0] ?? ""}“`,
  more: (first, others) => `${first} und ${others} weitere`,
  criteria: (met, needed, attainment, missing) =>
    `${met} von ${needed} Kriterien bei mindestens ${attainment} (es fehlen ${list(missing, "und # weitere")})`,
  practices: (level, met, needed, attainment, missing) =>
    `Praktiken der Stufe ${level} mit mindestens ${attainment}: ${met} von ${needed} (es fehlen ${list(missing, "und # weitere")})`,
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

const french: Words = {
  heldAt: (level) => `Reste au niveau ${level}`,
  below: (level) => `Pas encore au niveau ${level}`,
  noLevel: "Pas encore de niveau",
  top: (level) => `${level} est le niveau le plus élevé`,
  pair: (name, actual, needed) => `${name} : ${actual} sur ${needed}`,
  atMost: (name, actual, needed) => `${name} : ${actual}, maximum ${needed}`,
  mustBeBelow: (name, actual, needed) => `${name} : ${actual}, il faut moins de ${needed}`,
  mustBeAbove: (name, actual, needed) => `${name} : ${actual}, il faut plus de ${needed}`,
  unanswered: (name, needed) => `${name} : sans réponse${needed === undefined ? "" : `, il faut ${needed}`}`,
  option: (name, actual, needed) =>
    `${name} : ${actual === null ? "sans réponse" : `« ${actual} »`}, il faut ${needed.length > 1 ? "au moins " : ""}« ${needed[0] ?? ""} »`,
  more: (first, others) => `${first} et ${others} de plus`,
  criteria: (met, needed, attainment, missing) =>
    `${met} critères sur ${needed} à ${attainment} ou plus (manquent : ${list(missing, "et # de plus")})`,
  practices: (level, met, needed, attainment, missing) =>
    `pratiques du niveau ${level} à ${attainment} ou plus : ${met} sur ${needed} (manquent : ${list(missing, "et # de plus")})`,
  percent: (text) => `${text}\u00a0%`,
  coverage: (actual, needed) => `${actual} de réponses, ${needed} nécessaires`,
  required: (missing, names) =>
    `${missing === 1 ? "1 réponse obligatoire manque" : `${missing} réponses obligatoires manquent`} (${list(names, "et # de plus")})`,
  nothingAnswered: "aucune réponse qui compte",
  noBenchmark: (name) => `${name} : pas de classement sans groupe de comparaison`,
  percentile: (name, actual, needed) => `${name} au percentile ${actual} sur ${needed}`,
  index: "indice",
  and: "et",
  or: "ou",
  days: (count) => `${count} ${count === "0" || count === "1" ? "jour" : "jours"}`,
  points: (count) => `${count} ${count === "0" || count === "1" ? "point" : "points"}`,
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
  unanswered: (name, needed) => `${name}: sin respuesta${needed === undefined ? "" : `, hace falta ${needed}`}`,
  option: (name, actual, needed) =>
    `${name}: ${actual === null ? "sin respuesta" : `«${actual}»`}, hace falta ${needed.length > 1 ? "al menos " : ""}«${needed[0] ?? ""}»`,
  more: (first, others) => `${first} y ${others} más`,
  criteria: (met, needed, attainment, missing) =>
    `${met} de ${needed} criterios con ${attainment} o más (faltan ${list(missing, "y # más")})`,
  practices: (level, met, needed, attainment, missing) =>
    `prácticas del nivel ${level} con ${attainment} o más: ${met} de ${needed} (faltan ${list(missing, "y # más")})`,
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

/** A name in the middle of a sentence: "Certified staff" becomes "certified staff", "MDF used" stays. */
export function inSentence(name: string, words: Words): string {
  if (words.capitals) return name;
  const second = name.charAt(1);
  const acronym = second !== "" && second === second.toUpperCase() && second !== second.toLowerCase();
  return acronym ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

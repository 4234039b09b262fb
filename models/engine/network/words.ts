/** Sentences about a network of partners, in the languages the shipped models speak. */

export interface NetworkWords {
  quoted(text: string): string;
  /** "Falls to Silver"; null for no level at all. */
  falls(level: string | null): string;
  /** Continues `falls`: a criterion one answer step down. */
  slipped(name: string, to: string, from: string): string;
  /** Continues `falls`: one tick of a checklist lost. */
  lost(name: string, option: string): string;
  /** Continues `falls`: an answer that nobody renews. */
  outdated(name: string, until: string): string;
  outdatedAll(until: string): string;
  /** What held a partner under the model before. */
  released(reason: string): string;
  straightLine(same: number, answers: number): string;
  /** `full` and `empty` are names of practices, `level` is that of the empty one. */
  withoutFoundation(full: string, empty: string, level: string, others: number): string;
  spendWithoutActivity(spend: string, share: string, activities: readonly string[]): string;
}

const english: NetworkWords = {
  quoted: (text) => `“${text}”`,
  falls: (level) => (level === null ? "Loses its level" : `Falls to ${level}`),
  slipped: (name, to, from) => `with ${name} at ${to} instead of ${from}`,
  lost: (name, option) => `without “${option}” in ${name}`,
  outdated: (name, until) => `without a new answer to ${name} by ${until}`,
  outdatedAll: (until) => `without new answers by ${until}`,
  released: (reason) => `No longer in the way: ${reason}`,
  straightLine: (same, answers) => `${same} of ${answers} choice answers stand at the same place in their lists`,
  withoutFoundation: (full, empty, level, others) =>
    `“${full}” is claimed in full, but “${empty}” (${level})${others > 0 ? ` and ${others} more below it` : ", which comes before it,"} ${others > 0 ? "are" : "is"} empty`,
  spendWithoutActivity: (spend, share, activities) =>
    `“${spend}” is at ${share}, but next to nothing is done: ${activities.join(", ")}`,
};

const german: NetworkWords = {
  quoted: (text) => `„${text}“`,
  falls: (level) => (level === null ? "Verliert die Stufe" : `Fällt auf ${level}`),
  slipped: (name, to, from) => `mit ${to} statt ${from} bei ${name}`,
  lost: (name, option) => `ohne „${option}“ bei ${name}`,
  outdated: (name, until) => `ohne neue Antwort bis ${until} zu ${name}`,
  outdatedAll: (until) => `ohne neue Antworten bis ${until}`,
  released: (reason) => `Steht nicht mehr im Weg: ${reason}`,
  straightLine: (same, answers) => `${same} von ${answers} Auswahlantworten stehen an derselben Stelle ihrer Liste`,
  withoutFoundation: (full, empty, level, others) =>
    `„${full}“ gilt als voll erfüllt, aber „${empty}“ (${level})${others > 0 ? ` und ${others} weitere darunter sind` : ", die Grundlage davon, ist"} leer`,
  spendWithoutActivity: (spend, share, activities) =>
    `„${spend}“ steht bei ${share}, aber es geschieht fast nichts: ${activities.join(", ")}`,
};

const french: NetworkWords = {
  quoted: (text) => `«\u00a0${text}\u00a0»`,
  falls: (level) => (level === null ? "Perd son niveau" : `Descend au niveau ${level}`),
  slipped: (name, to, from) => `avec ${to} au lieu de ${from} pour ${name}`,
  lost: (name, option) => `sans «\u00a0${option}\u00a0» pour ${name}`,
  outdated: (name, until) => `sans nouvelle réponse d’ici le ${until} pour ${name}`,
  outdatedAll: (until) => `sans nouvelles réponses d’ici le ${until}`,
  released: (reason) => `N’est plus un obstacle\u00a0: ${reason}`,
  straightLine: (same, answers) => `${same} réponses à choix sur ${answers} sont à la même place de leur liste`,
  withoutFoundation: (full, empty, level, others) =>
    `«\u00a0${full}\u00a0» est déclaré acquis, mais «\u00a0${empty}\u00a0» (${level})${others > 0 ? ` et ${others} de plus en dessous restent vides` : ", qui vient avant, reste vide"}`,
  spendWithoutActivity: (spend, share, activities) =>
    `«\u00a0${spend}\u00a0» est à ${share}, mais presque rien n’est fait\u00a0: ${activities.join(", ")}`,
};

const spanish: NetworkWords = {
  quoted: (text) => `«${text}»`,
  falls: (level) => (level === null ? "Pierde su nivel" : `Baja a ${level}`),
  slipped: (name, to, from) => `con ${to} en lugar de ${from} en ${name}`,
  lost: (name, option) => `sin «${option}» en ${name}`,
  outdated: (name, until) => `sin una respuesta nueva antes del fin del ${until} en ${name}`,
  outdatedAll: (until) => `sin respuestas nuevas antes del fin del ${until}`,
  released: (reason) => `Ya no es un obstáculo: ${reason}`,
  straightLine: (same, answers) => `${same} de ${answers} respuestas de opción están en el mismo lugar de su lista`,
  withoutFoundation: (full, empty, level, others) =>
    `«${full}» figura como completo, pero «${empty}» (${level})${others > 0 ? ` y ${others} más por debajo están vacíos` : ", que viene antes, está vacío"}`,
  spendWithoutActivity: (spend, share, activities) =>
    `«${spend}» está en ${share}, pero casi no se hace nada: ${activities.join(", ")}`,
};

const languages: Record<string, NetworkWords> = { en: english, de: german, fr: french, es: spanish };

/** The words of a language, English where it is not spoken. */
export function networkWordsOf(language: string): NetworkWords {
  return languages[language.slice(0, 2)] ?? english;
}

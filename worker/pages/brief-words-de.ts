import type { BriefWords } from "./brief-words.ts";

export const german: BriefWords = {
  headings: {
    opening: "Anrede",
    stand: "Wo Sie stehen",
    steps: "Was jetzt zu tun ist",
    offer: "Was wir bieten",
    dates: "Termine",
  },
  subject: (partner, level, period) => `${partner}: ${level === null ? "" : `${level}, `}${period}`,
  opening: (partner, vendor, model, period) =>
    `Guten Tag an das Team von ${partner},\n\nso sieht ${vendor} Sie im Modell „${model}“ für ${period}: wo Sie stehen und warum, was Sie weiterbringt und was Sie von uns erwarten können.`,
  stand: (level, index, max) => `Sie stehen auf der Stufe ${level} mit einem Index von ${index} von ${max}.`,
  noLevel: (index, max) => `Ihr Index beträgt ${index} von ${max}.`,
  answersReach: (level) => `Ihre letzten Antworten erreichen ${level}.`,
  strengths: (names) => `Ihre Stärken: ${names}.`,
  way: (level, days) => `Der kürzeste Weg zu ${level} braucht etwa ${days} Arbeit:`,
  wayBegins: (level, days, shown, all) =>
    `Der kürzeste Weg zu ${level} hat ${all} Schritte und braucht etwa ${days} Arbeit. Beginnen Sie mit diesen ${shown}:`,
  worth: "Diese Schritte bringen Ihnen am meisten:",
  nothingOpen: "Nichts ist offen. Weiter so.",
  change: (from, to) => `von ${from} auf ${to}`,
  aim: (to) => `Ziel: ${to}`,
  yours: (level) => `Mit ${level} bekommen Sie:`,
  adds: (level) => `${level} bringt dazu:`,
  overdue: (date) => `${date} (überfällig)`,
  ends: (period, date) => `${period} endet am ${date}.`,
  ended: (period, date) => `Die Antworten sind die für ${period}, das am ${date} geendet hat.`,
  links: {
    "self-assessment": (date) => `Ihr Link zur Selbsteinschätzung gilt bis ${date}.`,
    scorecard: (date) => `Ihr Link zum Ergebnis gilt bis ${date}.`,
  },
};

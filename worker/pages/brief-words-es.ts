import type { BriefWords } from "./brief-words.ts";

export const spanish: BriefWords = {
  headings: {
    opening: "Apertura",
    stand: "Dónde se encuentra",
    steps: "Qué hacer ahora",
    offer: "Lo que ofrecemos",
    dates: "Fechas",
  },
  subject: (partner, level, period) => `${partner}: ${level === null ? "" : `${level}, `}${period}`,
  opening: (partner, vendor, model, period) =>
    `Estimado equipo de ${partner}:\n\nAsí les ve ${vendor} en el modelo «${model}» para ${period}: dónde se encuentran y por qué, qué les hace avanzar y qué pueden esperar de nosotros.`,
  stand: (level, index, max) => `Está en el nivel ${level}, con un índice de ${index} de ${max}.`,
  noLevel: (index, max) => `Su índice es ${index} de ${max}.`,
  answersReach: (level) => `Sus últimas respuestas alcanzan ${level}.`,
  strengths: (names) => `Sus puntos fuertes: ${names}.`,
  way: (level, days) => `El camino más corto hacia ${level} requiere unos ${days} de trabajo:`,
  wayBegins: (level, days, shown, all) =>
    `El camino más corto hacia ${level} tiene ${all} pasos y requiere unos ${days} de trabajo. Empiece por estos ${shown}:`,
  worth: "Estos pasos son los que más aportan:",
  nothingOpen: "No queda nada abierto. Siga así.",
  change: (from, to) => `de ${from} a ${to}`,
  aim: (to) => `meta: ${to}`,
  yours: (level) => `Con ${level} recibe:`,
  adds: (level) => `${level} añade:`,
  overdue: (date) => `${date} (atrasado)`,
  ends: (period, date) => `${period} termina el ${date}.`,
  ended: (period, date) => `Las respuestas son las de ${period}, que terminó el ${date}.`,
  links: {
    "self-assessment": (date) => `Su enlace a la autoevaluación es válido hasta el ${date}.`,
    scorecard: (date) => `Su enlace al resultado es válido hasta el ${date}.`,
  },
};

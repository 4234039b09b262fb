import type { BriefWords } from "./brief-words.ts";

export const french: BriefWords = {
  headings: {
    opening: "Ouverture",
    stand: "Où vous en êtes",
    steps: "Que faire maintenant",
    offer: "Ce que nous offrons",
    dates: "Dates",
  },
  subject: (partner, level, period) => `${partner} : ${level === null ? "" : `${level}, `}${period}`,
  opening: (partner, vendor, model, period) =>
    `Bonjour à l’équipe de ${partner},\n\nvoici comment ${vendor} vous voit dans le modèle « ${model} » pour ${period} : où vous en êtes et pourquoi, ce qui vous fait avancer et ce que vous pouvez attendre de nous.`,
  stand: (level, index, max) => `Vous êtes au niveau ${level}, avec un indice de ${index} sur ${max}.`,
  noLevel: (index, max) => `Votre indice est de ${index} sur ${max}.`,
  answersReach: (level) => `Vos dernières réponses atteignent ${level}.`,
  strengths: (names) => `Vos points forts : ${names}.`,
  way: (level, days) => `Le chemin le plus court vers ${level} demande environ ${days} de travail :`,
  wayBegins: (level, days, shown, all) =>
    `Le chemin le plus court vers ${level} compte ${all} étapes et demande environ ${days} de travail. Commencez par ces ${shown} :`,
  worth: "Ces étapes vous apportent le plus :",
  nothingOpen: "Rien n’est ouvert. Continuez ainsi.",
  change: (from, to) => `de ${from} à ${to}`,
  aim: (to) => `objectif : ${to}`,
  yours: (level) => `Au niveau ${level}, vous recevez :`,
  adds: (level) => `${level} ajoute :`,
  overdue: (date) => `${date} (en retard)`,
  ends: (period, date) => `${period} se termine le ${date}.`,
  ended: (period, date) => `Les réponses sont celles de ${period}, terminé le ${date}.`,
  links: {
    "self-assessment": (date) => `Votre lien vers l’auto-évaluation est valable jusqu’au ${date}.`,
    scorecard: (date) => `Votre lien vers le résultat est valable jusqu’au ${date}.`,
  },
};

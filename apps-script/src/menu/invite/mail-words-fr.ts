import type { MailWords } from "./mail-words.ts";

export const french: MailWords = {
  code: "fr",
  date: (day) => `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`,
  mails: {
    "self-assessment": {
      subject: "{vendor} demande à {partner} une auto-évaluation : {period}",
      text: `Bonjour,

{vendor} demande à {partner} de s'évaluer pour {period} : {model}. Nous mettons votre point de vue à côté du nôtre, afin de vous aider là où c'est le plus utile.

Il y a {questions} questions, ce qui prend environ {minutes} minutes. Vos réponses sont enregistrées au fur et à mesure. Vous pouvez vous arrêter, revenir plus tard et transmettre le lien à des collègues :

{link}

Le lien fonctionne jusqu'au {until}.

Ce qui est enregistré : vos réponses, commentaires et justificatifs. Qui les voit : {vendor} et toutes les personnes qui ont ce lien. Merci de ne le transmettre qu'au sein de votre entreprise.

Cordialement`,
    },
    scorecard: {
      subject: "{partner} : où vous en êtes avec {vendor}",
      text: `Bonjour,

cette page montre où en est {partner} ({model}) : votre niveau et ce qui vous y retient, le niveau suivant et le chemin le plus court pour l'atteindre, vos points forts et ce que nous proposons.

{link}

Le lien fonctionne jusqu'au {until} et montre chaque fois le dernier résultat. Vous pouvez imprimer la page ou l'enregistrer en PDF.

Toute personne qui a le lien peut la lire. Elle nomme {partner} et aucun autre partenaire.

Cordialement`,
    },
  },
};

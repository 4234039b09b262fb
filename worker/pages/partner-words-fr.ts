import type { PartnerWords } from "./partner-words.ts";

export const french: PartnerWords = {
  code: "fr",
  languageOfThePage: "Langue",
  selfAssessment: "Auto-évaluation",
  asked: (vendor, partner, period) => `${vendor} interroge ${partner} pour ${period}`,
  howTo:
    "Répondez à ce que vous savez et laissez le reste. Vos réponses sont enregistrées au fur et à mesure ; vous pouvez vous arrêter, revenir avec le même lien et le transmettre à des collègues.",
  whoIsWho: (vendor, partner) =>
    `Dans les questions, « le partenaire », c’est vous, ${partner} ; « le fournisseur », c’est ${vendor}.`,
  openUntil: (date) => `Le lien fonctionne jusqu’au ${date}.`,
  progress: (answered, asked) => `${answered} réponses sur ${asked}`,
  topics: "Thèmes",
  whatCounts: "Ce qui compte",
  noAnswer: "Pas encore de réponse",
  notApplicable: "Ne s’applique pas à nous",
  none: "Rien de tout cela",
  chooseAny: "Cochez tout ce qui s’applique.",
  number: "Nombre",
  between: (min, max) => `De ${min} à ${max}.`,
  atLeast: (min) => `Au moins ${min}.`,
  atMost: (max) => `Au plus ${max}.`,
  commentAndEvidence: "Commentaire et justificatif",
  evidenceNeeded: "justificatif exigé",
  comment: "Commentaire",
  evidence: "Justificatif",
  evidenceHelp: "Une adresse web, ou l’endroit où le voir.",
  save: "Enregistrer",
  review: "Vérifier et envoyer",
  savedNow: "Vos réponses sont enregistrées.",
  faults: {
    "not-a-number": "Ce n’est pas un nombre. Saisissez seulement des chiffres, par exemple 12,5.",
    "too-low": "Ce nombre est trop petit.",
    "too-high": "Ce nombre est trop grand.",
    "no-option": "Choisissez l’une des options.",
    exclusive: "Les options cochées s’excluent. Ne gardez que celles qui s’appliquent.",
    "too-long": "Ce texte dépasse 10 000 caractères et n’a pas été enregistré. Raccourcissez-le.",
  },
  faultsTitle: (count) => (count === 1 ? "Une réponse est à revoir" : `${count} réponses sont à revoir`),
  conflictsTitle: (count) =>
    count === 1
      ? "Une autre personne a modifié une réponse entre-temps"
      : `Une autre personne a modifié ${count} réponses entre-temps`,
  conflict: (theirs) =>
    `Entre-temps, une autre personne a répondu : ${theirs}. Votre réponse ci-dessous n’est pas encore enregistrée.`,
  keepTheirs: "Garder l’autre réponse",
  keepMine: "Utiliser ma réponse",
  blank: "pas de réponse",
  reviewTitle: "Vérifiez vos réponses",
  missing: (count) => (count === 1 ? "Une question est sans réponse" : `${count} questions sont sans réponse`),
  nothingMissing: "Toutes les questions ont une réponse.",
  unreadable: (count) =>
    count === 1
      ? "Une réponse est illisible. Corrigez-la d’abord."
      : `${count} réponses sont illisibles. Corrigez-les d’abord.`,
  evidenceMissing: (count) =>
    count === 1
      ? "Il manque à une réponse le justificatif exigé"
      : `Il manque à ${count} réponses le justificatif exigé`,
  answersTitle: "Vos réponses",
  question: "Question",
  answer: "Réponse",
  back: "Retour aux questions",
  submit: "Envoyer",
  submitAgain: "Envoyer les modifications",
  submitHelp: (vendor) => `${vendor} verra alors vos réponses et leur résultat. Vous pourrez encore les modifier.`,
  nothingToSubmit: "Répondez à au moins une question, puis vous pourrez envoyer.",
  submittedTitle: "Envoyé",
  submitted: (time, vendor) => `${vendor} a reçu vos réponses le ${time}.`,
  changeUntil: (date) =>
    `Vous pouvez les modifier et les renvoyer jusqu’au ${date}, sauf si la période est close avant.`,
  changedSince: "Vous avez modifié des réponses depuis. Envoyez-les de nouveau pour qu’elles comptent.",
  closed: "Cette période est close. Vous voyez les réponses données ; elles ne peuvent plus être modifiées.",
  print: "Imprimez cette page pour en garder une copie.",
  privacy: (vendor) =>
    `Ce qui est enregistré : vos réponses, commentaires et justificatifs, avec l’heure. Qui le voit : ${vendor} et toute personne qui a ce lien. Cette page ne dépose aucun cookie et n’interroge personne d’autre. Tant qu’une réponse n’est pas arrivée, une copie reste dans ce navigateur.`,
  gone: {
    title: "Ce lien ne fonctionne pas",
    text: "Il a peut-être expiré ou été remplacé, ou une partie s’est perdue en route. Demandez-en un nouveau à la personne qui vous l’a envoyé. Rien de ce que vous avez envoyé n’est perdu.",
  },
  trouble: {
    title: "Cela n’a pas fonctionné",
    busy: "Le service ne répond pas pour le moment. Revenez en arrière, attendez une minute et enregistrez de nouveau.",
    tooLarge: "Les commentaires sont trop longs dans l’ensemble. Revenez en arrière et raccourcissez-en.",
    tooMany: "Trop de requêtes sont venues de votre réseau. Attendez dix secondes, puis rechargez la page.",
    closed: "Cette période est close et n’accepte plus de réponses.",
  },
  live: {
    saving: "Enregistrement …",
    saved: "Enregistré",
    offline: "Pas de connexion. Vos réponses restent dans ce navigateur et seront envoyées dès que possible.",
    kept: "Des réponses de votre dernière visite n’étaient pas arrivées. Les voici de nouveau ; elles sont en cours d’envoi.",
    conflict: "Une autre personne a modifié une réponse entre-temps. Choisissez ci-dessous celle qui compte.",
  },
};

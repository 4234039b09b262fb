/** The words of a partner's scorecard, in the languages the shipped models speak. */
export interface ScorecardWords {
  scorecard: string;
  head(vendor: string, period: string): string;
  index: string;
  ofScale(max: string): string;
  answersReach(level: string): string;
  nothingYet: { title: string; text(vendor: string): string };
  next(level: string): string;
  steps(days: string): string;
  noPath(level: string): string;
  top: string;
  step: string;
  now: string;
  goal: string;
  effort: string;
  done: string;
  profile: string;
  you: string;
  others(count: string): string;
  noOthers: string;
  median: string;
  quarter: string;
  dimension: string;
  progress: string;
  period: string;
  forecast: string;
  between(low: string, high: string): string;
  neededFor(level: string): string;
  reachedBy(level: string, date: string): string;
  tooFew: string;
  curve: string;
  onCurve(phase: string): string;
  phase: string;
  place: string;
  gaps: string;
  noGaps: string;
  strengths: string;
  programme: string;
  yours(level: string): string;
  brought(level: string): string;
  stages: string;
  stageNames: Record<string, string>;
  reached: string;
  views: string;
  same(count: number): string;
  yourAnswer: string;
  figures: string;
  print: string;
  privacy(vendor: string, partner: string): string;
}

const english: ScorecardWords = {
  scorecard: "Scorecard",
  head: (vendor, period) => `${vendor} · ${period}`,
  index: "Index",
  ofScale: (max) => `of ${max}`,
  answersReach: (level) => `The latest answers reach ${level}.`,
  nothingYet: {
    title: "There is no result yet",
    text: (vendor) => `As soon as ${vendor} has assessed you, or you have answered yourself, it is shown here.`,
  },
  next: (level) => `The shortest way to ${level}`,
  steps: (days) => `About ${days} of work in all.`,
  noPath: (level) => `No shortest way to ${level} can be given from the answers so far.`,
  top: "You have reached the highest level.",
  step: "Step",
  now: "Now",
  goal: "Goal",
  effort: "Effort",
  done: "Done",
  profile: "Profile",
  you: "You",
  others: (count) => `Middle of ${count} partners`,
  noOthers: "A comparison is shown once at least 5 partners have been assessed.",
  median: "Median",
  quarter: "Middle half",
  dimension: "Area",
  progress: "Progress",
  period: "Period",
  forecast: "forecast",
  between: (low, high) => `${low} to ${high}`,
  neededFor: (level) => `needed for ${level}`,
  reachedBy: (level, date) => `At this pace the index for ${level} is reached by ${date}.`,
  tooFew: "A forecast takes at least three periods.",
  curve: "Place on the maturity curve",
  onCurve: (phase) => `You are in the phase ${phase}.`,
  phase: "Phase",
  place: "Place",
  gaps: "What to work on",
  noGaps: "Nothing is open.",
  strengths: "Strengths",
  programme: "What you get",
  yours: (level) => `At ${level}`,
  brought: (level) => `${level} adds`,
  stages: "Along the partnership",
  stageNames: {
    strategize: "Strategize",
    recruit: "Recruit",
    onboard: "Onboard",
    enable: "Enable",
    market: "Market",
    sell: "Sell",
    incentivize: "Incentivize",
    accelerate: "Accelerate",
  },
  reached: "Reached",
  views: "Your view and ours",
  same: (count) => (count === 1 ? "One answer is the same." : `${count} answers are the same.`),
  yourAnswer: "Your answer",
  figures: "Figures",
  print: "This page prints on one sheet; your browser also saves it as a PDF.",
  privacy: (vendor, partner) =>
    `This page shows ${partner} alone. Of other partners it shows medians of at least 5, never names. Who sees it: ${vendor} and everyone who has this link. It sets no cookies and asks nobody else.`,
};

const german: ScorecardWords = {
  scorecard: "Ergebnis",
  head: (vendor, period) => `${vendor} · ${period}`,
  index: "Index",
  ofScale: (max) => `von ${max}`,
  answersReach: (level) => `Die letzten Antworten erreichen ${level}.`,
  nothingYet: {
    title: "Noch kein Ergebnis",
    text: (vendor) => `Sobald ${vendor} Sie bewertet hat oder Sie selbst geantwortet haben, steht es hier.`,
  },
  next: (level) => `Der kürzeste Weg zu ${level}`,
  steps: (days) => `Zusammen etwa ${days} Arbeit.`,
  noPath: (level) => `Aus den bisherigen Antworten lässt sich kein kürzester Weg zu ${level} angeben.`,
  top: "Sie haben die höchste Stufe erreicht.",
  step: "Schritt",
  now: "Jetzt",
  goal: "Ziel",
  effort: "Aufwand",
  done: "Erledigt",
  profile: "Profil",
  you: "Sie",
  others: (count) => `Mitte von ${count} Partnern`,
  noOthers: "Ein Vergleich erscheint, sobald mindestens 5 Partner bewertet sind.",
  median: "Median",
  quarter: "Mittlere Hälfte",
  dimension: "Bereich",
  progress: "Verlauf",
  period: "Zeitraum",
  forecast: "Prognose",
  between: (low, high) => `${low} bis ${high}`,
  neededFor: (level) => `nötig für ${level}`,
  reachedBy: (level, date) => `In diesem Tempo ist der Index für ${level} bis ${date} erreicht.`,
  tooFew: "Eine Prognose braucht mindestens drei Zeiträume.",
  curve: "Ort auf der Reifekurve",
  onCurve: (phase) => `Sie sind in der Phase ${phase}.`,
  phase: "Phase",
  place: "Ort",
  gaps: "Woran Sie arbeiten können",
  noGaps: "Nichts ist offen.",
  strengths: "Stärken",
  programme: "Was Sie bekommen",
  yours: (level) => `Mit ${level}`,
  brought: (level) => `${level} bringt dazu`,
  stages: "Entlang der Partnerschaft",
  stageNames: {
    strategize: "Strategie",
    recruit: "Gewinnen",
    onboard: "Einführen",
    enable: "Befähigen",
    market: "Vermarkten",
    sell: "Verkaufen",
    incentivize: "Belohnen",
    accelerate: "Beschleunigen",
  },
  reached: "Erreicht",
  views: "Ihre Sicht und unsere",
  same: (count) => (count === 1 ? "Eine Antwort ist gleich." : `${count} Antworten sind gleich.`),
  yourAnswer: "Ihre Antwort",
  figures: "Zahlen",
  print: "Diese Seite druckt auf ein Blatt; Ihr Browser speichert sie auch als PDF.",
  privacy: (vendor, partner) =>
    `Diese Seite zeigt nur ${partner}. Von anderen Partnern zeigt sie Mediane von mindestens 5, nie Namen. Wer sie sieht: ${vendor} und alle, die diesen Link haben. Sie setzt keine Cookies und fragt sonst niemanden.`,
};

const french: ScorecardWords = {
  scorecard: "Résultat",
  head: (vendor, period) => `${vendor} · ${period}`,
  index: "Indice",
  ofScale: (max) => `sur ${max}`,
  answersReach: (level) => `Les dernières réponses atteignent ${level}.`,
  nothingYet: {
    title: "Pas encore de résultat",
    text: (vendor) => `Dès que ${vendor} vous aura évalué, ou que vous aurez répondu vous-même, il s’affichera ici.`,
  },
  next: (level) => `Le chemin le plus court vers ${level}`,
  steps: (days) => `Environ ${days} de travail en tout.`,
  noPath: (level) => `Les réponses données ne permettent pas d’indiquer le chemin le plus court vers ${level}.`,
  top: "Vous avez atteint le niveau le plus élevé.",
  step: "Étape",
  now: "Maintenant",
  goal: "Objectif",
  effort: "Effort",
  done: "Fait",
  profile: "Profil",
  you: "Vous",
  others: (count) => `Milieu de ${count} partenaires`,
  noOthers: "Une comparaison s’affiche dès qu’au moins 5 partenaires ont été évalués.",
  median: "Médiane",
  quarter: "Moitié centrale",
  dimension: "Domaine",
  progress: "Évolution",
  period: "Période",
  forecast: "prévision",
  between: (low, high) => `${low} à ${high}`,
  neededFor: (level) => `nécessaire pour ${level}`,
  reachedBy: (level, date) => `À ce rythme, l’indice de ${level} est atteint d’ici le ${date}.`,
  tooFew: "Une prévision demande au moins trois périodes.",
  curve: "Place sur la courbe de maturité",
  onCurve: (phase) => `Vous êtes dans la phase ${phase}.`,
  phase: "Phase",
  place: "Place",
  gaps: "Ce qu’il reste à travailler",
  noGaps: "Rien n’est ouvert.",
  strengths: "Points forts",
  programme: "Ce que vous recevez",
  yours: (level) => `Au niveau ${level}`,
  brought: (level) => `${level} ajoute`,
  stages: "Au fil du partenariat",
  stageNames: {
    strategize: "Stratégie",
    recruit: "Recruter",
    onboard: "Intégrer",
    enable: "Former",
    market: "Promouvoir",
    sell: "Vendre",
    incentivize: "Récompenser",
    accelerate: "Accélérer",
  },
  reached: "Atteint",
  views: "Votre vue et la nôtre",
  same: (count) => (count === 1 ? "Une réponse est identique." : `${count} réponses sont identiques.`),
  yourAnswer: "Votre réponse",
  figures: "Chiffres",
  print: "Cette page s’imprime sur une feuille ; votre navigateur l’enregistre aussi en PDF.",
  privacy: (vendor, partner) =>
    `Cette page ne montre que ${partner}. Des autres partenaires, elle montre des médianes d’au moins 5, jamais de noms. Qui la voit : ${vendor} et toute personne qui a ce lien. Elle ne dépose aucun cookie et n’interroge personne d’autre.`,
};

const spanish: ScorecardWords = {
  scorecard: "Resultado",
  head: (vendor, period) => `${vendor} · ${period}`,
  index: "Índice",
  ofScale: (max) => `de ${max}`,
  answersReach: (level) => `Las últimas respuestas alcanzan ${level}.`,
  nothingYet: {
    title: "Aún no hay resultado",
    text: (vendor) => `En cuanto ${vendor} le haya evaluado, o usted haya respondido, se mostrará aquí.`,
  },
  next: (level) => `El camino más corto hacia ${level}`,
  steps: (days) => `Unos ${days} de trabajo en total.`,
  noPath: (level) => `Con las respuestas dadas no se puede indicar el camino más corto hacia ${level}.`,
  top: "Ha alcanzado el nivel más alto.",
  step: "Paso",
  now: "Ahora",
  goal: "Meta",
  effort: "Esfuerzo",
  done: "Hecho",
  profile: "Perfil",
  you: "Usted",
  others: (count) => `Punto medio de ${count} partners`,
  noOthers: "Se muestra una comparación cuando se haya evaluado al menos a 5 partners.",
  median: "Mediana",
  quarter: "Mitad central",
  dimension: "Área",
  progress: "Evolución",
  period: "Periodo",
  forecast: "previsión",
  between: (low, high) => `${low} a ${high}`,
  neededFor: (level) => `necesario para ${level}`,
  reachedBy: (level, date) => `A este ritmo, el índice de ${level} se alcanza antes del ${date}.`,
  tooFew: "Una previsión requiere al menos tres periodos.",
  curve: "Lugar en la curva de madurez",
  onCurve: (phase) => `Está en la fase ${phase}.`,
  phase: "Fase",
  place: "Lugar",
  gaps: "En qué trabajar",
  noGaps: "No queda nada abierto.",
  strengths: "Puntos fuertes",
  programme: "Lo que recibe",
  yours: (level) => `Con ${level}`,
  brought: (level) => `${level} añade`,
  stages: "A lo largo de la colaboración",
  stageNames: {
    strategize: "Estrategia",
    recruit: "Captar",
    onboard: "Incorporar",
    enable: "Capacitar",
    market: "Promocionar",
    sell: "Vender",
    incentivize: "Incentivar",
    accelerate: "Acelerar",
  },
  reached: "Alcanzado",
  views: "Su visión y la nuestra",
  same: (count) => (count === 1 ? "Una respuesta coincide." : `${count} respuestas coinciden.`),
  yourAnswer: "Su respuesta",
  figures: "Cifras",
  print: "Esta página se imprime en una hoja; su navegador también la guarda como PDF.",
  privacy: (vendor, partner) =>
    `Esta página muestra solo a ${partner}. De otros partners muestra medianas de al menos 5, nunca nombres. Quién la ve: ${vendor} y toda persona que tenga este enlace. No usa cookies ni consulta a nadie más.`,
};

const languages: Record<string, ScorecardWords> = { en: english, de: german, fr: french, es: spanish };

export function scorecardWords(language: string): ScorecardWords {
  return languages[language.slice(0, 2)] ?? english;
}

/** The words of the model page, in the languages the shipped models speak. */

export interface ModelPageWords {
  code: string;
  language: string;
  levels: string;
  cumulative: string;
  independent: string;
  takes: string;
  brings: string;
  growth(next: string): string;
  stay: string;
  overlays: string;
  overlaysHelp: string;
  overlay: string;
  applies: string;
  differs: string;
  omitted: string;
  changed: string;
  otherLevels: string;
  questions: string;
  share(percent: string): string;
  weight: string;
  level: string;
  askedOf: { partner: string; vendor: string; both: string };
  effort: string;
  owner: string;
  evidence: string;
  measured: string;
  answers: { choice: string; checklist: string; yesno: string };
  counts: string;
  guidance: string;
  source: string;
}

const english: ModelPageWords = {
  code: "en",
  language: "Language",
  levels: "Levels",
  cumulative: "A level is reached when its own requirements and those of every level below it are met.",
  independent: "The highest level whose requirements are met counts.",
  takes: "What it takes",
  brings: "What it brings",
  growth: (next) => `The way to ${next}`,
  stay: "Staying there",
  overlays: "Variants",
  overlaysHelp:
    "One size does not fit all. For these partners some questions, scales or thresholds differ; results stay comparable.",
  overlay: "Variant",
  applies: "Applies to",
  differs: "What differs",
  omitted: "Not asked",
  changed: "Other weight or scale",
  otherLevels: "Other requirements for",
  questions: "Questions",
  share: (percent) => `${percent} of the index`,
  weight: "Weight",
  level: "Practice of level",
  askedOf: { partner: "Asked of the partner", vendor: "Answered by the vendor", both: "Asked of both sides" },
  effort: "Person-days per step",
  owner: "Owner",
  evidence: "Evidence required",
  measured: "Measured value",
  answers: { choice: "Answer", checklist: "Tick all that apply", yesno: "Answer" },
  counts: "Counts",
  guidance: "How to get there",
  source: "Source",
};

const german: ModelPageWords = {
  code: "de",
  language: "Sprache",
  levels: "Stufen",
  cumulative: "Eine Stufe ist erreicht, wenn ihre eigenen Anforderungen und die aller Stufen darunter erfüllt sind.",
  independent: "Es zählt die höchste Stufe, deren Anforderungen erfüllt sind.",
  takes: "Was nötig ist",
  brings: "Was sie bringt",
  growth: (next) => `Der Weg zu ${next}`,
  stay: "Dort bleiben",
  overlays: "Varianten",
  overlaysHelp:
    "Ein Maß passt nicht für alle. Für diese Partner gelten teils andere Fragen, Skalen oder Schwellen; die Ergebnisse bleiben vergleichbar.",
  overlay: "Variante",
  applies: "Gilt für",
  differs: "Was anders ist",
  omitted: "Nicht gefragt",
  changed: "Anderes Gewicht oder andere Skala",
  otherLevels: "Andere Anforderungen für",
  questions: "Fragen",
  share: (percent) => `${percent} des Index`,
  weight: "Gewicht",
  level: "Praktik der Stufe",
  askedOf: { partner: "Der Partner antwortet", vendor: "Der Hersteller antwortet", both: "Beide Seiten antworten" },
  effort: "Personentage je Schritt",
  owner: "Zuständig",
  evidence: "Nachweis nötig",
  measured: "Gemessener Wert",
  answers: { choice: "Antwort", checklist: "Alles Zutreffende ankreuzen", yesno: "Antwort" },
  counts: "Zählt",
  guidance: "So geht es weiter",
  source: "Quelle",
};

const french: ModelPageWords = {
  code: "fr",
  language: "Langue",
  levels: "Niveaux",
  cumulative: "Un niveau est atteint quand ses exigences et celles de tous les niveaux inférieurs sont remplies.",
  independent: "Le niveau le plus élevé dont les exigences sont remplies compte.",
  takes: "Ce qu’il faut",
  brings: "Ce que cela apporte",
  growth: (next) => `Le chemin vers ${next}`,
  stay: "Y rester",
  overlays: "Variantes",
  overlaysHelp:
    "Une seule mesure ne convient pas à tous. Pour ces partenaires, certaines questions, échelles ou seuils diffèrent ; les résultats restent comparables.",
  overlay: "Variante",
  applies: "Concerne",
  differs: "Ce qui change",
  omitted: "Non demandé",
  changed: "Autre poids ou autre échelle",
  otherLevels: "Autres exigences pour",
  questions: "Questions",
  share: (percent) => `${percent} de l’indice`,
  weight: "Poids",
  level: "Pratique du niveau",
  askedOf: { partner: "Le partenaire répond", vendor: "Le fournisseur répond", both: "Les deux parties répondent" },
  effort: "Jours-personnes par étape",
  owner: "Responsable",
  evidence: "Justificatif exigé",
  measured: "Valeur mesurée",
  answers: { choice: "Réponse", checklist: "Cocher tout ce qui s’applique", yesno: "Réponse" },
  counts: "Compte",
  guidance: "Comment y arriver",
  source: "Source",
};

const spanish: ModelPageWords = {
  code: "es",
  language: "Idioma",
  levels: "Niveles",
  cumulative: "Un nivel se alcanza cuando se cumplen sus requisitos y los de todos los niveles inferiores.",
  independent: "Cuenta el nivel más alto cuyos requisitos se cumplen.",
  takes: "Qué hace falta",
  brings: "Qué aporta",
  growth: (next) => `El camino hacia ${next}`,
  stay: "Mantenerse",
  overlays: "Variantes",
  overlaysHelp:
    "Una sola medida no sirve para todos. Para estos partners cambian algunas preguntas, escalas o umbrales; los resultados siguen siendo comparables.",
  overlay: "Variante",
  applies: "Se aplica a",
  differs: "Qué cambia",
  omitted: "No se pregunta",
  changed: "Otro peso u otra escala",
  otherLevels: "Otros requisitos para",
  questions: "Preguntas",
  share: (percent) => `${percent} del índice`,
  weight: "Peso",
  level: "Práctica del nivel",
  askedOf: { partner: "Responde el partner", vendor: "Responde el fabricante", both: "Responden ambas partes" },
  effort: "Días-persona por paso",
  owner: "Responsable",
  evidence: "Se exige prueba",
  measured: "Valor medido",
  answers: { choice: "Respuesta", checklist: "Marcar todo lo que corresponda", yesno: "Respuesta" },
  counts: "Cuenta",
  guidance: "Cómo llegar",
  source: "Fuente",
};

const languages: Record<string, ModelPageWords> = { en: english, de: german, fr: french, es: spanish };

export function modelPageWords(language: string): ModelPageWords {
  return languages[language.slice(0, 2)] ?? english;
}

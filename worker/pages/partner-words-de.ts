import type { PartnerWords } from "./partner-words.ts";

export const german: PartnerWords = {
  code: "de",
  languageOfThePage: "Sprache",
  selfAssessment: "Selbsteinschätzung",
  asked: (vendor, partner, period) => `${vendor} fragt ${partner} für ${period}`,
  howTo:
    "Beantworten Sie, was Sie wissen, und lassen Sie den Rest offen. Ihre Antworten werden laufend gespeichert. Sie können jederzeit aufhören, mit demselben Link weitermachen und ihn an Kolleginnen und Kollegen weitergeben.",
  whoIsWho: (vendor, partner) => `„Der Partner“ in den Fragen sind Sie, ${partner}; „der Hersteller“ ist ${vendor}.`,
  openUntil: (date) => `Der Link gilt bis ${date}.`,
  progress: (answered, asked) => `${answered} von ${asked} beantwortet`,
  topics: "Themen",
  whatCounts: "Was zählt",
  noAnswer: "Noch keine Antwort",
  notApplicable: "Trifft auf uns nicht zu",
  none: "Nichts davon",
  chooseAny: "Alles Zutreffende ankreuzen.",
  number: "Zahl",
  between: (min, max) => `Von ${min} bis ${max}.`,
  atLeast: (min) => `Mindestens ${min}.`,
  atMost: (max) => `Höchstens ${max}.`,
  commentAndEvidence: "Kommentar und Nachweis",
  evidenceNeeded: "Nachweis nötig",
  comment: "Kommentar",
  evidence: "Nachweis",
  evidenceHelp: "Eine Webadresse, oder wo er zu sehen ist.",
  save: "Speichern",
  review: "Prüfen und absenden",
  savedNow: "Ihre Antworten sind gespeichert.",
  faults: {
    "not-a-number": "Das ist keine Zahl. Geben Sie nur Ziffern ein, zum Beispiel 12,5.",
    "too-low": "Diese Zahl ist zu klein.",
    "too-high": "Diese Zahl ist zu groß.",
    "no-option": "Wählen Sie eine der Möglichkeiten.",
    exclusive: "Die angekreuzten Möglichkeiten schließen einander aus. Lassen Sie nur stehen, was zutrifft.",
    "too-long": "Dieser Text ist länger als 10.000 Zeichen und wurde nicht gespeichert. Kürzen Sie ihn.",
  },
  faultsTitle: (count) => (count === 1 ? "Eine Antwort bitte noch ansehen" : `${count} Antworten bitte noch ansehen`),
  conflictsTitle: (count) =>
    count === 1
      ? "Jemand anderes hat inzwischen eine Antwort geändert"
      : `Jemand anderes hat inzwischen ${count} Antworten geändert`,
  conflict: (theirs) =>
    `Inzwischen hat jemand anderes geantwortet: ${theirs}. Ihre Antwort unten ist noch nicht gespeichert.`,
  keepTheirs: "Die andere Antwort behalten",
  keepMine: "Meine Antwort verwenden",
  blank: "keine Antwort",
  reviewTitle: "Antworten prüfen",
  missing: (count) => (count === 1 ? "Eine Frage ist offen" : `${count} Fragen sind offen`),
  nothingMissing: "Alle Fragen sind beantwortet.",
  unreadable: (count) =>
    count === 1
      ? "Eine Antwort ist nicht lesbar. Bitte korrigieren Sie sie zuerst."
      : `${count} Antworten sind nicht lesbar. Bitte korrigieren Sie sie zuerst.`,
  evidenceMissing: (count) =>
    count === 1 ? "Bei einer Antwort fehlt der nötige Nachweis" : `Bei ${count} Antworten fehlt der nötige Nachweis`,
  answersTitle: "Ihre Antworten",
  question: "Frage",
  answer: "Antwort",
  back: "Zurück zu den Fragen",
  submit: "Absenden",
  submitAgain: "Änderungen absenden",
  submitHelp: (vendor) => `${vendor} sieht dann Ihre Antworten und das Ergebnis. Ändern können Sie sie weiterhin.`,
  nothingToSubmit: "Beantworten Sie mindestens eine Frage, dann können Sie absenden.",
  submittedTitle: "Abgesendet",
  submitted: (time, vendor) => `${vendor} hat Ihre Antworten am ${time} erhalten.`,
  changeUntil: (date) =>
    `Sie können sie bis ${date} ändern und erneut absenden, sofern der Zeitraum nicht vorher geschlossen wird.`,
  changedSince: "Sie haben seitdem Antworten geändert. Senden Sie erneut ab, damit sie zählen.",
  closed: "Dieser Zeitraum ist geschlossen. Sie sehen, was geantwortet wurde; ändern lässt es sich nicht mehr.",
  print: "Drucken Sie diese Seite, wenn Sie eine Kopie behalten möchten.",
  privacy: (vendor) =>
    `Was gespeichert wird: Ihre Antworten, Kommentare und Nachweise mit dem Zeitpunkt des Speicherns. Wer es sieht: ${vendor} und alle, die diesen Link haben. Diese Seite setzt keine Cookies und fragt sonst niemanden. Bis eine Antwort angekommen ist, bleibt eine Kopie in diesem Browser.`,
  gone: {
    title: "Dieser Link funktioniert nicht",
    text: "Vielleicht ist er abgelaufen oder ersetzt worden, oder ein Teil ging unterwegs verloren. Bitten Sie die Person, die ihn geschickt hat, um einen neuen. Was Sie abgesendet haben, ist nicht verloren.",
  },
  trouble: {
    title: "Das hat nicht geklappt",
    busy: "Der Dienst antwortet gerade nicht. Gehen Sie zurück, warten Sie eine Minute und speichern Sie noch einmal.",
    tooLarge: "Die Kommentare sind zusammen zu lang. Gehen Sie zurück und kürzen Sie einige.",
    tooMany:
      "Aus Ihrem Netz kamen zu viele Anfragen. Warten Sie zehn Sekunden und laden Sie die Seite dann noch einmal.",
    closed: "Dieser Zeitraum ist geschlossen und nimmt keine Antworten mehr an.",
  },
  live: {
    saving: "Wird gespeichert …",
    saved: "Gespeichert",
    offline: "Keine Verbindung. Ihre Antworten bleiben in diesem Browser und werden gesendet, sobald es wieder geht.",
    kept: "Antworten von Ihrem letzten Besuch waren nicht angekommen. Sie stehen wieder unten und werden gesendet.",
    conflict: "Jemand anderes hat inzwischen eine Antwort geändert. Entscheiden Sie unten, welche gilt.",
  },
};

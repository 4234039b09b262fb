import type { MailWords } from "./mail-words.ts";

export const german: MailWords = {
  code: "de",
  date: (day) => `${Number(day.slice(8, 10))}.${Number(day.slice(5, 7))}.${day.slice(0, 4)}`,
  mails: {
    "self-assessment": {
      subject: "{vendor} bittet {partner} um eine Selbsteinschätzung: {period}",
      text: `Guten Tag,

{vendor} bittet {partner} um eine Selbsteinschätzung für {period}: {model}. Wir legen Ihre Sicht neben unsere, damit wir Sie dort unterstützen, wo es am meisten bringt.

Es sind {questions} Fragen; das dauert etwa {minutes} Minuten. Ihre Antworten werden laufend gespeichert. Sie können aufhören, später weitermachen und den Link an Kolleginnen und Kollegen weitergeben:

{link}

Der Link gilt bis {until}.

Was gespeichert wird: Ihre Antworten, Kommentare und Nachweise. Wer es sieht: {vendor} und alle, die diesen Link haben. Bitte geben Sie ihn deshalb nur in Ihrem Unternehmen weiter.

Mit freundlichen Grüßen`,
    },
    scorecard: {
      subject: "{partner}: wo Sie bei {vendor} stehen",
      text: `Guten Tag,

diese Seite zeigt, wo {partner} steht ({model}): Ihre Stufe und was Sie dort hält, die nächste Stufe und den kürzesten Weg dorthin, was Sie gut machen und was wir anbieten.

{link}

Der Link gilt bis {until} und zeigt jedes Mal das neueste Ergebnis. Sie können die Seite drucken oder als PDF sichern.

Wer den Link hat, kann sie lesen. Sie nennt {partner} und keinen anderen Partner.

Mit freundlichen Grüßen`,
    },
  },
};

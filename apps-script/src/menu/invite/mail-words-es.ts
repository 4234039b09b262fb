import type { MailWords } from "./mail-words.ts";

export const spanish: MailWords = {
  code: "es",
  date: (day) => `${Number(day.slice(8, 10))}/${Number(day.slice(5, 7))}/${day.slice(0, 4)}`,
  mails: {
    "self-assessment": {
      subject: "{vendor} pide a {partner} una autoevaluación: {period}",
      text: `Buenos días:

{vendor} pide a {partner} que se evalúe para {period}: {model}. Ponemos su punto de vista junto al nuestro para apoyarles donde más ayude.

Son {questions} preguntas y llevan unos {minutes} minutos. Sus respuestas se guardan a medida que las da. Puede parar, volver más tarde y pasar el enlace a sus colegas:

{link}

El enlace funciona hasta el {until}.

Qué se guarda: sus respuestas, comentarios y pruebas. Quién lo ve: {vendor} y todas las personas que tengan este enlace. Por eso le rogamos que lo comparta solo dentro de su empresa.

Un cordial saludo`,
    },
    scorecard: {
      subject: "{partner}: su situación con {vendor}",
      text: `Buenos días:

esta página muestra dónde está {partner} ({model}): su nivel y lo que le retiene en él, el nivel siguiente y el camino más corto para alcanzarlo, lo que hace bien y lo que ofrecemos.

{link}

El enlace funciona hasta el {until} y muestra cada vez el último resultado. Puede imprimir la página o guardarla como PDF.

Quien tenga el enlace puede leerla. Nombra a {partner} y a ningún otro socio.

Un cordial saludo`,
    },
  },
};

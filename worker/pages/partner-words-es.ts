import type { PartnerWords } from "./partner-words.ts";

export const spanish: PartnerWords = {
  code: "es",
  languageOfThePage: "Idioma",
  selfAssessment: "Autoevaluación",
  asked: (vendor, partner, period) => `${vendor} pregunta a ${partner} por ${period}`,
  howTo:
    "Responda lo que sepa y deje el resto. Sus respuestas se guardan sobre la marcha; puede parar, volver con el mismo enlace y pasarlo a sus colegas.",
  whoIsWho: (vendor, partner) => `En las preguntas, «el partner» es usted, ${partner}; «el fabricante» es ${vendor}.`,
  openUntil: (date) => `El enlace funciona hasta el ${date}.`,
  progress: (answered, asked) => `${answered} de ${asked} respondidas`,
  topics: "Temas",
  whatCounts: "Qué cuenta",
  noAnswer: "Sin respuesta todavía",
  notApplicable: "No se aplica a nosotros",
  none: "Nada de esto",
  chooseAny: "Marque todo lo que corresponda.",
  number: "Número",
  between: (min, max) => `De ${min} a ${max}.`,
  atLeast: (min) => `Al menos ${min}.`,
  atMost: (max) => `Como máximo ${max}.`,
  commentAndEvidence: "Comentario y prueba",
  evidenceNeeded: "se exige prueba",
  comment: "Comentario",
  evidence: "Prueba",
  evidenceHelp: "Una dirección web, o dónde se puede ver.",
  save: "Guardar",
  review: "Revisar y enviar",
  savedNow: "Sus respuestas están guardadas.",
  faults: {
    "not-a-number": "Esto no es un número. Escriba solo cifras, por ejemplo 12,5.",
    "too-low": "Este número es demasiado bajo.",
    "too-high": "Este número es demasiado alto.",
    "no-option": "Elija una de las opciones.",
    exclusive: "Las opciones marcadas se excluyen entre sí. Deje solo las que correspondan.",
    "too-long": "Este texto supera los 10 000 caracteres y no se ha guardado. Acórtelo.",
  },
  faultsTitle: (count) => (count === 1 ? "Revise una respuesta" : `Revise ${count} respuestas`),
  conflictsTitle: (count) =>
    count === 1
      ? "Otra persona ha cambiado una respuesta mientras tanto"
      : `Otra persona ha cambiado ${count} respuestas mientras tanto`,
  conflict: (theirs) =>
    `Mientras tanto otra persona ha respondido: ${theirs}. Su respuesta de abajo aún no está guardada.`,
  keepTheirs: "Mantener la otra respuesta",
  keepMine: "Usar mi respuesta",
  blank: "sin respuesta",
  reviewTitle: "Revise sus respuestas",
  missing: (count) => (count === 1 ? "Una pregunta no tiene respuesta" : `${count} preguntas no tienen respuesta`),
  nothingMissing: "Todas las preguntas tienen respuesta.",
  unreadable: (count) =>
    count === 1
      ? "Una respuesta no se puede leer. Corríjala primero."
      : `${count} respuestas no se pueden leer. Corríjalas primero.`,
  evidenceMissing: (count) =>
    count === 1 ? "A una respuesta le falta la prueba exigida" : `A ${count} respuestas les falta la prueba exigida`,
  answersTitle: "Sus respuestas",
  question: "Pregunta",
  answer: "Respuesta",
  back: "Volver a las preguntas",
  submit: "Enviar",
  submitAgain: "Enviar los cambios",
  submitHelp: (vendor) => `${vendor} verá entonces sus respuestas y su resultado. Podrá seguir cambiándolas.`,
  nothingToSubmit: "Responda al menos una pregunta y podrá enviar.",
  submittedTitle: "Enviado",
  submitted: (time, vendor) => `${vendor} recibió sus respuestas el ${time}.`,
  changeUntil: (date) =>
    `Puede cambiarlas y enviarlas de nuevo hasta el ${date}, salvo que el periodo se cierre antes.`,
  changedSince: "Ha cambiado respuestas desde entonces. Envíelas de nuevo para que cuenten.",
  closed: "Este periodo está cerrado. Ve lo que se respondió; ya no se puede cambiar.",
  print: "Imprima esta página para guardar una copia.",
  privacy: (vendor) =>
    `Qué se guarda: sus respuestas, comentarios y pruebas con la hora. Quién lo ve: ${vendor} y toda persona que tenga este enlace. Esta página no usa cookies ni consulta a nadie más. Hasta que una respuesta llega, una copia permanece en este navegador.`,
  gone: {
    title: "Este enlace no funciona",
    text: "Puede que haya caducado o se haya sustituido, o que una parte se perdiera por el camino. Pida uno nuevo a quien se lo envió. Nada de lo que envió se ha perdido.",
  },
  trouble: {
    title: "No ha funcionado",
    busy: "El servicio no responde en este momento. Vuelva atrás, espere un minuto y guarde de nuevo.",
    tooLarge: "Los comentarios son demasiado largos en conjunto. Vuelva atrás y acorte algunos.",
    tooMany: "Han llegado demasiadas peticiones de su red. Espere diez segundos y cargue la página de nuevo.",
    closed: "Este periodo está cerrado y ya no admite respuestas.",
  },
  live: {
    saving: "Guardando …",
    saved: "Guardado",
    offline: "Sin conexión. Sus respuestas quedan en este navegador y se enviarán en cuanto sea posible.",
    kept: "Algunas respuestas de su última visita no habían llegado. Están de nuevo abajo y se están enviando.",
    conflict: "Otra persona ha cambiado una respuesta mientras tanto. Decida abajo cuál cuenta.",
  },
};

/** The form on which a partner answers about itself. It works without script; with it, answers are saved as they come. */
import { html } from "hono/html";
import { writeNumber } from "../../models/engine/numbers.ts";
import type { OpenedLink } from "../services/open-link.ts";
import type { Question, QuestionGroup } from "../services/questionnaire.ts";
import type { SelfAssessment } from "../services/self-assessment.ts";
import {
  type AnswerFault,
  BLANK,
  faultOf,
  MAX_COMMENT,
  NONE,
  NOT_APPLICABLE_VALUE,
  versionOf,
} from "../services/typed-answers.ts";
import { fieldValues, optionsShown, wholeAnswerText } from "./answer-words.ts";
import type { Markup } from "./markup.ts";
import { attribute, dayText, languageName, partnerPage, privacyFooter } from "./partner-page.ts";
import { type PartnerWords, partnerWords } from "./partner-words.ts";

/** What a person typed that is not kept: somebody else was faster, or it is too long. */
export interface Typed {
  values: readonly string[];
  note: string;
  evidence: string;
}

export interface FormState {
  token: string;
  opened: OpenedLink;
  assessment: SelfAssessment;
  /** By criterion. */
  typed: Readonly<Record<string, Typed>>;
  conflicts: readonly string[];
  faults: Readonly<Record<string, AnswerFault>>;
  saved: boolean;
}

export function selfAssessmentPage(state: FormState): Promise<string> {
  const { opened, assessment, token } = state;
  const language = opened.compiled.plain.language;
  const words = partnerWords(language);
  const { link, workspace, partnerName } = opened;
  const { groups, questions, answered } = assessment;
  const title = `${words.selfAssessment}: ${opened.variant.model.name}`;
  const body = html`<form id="answers" method="post" action="/a/${token}" novalidate data-link="${link.id}" data-review="/a/${token}/review?language=${language}" data-words="${JSON.stringify({ ...words.live, keepMine: words.keepMine, keepTheirs: words.keepTheirs })}">
<button class="visually-hidden" tabindex="-1" aria-hidden="true">${words.save}</button>
<input type="hidden" name="language" value="${language}">
<header>
${languageButtons(opened.languages, language, words)}
<p class="eyebrow">${words.asked(workspace.name, partnerName, link.period ?? "")}</p>
<h1>${title}</h1>
<p>${words.howTo} ${words.openUntil(dayText(link.expiresAt, opened.locale))}</p>
<p>${words.whoIsWho(workspace.name, partnerName)}</p>
${state.saved ? html`<p class="notice" role="status">${words.savedNow}</p>` : ""}
${assessment.changed ? html`<p class="notice">${words.changedSince}</p>` : ""}
${summary(state, words)}
</header>
<nav class="topics" aria-label="${words.topics}"><ul>${groups.map(
    ({ dimension, questions: { length } }) =>
      html`<li><a href="#d-${dimension.id}">${dimension.name}</a> <span class="quiet">${length}</span></li>`,
  )}</ul></nav>
<main>
${groups.map((group) => groupSection(group, state, language, words))}
<div class="bar">
<div class="state">
<p id="progress-text">${words.progress(answered, questions.length)}</p>
<progress id="progress" max="${questions.length}" value="${answered}" aria-labelledby="progress-text"></progress>
<p class="quiet" id="status" role="status"></p>
</div>
<button name="next" value="save">${words.save}</button>
<button class="first" name="next" value="review">${words.review}</button>
</div>
</main>
</form>
${privacyFooter(words, workspace.name)}`;
  return partnerPage({ language, title: `${title} – ${partnerName}`, live: true, body });
}

/** Buttons and not links: what was typed is saved before the page speaks another language. */
function languageButtons(languages: readonly string[], spoken: string, words: PartnerWords): Markup | "" {
  if (languages.length < 2) return "";
  return html`<ul class="languages no-print" aria-label="${words.languageOfThePage}">${languages.map((language) =>
    language === spoken
      ? html`<li><span aria-current="true" lang="${language}">${languageName(language)}</span></li>`
      : html`<li><button name="to" value="${language}" lang="${language}">${languageName(language)}</button></li>`,
  )}</ul>`;
}

function summary({ assessment, conflicts, faults }: FormState, words: PartnerWords): Markup | "" {
  const named = (ids: readonly string[]) =>
    html`<ul>${assessment.questions
      .filter(({ criterion }) => ids.includes(criterion.id))
      .map(({ criterion }) => html`<li><a href="#q-${criterion.id}">${criterion.name}</a></li>`)}</ul>`;
  const faulty = Object.keys(faults);
  if (faulty.length === 0 && conflicts.length === 0) return "";
  return html`${
    conflicts.length === 0
      ? ""
      : html`<section class="summary" role="alert"><h2>${words.conflictsTitle(conflicts.length)}</h2>${named(conflicts)}</section>`
  }${
    faulty.length === 0
      ? ""
      : html`<section class="summary" role="alert"><h2>${words.faultsTitle(faulty.length)}</h2>${named(faulty)}</section>`
  }`;
}

function groupSection(
  { dimension, questions }: QuestionGroup,
  state: FormState,
  language: string,
  words: PartnerWords,
): Markup {
  return html`<section aria-labelledby="d-${dimension.id}">
<h2 id="d-${dimension.id}">${dimension.name}</h2>
${dimension.help === undefined ? "" : html`<p class="quiet">${dimension.help}</p>`}
${questions.map((question) => questionField(question, state, language, words))}
</section>`;
}

function questionField(question: Question, state: FormState, language: string, words: PartnerWords): Markup {
  const { criterion } = question;
  const { id } = criterion;
  const stored = state.assessment.answers[id];
  const typed = state.typed[id];
  const isConflict = state.conflicts.includes(id);
  const values = typed?.values ?? fieldValues(stored?.value ?? null, language);
  const fault = state.faults[id] ?? (typed ? null : faultOf(question, stored?.value ?? null));
  return html`<fieldset class="question" id="q-${id}" data-id="${id}">
<legend><span class="name">${criterion.name}</span>${criterion.question}</legend>
<div>
${
  criterion.help === undefined
    ? ""
    : html`<details><summary>${words.whatCounts}</summary><p class="quiet">${criterion.help}</p></details>`
}
${
  isConflict
    ? html`<div class="conflict"><p>${words.conflict(wholeAnswerText(question, stored ?? BLANK, language, words))}</p>
<label class="option"><input type="checkbox" name="k.${id}" value="1"> ${words.keepTheirs}</label></div>`
    : ""
}
<p class="fault" id="f-${id}">${fault === null ? "" : faultText(question, fault, language, words)}</p>
${question.compiled.answer.kind === "number" ? numberField(question, values, fault !== null, language, words) : optionFields(question, values, language, words)}
${commentFields(question, typed ?? stored ?? BLANK, words)}
</div>
<input type="hidden" name="v.${id}" value="${versionOf(stored)}">
</fieldset>`;
}

export function faultText(question: Question, fault: AnswerFault, language: string, words: PartnerWords): string {
  const isRange = fault === "too-low" || fault === "too-high";
  return isRange ? `${words.faults[fault]} ${rangeText(question, language, words)}` : words.faults[fault];
}

function rangeText({ criterion }: Question, language: string, words: PartnerWords): string {
  const { answer } = criterion;
  if (answer.kind !== "number") return "";
  const number = (value: number) => writeNumber(value, 6, language);
  if (answer.min !== undefined && answer.max !== undefined)
    return words.between(number(answer.min), number(answer.max));
  if (answer.min !== undefined) return words.atLeast(number(answer.min));
  return answer.max === undefined ? "" : words.atMost(number(answer.max));
}

function numberField(
  question: Question,
  values: readonly string[],
  isFaulty: boolean,
  language: string,
  words: PartnerWords,
): Markup {
  const { id } = question.criterion;
  const { unit } = question.compiled.answer;
  const isLeftOut = values.includes(NOT_APPLICABLE_VALUE);
  return html`<label class="field" for="a-${id}">${words.number}${unit === null ? "" : ` (${unit})`}</label>
<div class="measure"><input type="text" inputmode="decimal" autocomplete="off" id="a-${id}" name="a.${id}" value="${isLeftOut ? "" : (values[0] ?? "")}" maxlength="100" aria-describedby="h-${id} f-${id}"${attribute('aria-invalid="true"', isFaulty)}></div>
<p class="hint" id="h-${id}">${rangeText(question, language, words)}</p>
${question.mayBeNotApplicable ? option(question, "checkbox", NOT_APPLICABLE_VALUE, words.notApplicable, null, isLeftOut, true) : ""}`;
}

function optionFields(question: Question, values: readonly string[], language: string, words: PartnerWords): Markup {
  const options = optionsShown(question, language);
  const { kind } = question.compiled.answer;
  const leftOut = question.mayBeNotApplicable
    ? option(
        question,
        kind === "checklist" ? "checkbox" : "radio",
        NOT_APPLICABLE_VALUE,
        words.notApplicable,
        null,
        values.includes(NOT_APPLICABLE_VALUE),
        true,
      )
    : "";
  if (kind === "checklist") {
    const saysNone = question.compiled.answer.options.some(({ exclusive }) => exclusive === true);
    return html`<p class="hint">${words.chooseAny}</p>
${options.map(({ id, label, help }) => option(question, "checkbox", id, label, help, values.includes(id)))}
${saysNone ? "" : option(question, "checkbox", NONE, words.none, null, values.includes(NONE), true)}
${leftOut}`;
  }
  const isBlank = !options.some(({ id }) => values.includes(id)) && !values.includes(NOT_APPLICABLE_VALUE);
  return html`${options.map(({ id, label, help }) => option(question, "radio", id, label, help, values.includes(id)))}
${leftOut}
${option(question, "radio", "", words.noAnswer, null, isBlank, true)}`;
}

function option(
  { criterion }: Question,
  type: "radio" | "checkbox",
  value: string,
  label: string,
  help: string | null,
  isChosen: boolean,
  isPlain = false,
): Markup {
  return html`<label class="option${isPlain ? " plain" : ""}"><input type="${type}" name="a.${criterion.id}" value="${value}"${attribute("checked", isChosen)}><span>${label}${help === null ? "" : html`<small>${help}</small>`}</span></label>`;
}

function commentFields({ criterion }: Question, given: Omit<Typed, "values">, words: PartnerWords): Markup {
  const { id, evidence = "none" } = criterion;
  const isNeeded = evidence === "required";
  const isOpen = given.note !== "" || given.evidence !== "";
  // Browsers leave out the first line break of a text area.
  return html`<details${attribute("open", isOpen)}><summary>${evidence === "none" ? words.comment : words.commentAndEvidence}${isNeeded ? ` (${words.evidenceNeeded})` : ""}</summary>
<label class="field" for="n-${id}">${words.comment}</label>
<textarea id="n-${id}" name="n.${id}" maxlength="${MAX_COMMENT}" dir="auto">
${given.note}</textarea>
${
  evidence === "none"
    ? ""
    : html`<label class="field" for="e-${id}">${words.evidence}</label>
<input type="text" id="e-${id}" name="e.${id}" value="${given.evidence}" maxlength="${MAX_COMMENT}" dir="auto" aria-describedby="x-${id}">
<p class="hint" id="x-${id}">${words.evidenceHelp}</p>`
}
</details>`;
}

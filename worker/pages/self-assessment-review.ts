/** All answers at a glance: what is missing, what was handed in, and the button that does it. */
import { html } from "hono/html";
import type { OpenedLink } from "../services/open-link.ts";
import type { Question, QuestionGroup } from "../services/questionnaire.ts";
import type { SelfAssessment } from "../services/self-assessment.ts";
import { faultOf, NOT_APPLICABLE_VALUE } from "../services/typed-answers.ts";
import { answerText } from "./answer-words.ts";
import type { Markup } from "./markup.ts";
import { dayText, languageName, partnerPage, privacyFooter, timeText } from "./partner-page.ts";
import { type PartnerWords, partnerWords } from "./partner-words.ts";

export function selfAssessmentReviewPage(
  token: string,
  opened: OpenedLink,
  assessment: SelfAssessment,
): Promise<string> {
  const language = opened.compiled.plain.language;
  const words = partnerWords(language);
  const { link, workspace, partnerName, closed } = opened;
  const { groups, questions, answers, submittedAt, changed } = assessment;
  const value = ({ criterion }: Question) => answers[criterion.id]?.value ?? null;
  const missing = questions.filter((question) => value(question) === null);
  const unreadable = questions.filter((question) => faultOf(question, value(question)) !== null);
  const unproven = questions.filter(
    (question) =>
      question.criterion.evidence === "required" &&
      value(question) !== null &&
      value(question) !== NOT_APPLICABLE_VALUE &&
      (answers[question.criterion.id]?.evidence ?? "") === "",
  );
  const form = `/a/${token}?language=${language}`;
  const isDone = submittedAt !== null && !changed;
  const title = isDone ? words.submittedTitle : words.reviewTitle;
  const expires = dayText(link.expiresAt, opened.locale);
  const listed = (heading: string, found: readonly Question[], linked: boolean) =>
    found.length === 0
      ? ""
      : html`<h2>${heading}</h2><ul>${found.map(({ criterion }) =>
          linked
            ? html`<li><a href="${form}#q-${criterion.id}">${criterion.name}</a></li>`
            : html`<li>${criterion.name}</li>`,
        )}</ul>`;
  const body = html`<header>
${languageLinks(token, opened.languages, language, words)}
<p class="eyebrow">${words.asked(workspace.name, partnerName, link.period ?? "")}</p>
<h1>${title}</h1>
<p class="quiet">${words.selfAssessment}: ${opened.variant.model.name}</p>
</header>
<main>
${submittedAt === null ? "" : html`<div class="notice" role="status"><p>${words.submitted(timeText(submittedAt, opened.locale), workspace.name)}${closed ? "" : ` ${words.changeUntil(expires)}`}</p>${changed && !closed ? html`<p>${words.changedSince}</p>` : ""}</div>`}
${closed ? html`<p class="notice">${words.closed}</p>` : ""}
${unreadable.length === 0 ? "" : html`<section class="summary" role="alert"><h2>${words.unreadable(unreadable.length)}</h2><ul>${unreadable.map(({ criterion }) => html`<li><a href="${form}#q-${criterion.id}">${criterion.name}</a></li>`)}</ul></section>`}
${listed(words.missing(missing.length), missing, !closed)}
${missing.length === 0 ? html`<p>${words.nothingMissing}</p>` : ""}
${listed(words.evidenceMissing(unproven.length), unproven, !closed)}
${closed ? "" : submitForm(token, language, { assessment, isDone, isReady: unreadable.length === 0 }, workspace.name, words)}
<h2>${words.answersTitle}</h2>
<p class="quiet no-print">${words.print}</p>
${groups.map((group) => answersTable(group, assessment, language, words))}
</main>
${privacyFooter(words, workspace.name)}`;
  return partnerPage({ language, title: `${title} – ${partnerName}`, body });
}

function languageLinks(token: string, languages: readonly string[], spoken: string, words: PartnerWords): Markup | "" {
  if (languages.length < 2) return "";
  return html`<ul class="languages no-print" aria-label="${words.languageOfThePage}">${languages.map((language) =>
    language === spoken
      ? html`<li><span aria-current="true" lang="${language}">${languageName(language)}</span></li>`
      : html`<li><a href="/a/${token}/review?language=${language}" hreflang="${language}" lang="${language}">${languageName(language)}</a></li>`,
  )}</ul>`;
}

function submitForm(
  token: string,
  language: string,
  state: { assessment: SelfAssessment; isDone: boolean; isReady: boolean },
  vendor: string,
  words: PartnerWords,
): Markup {
  const { answered, changed } = state.assessment;
  const back = html`<a class="button" href="/a/${token}?language=${language}">${words.back}</a>`;
  if (state.isDone) return html`<p class="submit">${back}</p>`;
  if (answered === 0) return html`<p>${words.nothingToSubmit}</p><p class="submit">${back}</p>`;
  if (!state.isReady) return html`<p class="submit">${back}</p>`;
  return html`<form class="submit" method="post" action="/a/${token}/submit">
<input type="hidden" name="language" value="${language}">
<p>${words.submitHelp(vendor)}</p>
<p><button class="first">${changed ? words.submitAgain : words.submit}</button> ${back}</p>
</form>`;
}

function answersTable(
  { dimension, questions }: QuestionGroup,
  { answers }: SelfAssessment,
  language: string,
  words: PartnerWords,
): Markup {
  return html`<h3 id="t-${dimension.id}">${dimension.name}</h3>
<table class="answers" aria-labelledby="t-${dimension.id}">
<thead><tr><th scope="col">${words.question}</th><th scope="col">${words.answer}</th></tr></thead>
<tbody>${questions.map((question) => {
    const { criterion } = question;
    const answer = answers[criterion.id];
    return html`<tr><th scope="row">${criterion.question}</th><td dir="auto">${answer === undefined || answer.value === null ? "–" : answerText(question, answer.value, language, words)}${
      answer?.note ? html`<span class="quiet" dir="auto">${words.comment}: ${answer.note}</span>` : ""
    }${answer?.evidence ? html`<span class="quiet" dir="auto">${words.evidence}: ${answer.evidence}</span>` : ""}</td></tr>`;
  })}</tbody>
</table>`;
}

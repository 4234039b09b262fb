/** The pages on which a partner answers about itself: form, review, submission. */
import { databaseOf } from "../http/authorize.ts";
import type { App } from "../http/environment.ts";
import { readForm } from "../http/form.ts";
import { fieldValues, wholeAnswerText } from "../pages/answer-words.ts";
import { partnerWords } from "../pages/partner-words.ts";
import { type FormState, faultText, selfAssessmentPage, type Typed } from "../pages/self-assessment.ts";
import { selfAssessmentReviewPage } from "../pages/self-assessment-review.ts";
import type { OpenedLink } from "../services/open-link.ts";
import { type Question, questionnaireOf, questionsOf } from "../services/questionnaire.ts";
import {
  readSelfAssessment,
  type SavedAnswers,
  type SelfAssessment,
  type SentAnswer,
  saveAnswers,
  submitSelfAssessment,
} from "../services/self-assessment.ts";
import { BLANK, readComment, readTyped, versionOf } from "../services/typed-answers.ts";
import {
  asksForJson,
  goTo,
  noteOpening,
  type PageContext,
  servePage,
  showJson,
  showPage,
  withLink,
} from "./partner-pages.ts";

const KIND = "self-assessment";

export function selfAssessmentRoutes(app: App): void {
  servePage(app, "GET", "/a/:token", (context) =>
    withLink(context, KIND, null, async (opened, token) => {
      await noteOpening(context, opened);
      const assessment = readSelfAssessment(opened);
      if (opened.closed) return showPage(context, await selfAssessmentReviewPage(token, opened, assessment));
      const saved = context.req.query("saved") !== undefined;
      const state = { token, opened, assessment, typed: {}, conflicts: [], faults: {}, saved };
      return showPage(context, await selfAssessmentPage(state));
    }),
  );

  servePage(app, "POST", "/a/:token", async (context) => {
    const form = await readForm(context.req.raw);
    return withLink(context, KIND, form.get("language"), async (opened, token) => {
      const sent = readSentAnswers(form, opened);
      const result = await saveAnswers(databaseOf(context), opened, sent);
      const assessment = readSelfAssessment({ ...opened, draft: result.draft });
      if (asksForJson(context)) return showJson(context, acknowledgement(opened, assessment, sent, result));
      return nextPage(context, { form, opened, token, assessment, result, sent });
    });
  });

  servePage(app, "GET", "/a/:token/review", (context) =>
    withLink(context, KIND, null, async (opened, token) =>
      showPage(context, await selfAssessmentReviewPage(token, opened, readSelfAssessment(opened))),
    ),
  );

  servePage(app, "POST", "/a/:token/submit", async (context) => {
    const form = await readForm(context.req.raw);
    return withLink(context, KIND, form.get("language"), async (opened, token) => {
      await submitSelfAssessment(opened);
      return goTo(context, `/a/${token}/review?language=${opened.compiled.plain.language}`);
    });
  });
}

/** The questions that a form brings: each comes with the version it was shown in. */
function readSentAnswers(form: URLSearchParams, { variant, compiled }: OpenedLink): SentAnswer[] {
  return questionsOf(questionnaireOf(variant)).flatMap((question) => {
    const { id } = question.criterion;
    const base = form.get(`v.${id}`);
    if (base === null || form.get(`k.${id}`) === "1") return [];
    return [
      {
        question,
        base,
        value: readTyped(question, form.getAll(`a.${id}`), compiled.plain.language),
        note: readComment(form.get(`n.${id}`) ?? ""),
        evidence: readComment(form.get(`e.${id}`) ?? ""),
      },
    ];
  });
}

interface Posted {
  form: URLSearchParams;
  opened: OpenedLink;
  token: string;
  assessment: SelfAssessment;
  result: SavedAnswers;
  sent: readonly SentAnswer[];
}

/** Back to the form, on to the review, or the form again with what could not be kept. */
async function nextPage(context: PageContext, { form, opened, token, assessment, result, sent }: Posted) {
  const { conflicts, faults } = result;
  const { language } = opened.compiled.plain;
  const refused = new Set([...conflicts, ...Object.keys(faults)]);
  if (refused.size === 0) {
    if (form.get("next") === "review") return goTo(context, `/a/${token}/review?language=${language}`);
    const chosen = opened.languages.find((candidate) => candidate === form.get("to")) ?? language;
    return goTo(context, `/a/${token}?language=${chosen}&saved=1`);
  }
  const typed: Record<string, Typed> = {};
  for (const { question, note, evidence } of sent) {
    const { id } = question.criterion;
    if (refused.has(id)) typed[id] = { values: form.getAll(`a.${id}`), note, evidence };
  }
  const state: FormState = { token, opened, assessment, typed, conflicts, faults, saved: false };
  return showPage(context, await selfAssessmentPage(state), conflicts.length > 0 ? 409 : 422);
}

/** For the page's script: what was kept under which version, and what to show where something was not. */
function acknowledgement(
  { compiled }: OpenedLink,
  { answers, answered, questions }: SelfAssessment,
  sent: readonly SentAnswer[],
  { conflicts, faults }: SavedAnswers,
) {
  const { language } = compiled.plain;
  const words = partnerWords(language);
  const theirs = ({ criterion }: Question) => answers[criterion.id] ?? BLANK;
  const saved: Record<string, string> = {};
  const told: Record<string, string> = {};
  const conflicting: Record<string, { text: string; base: string; fields: [string, string][] }> = {};
  for (const { question, base: _, ...answer } of sent) {
    const { id } = question.criterion;
    const fault = faults[id];
    if (fault !== undefined) told[id] = faultText(question, fault, language, words);
    const version = versionOf(answers[id]);
    if (conflicts.includes(id)) {
      const { value, note, evidence } = theirs(question);
      conflicting[id] = {
        text: words.conflict(wholeAnswerText(question, theirs(question), language, words)),
        base: version,
        fields: [
          ...fieldValues(value, language).map((text): [string, string] => [`a.${id}`, text]),
          [`n.${id}`, note],
          [`e.${id}`, evidence],
        ],
      };
    } else if (version === versionOf(answer)) saved[id] = version;
  }
  return {
    saved,
    faults: told,
    conflicts: conflicting,
    answered,
    progress: words.progress(answered, questions.length),
  };
}

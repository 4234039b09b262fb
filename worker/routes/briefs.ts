import { createRoute, z } from "@hono/zod-openapi";
import { readJson } from "../http/body.ts";
import type { App } from "../http/environment.ts";
import { type BriefSection, briefText, type WrittenBrief, writeBrief } from "../pages/brief.ts";
import { BRIEF_SECTIONS } from "../pages/brief-words.ts";
import { asStored } from "../services/names.ts";
import { readPeriod } from "../services/period.ts";
import { type LanguageModel, polishText, USUAL_LANGUAGE_MODEL } from "../services/polish-text.ts";
import { type BriefProblem, MAX_BRIEFS, readBriefs } from "../services/read-briefs.ts";
import { BODY_PROBLEMS, envelopeError, json, problems, readEnvelope, serveKeyed } from "./contract.ts";

/** Of each brief four texts go to the language model, and a request may call other services 50 times. */
const MAX_POLISHED = 5;

const envelope = z
  .strictObject(
    {
      model: z
        .string({ error: "must be a model's id or “id@revision”" })
        .regex(/\S/, "must be a model's id or “id@revision”")
        .max(200, "must be at most 200 characters")
        .openapi({ description: "A model's id, or `id@revision` to score with that revision." }),
      partners: z
        .array(
          z.string({ error: "must be text" }).min(1, "must not be blank").max(200, "must be at most 200 characters"),
          {
            error: "must be a list of partner ids",
          },
        )
        .min(1, "must name a partner")
        .max(MAX_BRIEFS, `must be at most ${MAX_BRIEFS} partners`),
      language: z
        .string({ error: "must be a language such as “en” or “pt-BR”" })
        .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language such as “en” or “pt-BR”")
        .optional()
        .openapi({
          description:
            "One that the model speaks. Without it that of the partner's links, else the model's own; each brief says which it has.",
        }),
      period: z
        .string({ error: "must be a period such as “2026-Q4”" })
        .refine((text) => readPeriod(text) !== null, "must be a period such as “2026-Q4”")
        .optional()
        .openapi({ description: "Without it each partner's latest.", example: "2026-Q4" }),
      polish: z
        .boolean({ error: "must be true or false" })
        .default(false)
        .openapi({
          description: `Whether a language model may smooth the wording, where the Worker has the binding \`AI\`: of at most ${MAX_POLISHED} partners a request. A text stays as it was unless every name, number and date is still in it.`,
        }),
    },
    { error: envelopeError },
  )
  .refine(({ polish, partners }) => !polish || partners.length <= MAX_POLISHED, {
    path: ["partners"],
    message: `must be at most ${MAX_POLISHED} partners where the wording is polished`,
  })
  .openapi("BriefsRequest");

const brief = z
  .object({
    partner: z.string(),
    language: z.string(),
    subject: z.string(),
    sections: z
      .array(z.object({ id: z.enum(BRIEF_SECTIONS), heading: z.string(), text: z.string() }))
      .openapi({ description: "In this order; one that has nothing to say is left out." }),
    text: z.string().openapi({ description: "All sections, with their headings; the opening has none." }),
    polished: z.boolean().openapi({ description: "Whether a language model has smoothed the wording of a section." }),
  })
  .openapi("Brief");

const write = createRoute({
  method: "post",
  path: "/v1/briefs",
  operationId: "writeBriefs",
  tags: ["Plan"],
  summary: "Write briefs",
  description: `A page of plain text for each of up to ${MAX_BRIEFS} partners: where it stands and why, the first three steps of the cheapest way to the next level, what the programme offers, and dates. Templates are filled with what is stored and what the model says, and nothing else. Stores nothing.`,
  request: { body: { required: true, content: { "application/json": { schema: envelope } } } },
  responses: {
    200: json(
      "The briefs, in the order of the partners.",
      z.object({
        briefs: z.array(brief),
        problems: z.array(z.object({ partner: z.string().nullable(), message: z.string() })).openapi({
          description: "Partners without a brief, and with `partner` null what is about all of them.",
        }),
      }),
    ),
    ...problems(...BODY_PROBLEMS, "unknown-model", "unknown-revision"),
  },
});

export function briefRoutes(app: App): void {
  serveKeyed(app, "read", write, async (context, caller) => {
    const {
      polish,
      partners,
      language = null,
      period,
      ...rest
    } = readEnvelope(envelope, await readJson(context.req.raw));
    const { facts, problems: missing } = await readBriefs(caller, {
      ...rest,
      partners: partners.map(asStored),
      language,
      period: period === undefined ? null : readPeriod(period),
    });
    const { AI, AI_MODEL } = context.env;
    const written = facts.map(writeBrief);
    const briefs = await Promise.all(
      written.map((one) =>
        polish && AI ? polished(AI, AI_MODEL ?? USUAL_LANGUAGE_MODEL, one) : shown(one, one.sections, false),
      ),
    );
    return context.json({ briefs, problems: polish && !AI ? [...missing, NOT_POLISHED] : missing });
  });
}

const NOT_POLISHED: BriefProblem = {
  partner: null,
  message: "The wording was not polished: this Worker has no Workers AI binding named AI",
};

function shown({ partner, language, subject }: WrittenBrief, sections: readonly BriefSection[], isPolished: boolean) {
  return {
    partner,
    language,
    subject,
    sections: sections.map(({ id, heading, text }) => ({ id, heading, text })),
    text: briefText(sections),
    polished: isPolished,
  };
}

/** Section by section; dates have no wording to speak of. */
async function polished(languageModel: LanguageModel, name: string, one: WrittenBrief) {
  let isPolished = false;
  const sections = await Promise.all(
    one.sections.map(async (section) => {
      if (section.id === "dates") return section;
      const { text, facts } = section;
      const better = await polishText(languageModel, name, {
        text,
        facts,
        foreign: one.levels,
        language: one.language,
      });
      if (better === null || better === text) return section;
      isPolished = true;
      return { ...section, text: better };
    }),
  );
  return shown(one, sections, isPolished);
}

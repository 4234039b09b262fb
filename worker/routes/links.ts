import { createRoute, z } from "@hono/zod-openapi";
import { LINK_KINDS, LINK_STATES } from "../db/links.ts";
import type { App } from "../http/environment.ts";
import { readSent } from "../http/sent.ts";
import { closePeriod, MAX_PARTNERS } from "../services/close-period.ts";
import { createLinks, MAX_LINKS, USUAL_DAYS } from "../services/create-links.ts";
import { listLinks } from "../services/list-links.ts";
import { ROW_LIMIT } from "../services/read-feed.ts";
import { revokeOneLink } from "../services/revoke-link.ts";
import {
  answerOnce,
  BODY_PROBLEMS,
  envelopeError,
  idempotencyHeader,
  json,
  problems,
  readEnvelope,
  serveKeyed,
  WRITE_PROBLEMS,
} from "./contract.ts";
import { fieldsField, pagingFields, withFields } from "./paging.ts";

const PERIOD = "`2026-Q4`, `2026-H2`, `2026-11`, `2026` or a date such as `2026-11-30`.";
const instant = z.string().nullable();
const nullableText = z.string().nullable();
const linkFields = {
  id: z.string(),
  kind: z.enum(LINK_KINDS),
  partner: nullableText,
  model: z.string(),
  revision: nullableText.openapi({ description: "Null: whatever revision is the present one." }),
  period: nullableText,
  language: nullableText,
  createdAt: z.string(),
  expiresAt: z.string(),
  openedAt: instant.openapi({
    description: "The first GET of the page, which may be a scanner's that looks at links in mails; never a HEAD.",
  }),
  closedAt: instant.openapi({ description: "From then on answers are shown and no longer taken." }),
  revokedAt: instant,
};
const progressFields = {
  state: z.enum(LINK_STATES).openapi({ description: "How far the partner has come." }),
  answered: z.int().openapi({ description: "Questions with an answer." }),
  asked: z.int().openapi({ description: "Questions asked; 0 until the first answer." }),
  submittedAt: instant,
};
const link = z.object(linkFields).openapi("Link");
const listedLink = z.object({ ...linkFields, ...progressFields }).openapi("ListedLink");

const text = (limit: number, message: string) => z.string({ error: message }).regex(/\S/, message).max(limit, message);
const kind = z.enum(LINK_KINDS, { error: `must be ${LINK_KINDS.map((name) => `“${name}”`).join(" or ")}` });
const model = text(200, "must be a model's id or “id@revision”");
const period = text(20, "must be a period such as “2026-Q4”").openapi({ description: PERIOD, example: "2026-Q4" });
const createEnvelope = z.strictObject(
  {
    links: z
      .array(
        z.strictObject(
          {
            kind: kind.default("self-assessment"),
            partner: text(200, "must be the id of a partner").nullable().optional().openapi({
              description:
                "The partner's id. It need not have been stored before. A feed without one is about all partners; a network page has none.",
            }),
            model: model.openapi({ description: "A model's id, or `id@revision` to stay with that revision." }),
            period: period
              .nullable()
              .optional()
              .openapi({
                description: `What a self-assessment is about; a scorecard shows the latest without it, a network page always does. ${PERIOD}`,
              }),
            language: z
              .string({ error: "must be a language such as “en” or “pt-BR”" })
              .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language such as “en” or “pt-BR”")
              .nullable()
              .optional()
              .openapi({ description: "For a reader whose browser asks for none the model speaks." }),
            expiresAt: z.iso
              .datetime({ error: "must be a UTC time such as “2027-01-01T00:00:00Z”" })
              .nullable()
              .optional()
              .openapi({ description: `${USUAL_DAYS} days from now without it; two years at most.` }),
          },
          { error: envelopeError },
        ),
        { error: "must be a list of links" },
      )
      .min(1, "must ask for at least one link"),
  },
  { error: envelopeError },
);
const create = createRoute({
  method: "post",
  path: "/v1/links",
  operationId: "createLinks",
  tags: ["Links"],
  summary: "Make links",
  description: `A link opens one page for whoever has it, without a key: a \`self-assessment\` lets a partner answer about itself for a period; what it submits is stored with the source \`partner\`. A \`scorecard\` shows the partner where it stands and what to do next, and nothing of any other partner. A \`network\` is for you: it shows all partners of a model by name, so send it to nobody outside; with a key, read the insights. A \`csv\` is a feed for spreadsheets, of \`?of=scores\`, \`gaps\` or \`plan\`: at most ${ROW_LIMIT.toLocaleString("en")} rows. The token is shown here and nowhere else. At most ${MAX_LINKS} per request; either all are made or none. Another link for the same partner, model and period opens the same answers.`,
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: { "application/json": { schema: createEnvelope } } },
  },
  responses: {
    200: json(
      "The links in the order asked for.",
      z.object({
        links: z.array(
          z.object({
            ...linkFields,
            ...progressFields,
            token: z.string().openapi({ description: "128 bits. Only its SHA-256 is stored." }),
            path: z.string(),
            url: z.string().openapi({ description: "What to send to whoever shall open it." }),
          }),
        ),
      }),
    ),
    ...problems(...BODY_PROBLEMS, ...WRITE_PROBLEMS, "unknown-model", "unknown-revision"),
  },
});

const filter = (name: string) =>
  z
    .string()
    .max(200)
    .optional()
    .openapi({ param: { name, in: "query" } });
const listQuery = z.strictObject(
  {
    ...pagingFields,
    ...fieldsField(z.object({ ...linkFields, ...progressFields })),
    kind: kind.optional().openapi({ param: { name: "kind", in: "query" } }),
    partner: filter("partner"),
    model: filter("model"),
    period: filter("period"),
    state: z
      .enum(LINK_STATES, { error: `must be ${LINK_STATES.map((name) => `“${name}”`).join(", ")}` })
      .optional()
      .openapi({ param: { name: "state", in: "query" } }),
    open: z
      .enum(["true", "false"], { error: "must be “true” or “false”" })
      .default("false")
      .openapi({
        param: { name: "open", in: "query" },
        description: "Only links that are neither expired nor revoked.",
      }),
  },
  { error: envelopeError },
);
const list = createRoute({
  method: "get",
  path: "/v1/links",
  operationId: "listLinks",
  tags: ["Links"],
  summary: "List the links",
  description: "The oldest first, with how far each partner has come.",
  request: { query: listQuery },
  responses: {
    200: json("A page.", z.object({ links: z.array(listedLink), cursor: nullableText })),
    ...problems("invalid-request"),
  },
});

const parameters = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" }, example: "lnk_019ad8f1c0de00005f2c81d0" }),
});
const revoke = createRoute({
  method: "delete",
  path: "/v1/links/{id}",
  operationId: "revokeLink",
  tags: ["Links"],
  summary: "Revoke a link",
  description: "The link opens nothing from now on. What was answered on it stays.",
  request: { params: parameters, headers: idempotencyHeader },
  responses: { 200: json("The revoked link.", z.object({ link })), ...problems("unknown-thing", ...WRITE_PROBLEMS) },
});

const closeEnvelope = z.strictObject(
  {
    model,
    period,
    partners: z
      .array(text(200, "must be the id of a partner"), { error: "must be a list of partners" })
      .min(1, "must name at least one partner, or be left out for all")
      .optional()
      .openapi({
        description: `Only these, at most ${MAX_PARTNERS}; all partners without it. Every link that a partner has for the period is meant.`,
      }),
    closed: z.boolean({ error: "must be true or false" }),
  },
  { error: envelopeError },
);
const close = createRoute({
  method: "post",
  path: "/v1/links/close",
  operationId: "closePeriod",
  tags: ["Links"],
  summary: "Close a period",
  description:
    "Ends what partners can answer for a period under a model, all of them or those that are named, or with `closed: false` opens it again. Their links still show what they answered.",
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: { "application/json": { schema: closeEnvelope } } },
  },
  responses: {
    200: json(
      "How many links this has changed.",
      z.object({ model: z.string(), period: z.string(), closed: z.boolean(), links: z.int() }),
    ),
    ...problems(...BODY_PROBLEMS, ...WRITE_PROBLEMS),
  },
});

export function linkRoutes(app: App): void {
  serveKeyed(app, "write", create, async (context, caller) => {
    const { value, sent } = await readSent(context.req.raw);
    const { answer, replayed } = await createLinks(caller, sent, readEnvelope(createEnvelope, value).links);
    const { origin } = new URL(context.req.url);
    const links = answer.links.map((made) => ({ ...made, url: `${origin}${made.path}` }));
    return answerOnce(context, { answer: { links }, replayed });
  });

  serveKeyed(app, "read", list, async (context, caller) => {
    const { limit, cursor, fields, open, ...wanted } = readEnvelope(listQuery, context.req.query(), "query");
    const page = await listLinks(caller, { ...wanted, open: open === "true" }, cursor, limit);
    return context.json({ ...page, links: withFields(page.links, fields) });
  });

  serveKeyed(app, "write", revoke, async (context, caller) => {
    const { id } = readEnvelope(parameters, context.req.param());
    return answerOnce(context, await revokeOneLink(caller, id));
  });

  serveKeyed(app, "write", close, async (context, caller) => {
    const { value, sent } = await readSent(context.req.raw);
    return answerOnce(context, await closePeriod(caller, sent, readEnvelope(closeEnvelope, value)));
  });
}

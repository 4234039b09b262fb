/** What webhooks are told, for the OpenAPI document. The bodies themselves are put together where they are sent. */
import { z } from "@hono/zod-openapi";
import type { WebhookEvent } from "../db/webhooks.ts";
import type { App } from "../http/environment.ts";

const nullableText = z.string().nullable();
const partner = z.string().openapi({ example: "acme" });
const model = z.object({
  id: z.string(),
  revision: z.string().optional().openapi({ description: "Not there where a person has decided about a level." }),
});
const save = {
  model,
  period: z.string().optional().openapi({ example: "2026-Q4" }),
  source: z.string().optional().openapi({ example: "vendor" }),
};

interface EventKind {
  summary: string;
  description: string;
  data: z.ZodType;
  example: unknown;
}

const MODEL = { id: "partner-maturity", revision: "3f9c1a27b0de" };
const SAVE = { model: MODEL, period: "2026-Q4", source: "vendor" };

export const EVENTS: Record<WebhookEvent, EventKind> = {
  "assessment.saved": {
    summary: "Assessments were saved",
    description: "One message for a save, or several where it has more than 100 assessments.",
    data: z.object({
      ...save,
      assessments: z.array(
        z.object({
          partner,
          index: z.number().nullable(),
          level: nullableText.openapi({ description: "What the answers reach." }),
          next: nullableText,
        }),
      ),
    }),
    example: { ...SAVE, assessments: [{ partner: "acme", index: 61.2, level: "silver", next: "gold" }] },
  },
  "level.changed": {
    summary: "Partners stand at another level",
    description:
      "After a save or a decision about a demotion: where the partner stands by the model's promotion policy. A first level counts as a change from null.",
    data: z.object({
      ...save,
      changes: z.array(
        z.object({ partner, from: nullableText, to: nullableText, direction: z.enum(["promoted", "demoted"]) }),
      ),
    }),
    example: { ...SAVE, changes: [{ partner: "acme", from: "bronze", to: "silver", direction: "promoted" }] },
  },
  "action.overdue": {
    summary: "Actions are overdue",
    description:
      "Looked for once a day, soon after midnight UTC. An action is told of once for each date it was due, to the webhooks that listen then.",
    data: z.object({
      actions: z.array(
        z.object({
          id: z.string(),
          model: z.string(),
          partner,
          criterion: nullableText,
          due: z.string(),
          status: z.enum(["open", "doing"]),
        }),
      ),
    }),
    example: {
      actions: [
        {
          id: "act_0198c0de-0000-7000-8000-000000000000",
          model: "partner-maturity",
          partner: "acme",
          criterion: "certified",
          due: "2026-12-15",
          status: "open",
        },
      ],
    },
  },
  "invitation.completed": {
    summary: "A partner has handed in its self-assessment",
    description: "Comes with `assessment.saved`. Partners may change their answers and hand them in again.",
    data: z.object({
      model,
      period: z.string(),
      invitations: z.array(z.object({ partner, link: z.string(), again: z.boolean() })),
    }),
    example: {
      model: MODEL,
      period: "2026-Q4",
      invitations: [{ partner: "acme", link: "lnk_019ad8f1c0de00005f2c81d0", again: false }],
    },
  },
};

const text = (name: string, description: string) =>
  z.string().openapi({ param: { name, in: "header", required: true }, description });
const headers = z.object({
  "webhook-id": text("webhook-id", "Names the message, and stays the same however often it is sent."),
  "webhook-timestamp": text("webhook-timestamp", "When this attempt was made, in seconds since 1970."),
  "webhook-signature": text(
    "webhook-signature",
    "`v1,…`; two of them, with a blank between, for a time after a rotation.",
  ),
});

/** The section `webhooks` of the OpenAPI document. */
export function describeEvents(app: App): void {
  for (const [type, { summary, description, data, example }] of Object.entries(EVENTS)) {
    const body = z.object({
      type: z.literal(type),
      timestamp: z.string().openapi({ description: "When it happened, ISO 8601." }),
      data,
    });
    const sent = { type, timestamp: "2026-10-05T09:00:00.000Z", data: example };
    app.openAPIRegistry.registerWebhook({
      method: "post",
      path: type,
      operationId: type.replace(/\.(\w)/, (_, letter: string) => letter.toUpperCase()),
      tags: ["Webhooks"],
      summary,
      description: `${description} Signed by Standard Webhooks.`,
      security: [],
      request: { headers, body: { required: true, content: { "application/json": { schema: body, example: sent } } } },
      responses: {
        200: { description: "Taken. Any other 2xx does as well." },
        410: { description: "Not wanted any more: the webhook is disabled." },
      },
    });
  }
}

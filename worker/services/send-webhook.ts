/** One attempt to hand a message over. */
import { Webhook } from "standardwebhooks";
import type { ClaimedDelivery } from "../db/deliveries.ts";
import type { WebhookEvent } from "../db/webhooks.ts";
import { readRetryAfter } from "./retry-schedule.ts";
import { readTarget } from "./webhook-target.ts";

/** Milliseconds for a receiver to answer. */
export const ANSWER_TIME = 10_000;
const EXCERPT_BYTES = 1_000;
const EXCERPT_CHARACTERS = 200;

/** What the list of entries is called, by type. */
export const ENTRY_NAMES: Record<WebhookEvent, string> = {
  "assessment.saved": "assessments",
  "level.changed": "changes",
  "action.overdue": "actions",
  "invitation.completed": "invitations",
};

export interface Sending {
  fetch: typeof fetch;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Whether a webhook may point to this machine. */
  allowLocal: boolean;
}

export interface Attempt {
  /** Whether the receiver has taken it. */
  taken: boolean;
  at: number;
  milliseconds: number;
  status: number | null;
  retryAfter: number | null;
  excerpt: string | null;
  fault: string | null;
}

/** The JSON text that is sent, and signed. */
export function messageText({ type, at, head, entries }: Pick<ClaimedDelivery, "type" | "at" | "head" | "entries">) {
  const name = ENTRY_NAMES[type as WebhookEvent];
  const data =
    entries === null ? head : `${head.slice(0, -1)}${head === "{}" ? "" : ","}${JSON.stringify(name)}:${entries}}`;
  return `{"type":${JSON.stringify(type)},"timestamp":${JSON.stringify(at)},"data":${data}}`;
}

export async function sendWebhook(delivery: ClaimedDelivery, { fetch, clock, allowLocal }: Sending): Promise<Attempt> {
  const at = clock();
  const ended = (part: Partial<Attempt>): Attempt => ({
    ...{ taken: false, status: null, retryAfter: null, excerpt: null, fault: null, ...part },
    at,
    milliseconds: clock() - at,
  });
  const target = readTarget(delivery.url, allowLocal);
  if (target.url === null) return ended({ fault: `The address ${target.fault}.` });
  if (delivery.secret === null) return ended({ fault: "The webhook has no secret. Make one with rotate." });
  try {
    const body = messageText(delivery);
    const response = await fetch(target.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "Levelsheet-Webhooks/1",
        ...signature(delivery, delivery.secret, body, at),
      },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_TIME),
    });
    const { status } = response;
    if (response.ok) {
      await response.body?.cancel().catch(() => undefined);
      return ended({ taken: true, status });
    }
    const excerpt = await excerptOf(response).catch(() => null);
    const isRedirect = status >= 300 && status < 400;
    return ended({
      status,
      excerpt,
      retryAfter: readRetryAfter(response.headers.get("retry-after"), at),
      fault: isRedirect ? "The receiver answered with a redirect. Redirects are not followed." : null,
    });
  } catch (error) {
    return ended({ fault: faultOf(error) });
  }
}

/** By the secret, and for a while after a rotation by the one before too. */
function signature(
  { message, former_secret }: Pick<ClaimedDelivery, "message" | "former_secret">,
  secret: string,
  body: string,
  at: number,
) {
  const secrets = [secret, ...(former_secret === null ? [] : [former_secret])];
  return {
    "webhook-id": message,
    "webhook-timestamp": String(Math.floor(at / 1_000)),
    "webhook-signature": secrets.map((text) => new Webhook(text).sign(message, new Date(at), body)).join(" "),
  };
}

/** The beginning of what was answered, on one line. */
async function excerptOf(response: Response): Promise<string | null> {
  const reader = response.body?.getReader();
  if (reader === undefined) return null;
  let text = "";
  const decoder = new TextDecoder();
  for (let bytes = 0; bytes < EXCERPT_BYTES; ) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    text += decoder.decode(value.subarray(0, EXCERPT_BYTES), { stream: true });
  }
  await reader.cancel();
  const line = text
    .toWellFormed()
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  return line === "" ? null : line.slice(0, EXCERPT_CHARACTERS).toWellFormed();
}

function faultOf(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  return name === "TimeoutError" || name === "AbortError"
    ? `The receiver did not answer within ${ANSWER_TIME / 1_000} seconds.`
    : "The receiver could not be reached.";
}

/** Receivers of webhooks in place of the internet, and runs by the clock. */
import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { expect, vi } from "vitest";
import type { Delivery } from "../../worker/db/deliveries.ts";
import type { Webhook as StoredWebhook, WebhookEvent } from "../../worker/db/webhooks.ts";
import worker from "../../worker/index.ts";
import { answer, sendJson } from "./worker-requests.ts";

export interface Received {
  url: string;
  id: string;
  headers: Record<string, string>;
  text: string;
  body: { type: string; timestamp: string; data: Record<string, unknown> };
}

export type Receiver = (received: Received) => Response | Promise<Response>;

/** Takes the place of `fetch` until mocks are restored. @returns what was received, in its order. */
export function openInternet(receive: Receiver = () => new Response(null, { status: 204 })): Received[] {
  const all: Received[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (address, options) => {
    expect(options?.redirect).toBe("manual");
    expect(options?.signal).toBeInstanceOf(AbortSignal);
    const request = new Request(address as string, options as RequestInit);
    const text = await request.text();
    const headers = Object.fromEntries(request.headers);
    const received: Received = {
      ...{ url: request.url, id: headers["webhook-id"] ?? "", headers, text },
      body: JSON.parse(text) as Received["body"],
    };
    all.push(received);
    return receive(received);
  });
  return all;
}

/** By the library that receivers use. @throws where the signature is not good. */
export const verify = (secret: string, { text, headers }: Received): unknown =>
  new Webhook(secret).verify(text, headers);

/** One run by the clock. */
export async function tick(bindings: Record<string, unknown> = {}): Promise<void> {
  await worker.scheduled?.(createScheduledController(), { ...env, ...bindings });
}

export interface Made {
  secret: string;
  webhook: StoredWebhook;
}

export async function makeWebhook(
  key: string,
  events: readonly WebhookEvent[],
  url = "https://example.com/hooks",
): Promise<Made> {
  return answer<Made>(sendJson("POST", "/v1/webhooks", { url, events }, key));
}

export async function readWebhook(key: string, id: string): Promise<StoredWebhook> {
  return (await answer<{ webhook: StoredWebhook }>(sendJson("GET", `/v1/webhooks/${id}`, undefined, key))).webhook;
}

export async function deliveriesOf(key: string, id: string, query = ""): Promise<Delivery[]> {
  const page = await answer<{ deliveries: Delivery[] }>(
    sendJson("GET", `/v1/webhooks/${id}/deliveries${query}`, undefined, key),
  );
  return page.deliveries;
}

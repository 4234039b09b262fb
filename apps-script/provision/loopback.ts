/** A page on this machine that Google's consent comes back to, once. Nobody else can reach it. */
import { timingSafeEqual } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ProvisionError } from "./surroundings.ts";

export interface Loopback {
  /** Where Google is to send the browser. */
  address: string;
  /** @returns the code to exchange. @throws ProvisionError where consent is refused or nobody comes in time. */
  code(patience: number): Promise<string>;
  close(): void;
}

/** @param state what the answer must carry to be one to our question. */
export async function openLoopback(state: string): Promise<Loopback> {
  const { promise: arrived, resolve: accept, reject: refuse } = Promise.withResolvers<string>();
  // Nobody may be waiting yet.
  arrived.catch(() => undefined);
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (request.method !== "GET" || pathname !== "/") {
      page(response, 404, "There is nothing here.");
    } else if (!isSame(searchParams.get("state") ?? "", state)) {
      // Another page may try its luck; the question stays open.
      page(response, 400, "This is not the answer to the sign-in that is under way. Start again in the terminal.");
    } else if (searchParams.get("code")) {
      page(response, 200, "You are signed in. Go back to the terminal; you may close this page.");
      accept(searchParams.get("code") as string);
    } else {
      page(response, 200, "You did not allow it, so nothing was made. You may close this page.");
      refuse(consentRefused(searchParams.get("error") ?? "no code"));
    }
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    async code(patience) {
      const timer = setTimeout(() => {
        const minutes = Math.max(1, Math.round(patience / 60_000));
        refuse(
          new ProvisionError(
            `Nobody signed in within ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
            "Run the command again and finish in the browser.",
          ),
        );
      }, patience);
      try {
        return await arrived;
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      server.close();
      server.closeIdleConnections();
    },
  };
}

function consentRefused(error: string): ProvisionError {
  return error === "access_denied"
    ? new ProvisionError(
        "You did not allow it, so nothing was made.",
        "Run the command again and choose Allow. If Google says that you are no test user, add yourself in its console.",
      )
    : new ProvisionError(`Google refused the sign-in: ${error}.`, "Run the command again.");
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function page(response: ServerResponse, status: number, words: string): void {
  response
    .writeHead(status, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      connection: "close",
    })
    .end(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">` +
        `<title>Levelsheet</title><body style="font: 1.125rem/1.5 system-ui, sans-serif; margin: 4rem auto; max-width: 32rem; padding: 0 1rem">` +
        `<h1 style="font-size: 1.25rem">Levelsheet</h1><p>${words}</p></body></html>`,
    );
}

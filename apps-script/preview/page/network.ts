/** Requests of the script. It waits for each answer, as on Google's servers. */
import type { Answer, Sent } from "../google/url-fetch.ts";

/** @throws where the address is not this page's own, or nobody answers. */
export function send({ address, method, headers, payload }: Sent): Answer {
  if (new URL(address).origin !== location.origin) {
    throw new Error("The preview reaches the service it came from only.");
  }
  const request = new XMLHttpRequest();
  request.open(method.toUpperCase(), address, false);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.send(payload);
  if (request.status === 0) throw new Error("No answer.");
  return { status: request.status, text: request.responseText, headers: headersOf(request) };
}

function headersOf(request: XMLHttpRequest): Record<string, string> {
  const lines = request.getAllResponseHeaders().trim().split("\r\n");
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
}

/** A script has no timers; it holds everything up while it sleeps, here as there. */
export function pause(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

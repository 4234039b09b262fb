import { readLimited } from "./body.ts";
import { TransportError } from "./problem.ts";

/**
 * The fields of a form as a browser posts it.
 *
 * @throws TransportError for another type, TooLarge over 2 MB.
 */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type.trim())) {
    throw new TransportError("unsupported-media-type", "Send the form as “application/x-www-form-urlencoded”.", {
      accept: "application/x-www-form-urlencoded",
    });
  }
  return new URLSearchParams(new TextDecoder().decode(await readLimited(request)));
}

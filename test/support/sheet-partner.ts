/** A partner at the other end of a link: opens the page and posts its forms, as a browser without script does. */
import type { Reply, Sent } from "./sheet-google.ts";

export type Serve = (sent: Sent) => Reply;

const page = (method: "get" | "post", address: string, form: URLSearchParams | null): Sent => ({
  method,
  address,
  headers: form === null ? {} : { "content-type": "application/x-www-form-urlencoded" },
  payload: form?.toString() ?? "",
});

/** @returns the page's text. */
export function open(address: string, serve: Serve): string {
  const { status, text } = serve(page("get", address, null));
  if (status !== 200) throw new Error(`${address} answers ${status}`);
  return text;
}

/** @param answers fields such as `a.people` and `n.people`, by name. @returns the status. */
export function answer(address: string, answers: Record<string, string>, serve: Serve): number {
  const versions = [...open(address, serve).matchAll(/name="(v\.[^"]+)" value="(\w+)"/g)];
  const form = new URLSearchParams(answers);
  for (const [, name = "", version = ""] of versions) {
    if (Object.keys(answers).some((field) => field.slice(2) === name.slice(2))) form.set(name, version);
  }
  return serve(page("post", address, form)).status;
}

/** @returns the status. */
export const submit = (address: string, serve: Serve): number =>
  serve(page("post", `${address}/submit`, new URLSearchParams())).status;

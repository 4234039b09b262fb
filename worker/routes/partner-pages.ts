/** What the routes of pages behind links share: opening the link, headers, and words for what goes wrong. */
import type { Context } from "hono";
import type { LinkKind } from "../db/links.ts";
import { type ErrorCode, LevelsheetError } from "../errors.ts";
import { databaseOf } from "../http/authorize.ts";
import type { App, Environment } from "../http/environment.ts";
import { acceptedLanguages } from "../http/languages.ts";
import { PROBLEMS, TransportError } from "../http/problem.ts";
import { gonePage, messagePage, PARTNER_POLICY, partnerAssets } from "../pages/partner-page.ts";
import { type PartnerWords, partnerWords } from "../pages/partner-words.ts";
import { type OpenedLink, openLink } from "../services/open-link.ts";
import { noteVisit } from "../services/self-assessment.ts";

export const HEADERS = {
  "content-security-policy": PARTNER_POLICY,
  "x-robots-tag": "noindex, nofollow, noarchive",
  "referrer-policy": "no-referrer",
  "cache-control": "private, no-store",
};

export type PageContext = Context<Environment>;

export function showPage(context: PageContext, text: string, status: 200 | 404 | 409 | 422 = 200): Response {
  return context.html(text, status, HEADERS);
}

export function showJson(context: PageContext, value: object): Response {
  return context.json(value, 200, HEADERS);
}

/** After a form: the browser gets the page anew, and loading that again posts nothing twice. */
export function goTo(context: PageContext, path: string): Response {
  return context.body(null, 303, { ...HEADERS, location: path });
}

/** Whether the page's script asks, which wants no page. */
export const asksForJson = (context: PageContext): boolean =>
  (context.req.header("accept") ?? "").includes("application/json");

/** The language the reader chose, then those of the browser. */
function wantedLanguages(context: PageContext, chosen: string | null): string[] {
  return [...acceptedLanguages(chosen ?? ""), ...acceptedLanguages(context.req.header("accept-language"))];
}

const wordsFor = (context: PageContext): PartnerWords =>
  partnerWords(
    wantedLanguages(context, context.req.query("language") ?? null).find(
      (tag) => partnerWords(tag).code === tag.slice(0, 2),
    ) ?? "en",
  );

/** @returns null for a link that opens nothing. */
export function openRequested(
  context: PageContext,
  kind: LinkKind,
  token: string,
  languages: readonly string[],
): Promise<OpenedLink | null> {
  const { RATE_LIMIT } = context.env;
  const sender = context.req.header("cf-connecting-ip") ?? "";
  return openLink(databaseOf(context), {
    kind,
    token,
    now: new Date().toISOString(),
    languages,
    limit: RATE_LIMIT && (async () => (await RATE_LIMIT.limit({ key: `link ${sender}` })).success),
  });
}

/**
 * Opens the link of a request and hands it on; shows the one page that all links get which open nothing.
 *
 * @param chosen the language a form was posted in; that of the address without it.
 */
export async function withLink(
  context: PageContext,
  kind: LinkKind,
  chosen: string | null,
  handler: (opened: OpenedLink, token: string) => Promise<Response>,
): Promise<Response> {
  const token = context.req.param("token") ?? "";
  const languages = wantedLanguages(context, chosen ?? context.req.query("language") ?? null);
  const opened = await openRequested(context, kind, token, languages);
  if (opened !== null) return handler(opened, token);
  const words = wordsFor(context);
  if (asksForJson(context)) return context.json({ message: words.gone.text }, 404, HEADERS);
  return showPage(context, await gonePage(words.code), 404);
}

/** Links are looked at by HEAD before somebody opens them, by mail programs and spreadsheets; that opens nothing. */
export async function noteOpening(context: PageContext, opened: OpenedLink): Promise<void> {
  if (context.req.method === "GET") await noteVisit(opened);
}

const TOLD: Partial<Record<ErrorCode, keyof Omit<PartnerWords["trouble"], "title">>> = {
  "rate-limited": "tooMany",
  "too-large": "tooLarge",
  conflict: "closed",
};

/** Like a route of the API, but what goes wrong is said on a page, in the reader's language. */
export function servePage(
  app: App,
  method: "GET" | "POST",
  path: string,
  handler: (context: PageContext) => Promise<Response>,
): void {
  app.on(method, [path], async (context) => {
    try {
      return await handler(context);
    } catch (error) {
      if (!(error instanceof LevelsheetError) && !(error instanceof TransportError)) throw error;
      const { trouble } = wordsFor(context);
      const code = error.code;
      const { status, headers = {} } = PROBLEMS[code];
      const message = trouble[(error instanceof LevelsheetError && TOLD[error.code]) || "busy"];
      const all = { ...HEADERS, ...headers };
      if (asksForJson(context)) return context.json({ message }, status, all);
      return context.html(await messagePage(wordsFor(context).code, trouble.title, message), status, all);
    }
  });
}

/** Style and script, kept by browsers for as long as their address names this version. */
export function partnerAssetRoutes(app: App): void {
  for (const { path, type, text } of partnerAssets) {
    app.get(path, (context) =>
      context.body(text, 200, {
        "content-type": type,
        "cache-control": "public, max-age=31536000, immutable",
        "x-robots-tag": "noindex",
      }),
    );
  }
}

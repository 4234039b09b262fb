/** What all pages for partners share: head, foot, and the pages for links that open nothing and requests that fail. */
import { html, raw } from "hono/html";
import { Recent } from "../services/recent.ts";
import { fingerprint } from "../services/typed-answers.ts";
import type { Markup } from "./markup.ts";
import { PARTNER_STYLE } from "./partner-style.ts";
import { type PartnerWords, partnerWords } from "./partner-words.ts";
import { SELF_ASSESSMENT_SCRIPT } from "./self-assessment-script.ts";

export interface Asset {
  path: string;
  type: string;
  text: string;
}

/** The version in the address lets browsers keep a file for ever. */
const asset = (name: string, type: string, text: string): Asset => {
  const dot = name.lastIndexOf(".");
  return { path: `/assets/${name.slice(0, dot)}.${fingerprint(text)}${name.slice(dot)}`, type, text };
};

const style = asset("partner.css", "text/css; charset=utf-8", PARTNER_STYLE);
const script = asset("self-assessment.js", "text/javascript; charset=utf-8", SELF_ASSESSMENT_SCRIPT);
export const partnerAssets: readonly Asset[] = [style, script];

/** Nothing from elsewhere, nothing inline, no frames. */
export const PARTNER_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export interface PageParts {
  language: string;
  title: string;
  /** Whether the page saves as one goes. */
  live?: boolean;
  body: Markup;
}

export async function partnerPage({ language, title, live = false, body }: PageParts): Promise<string> {
  const page = await html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style.path}">
${live ? html`<script src="${script.path}" defer></script>` : ""}
</head>
<body>
${body}
</body>
</html>`;
  return page.toString();
}

export function privacyFooter(words: PartnerWords, vendor: string): Markup {
  return html`<footer><p class="quiet">${words.privacy(vendor)}</p></footer>`;
}

/** The same page for a link that never was, has expired, was revoked or is of another kind. */
export function gonePage(language: string): Promise<string> {
  const words = partnerWords(language);
  const { title, text } = words.gone;
  return messagePage(words.code, title, text);
}

export function messagePage(language: string, title: string, text: string): Promise<string> {
  return partnerPage({ language, title, body: html`<main class="message"><h1>${title}</h1><p>${text}</p></main>` });
}

/** `selected`, `checked` and the like: there or not there. */
export const attribute = (name: string, isThere: boolean): Markup => raw(isThere ? ` ${name}` : "");

/** Formats and names are asked of Intl once: making one takes longer than using it a hundred times. */
const formats = new Recent<Intl.DateTimeFormat>(50);
const names = new Recent<string>(50);

function formatOf(locale: string, timeStyle: "short" | undefined): Intl.DateTimeFormat {
  const key = `${locale} ${timeStyle ?? ""}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle, timeZone: "UTC" });
  formats.set(key, found);
  return found;
}

/** `2027-01-31T…Z` as a day, in words. */
export function dayText(instant: string, locale: string): string {
  return formatOf(locale, undefined).format(new Date(instant));
}

export function timeText(instant: string, locale: string): string {
  return `${formatOf(locale, "short").format(new Date(instant))} UTC`;
}

/**
 * The page in its other languages; nothing where it has one.
 *
 * @param keep of the page's address.
 */
export function languageLinks(
  languages: readonly string[],
  language: string,
  keep: Readonly<Record<string, string>> = {},
): Markup | "" {
  if (languages.length < 2) return "";
  const address = (tag: string) => `?${new URLSearchParams({ language: tag, ...keep })}`;
  return html`<ul class="languages no-print" aria-label="${partnerWords(language).languageOfThePage}">${languages.map(
    (tag) =>
      tag === language
        ? html`<li><span aria-current="true" lang="${tag}">${languageName(tag)}</span></li>`
        : html`<li><a href="${address(tag)}" hreflang="${tag}" lang="${tag}">${languageName(tag)}</a></li>`,
  )}</ul>`;
}

/** A language in its own words. */
export function languageName(language: string): string {
  const found = names.get(language) ?? new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  names.set(language, found);
  return found;
}

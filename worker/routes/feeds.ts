import type { App } from "../http/environment.ts";
import { acceptedLanguages } from "../http/languages.ts";
import { partnerWords } from "../pages/partner-words.ts";
import { FEEDS, ROW_LIMIT, readFeed } from "../services/read-feed.ts";
import { sha256 } from "../services/secrets.ts";
import { HEADERS, noteOpening, openRequested, servePage } from "./partner-pages.ts";

const TEXT = { ...HEADERS, "content-type": "text/plain; charset=utf-8" };

/** CSV for `IMPORTDATA`, LibreOffice and Excel; spreadsheets ask with HEAD before GET, and with `If-None-Match` after. */
export function feedRoutes(app: App): void {
  servePage(app, "GET", "/csv/:file", async (context) => {
    const token = (context.req.param("file") ?? "").replace(/\.csv$/, "");
    const opened = await openRequested(context, "csv", token, acceptedLanguages(context.req.query("language")));
    if (opened === null) return context.body(partnerWords("en").gone.text, 404, TEXT);
    const wanted = context.req.query("of") ?? "scores";
    const feed = FEEDS.find((name) => name === wanted);
    if (feed === undefined) return context.body(`“of” must be one of ${FEEDS.join(", ")}.`, 422, TEXT);
    await noteOpening(context, opened);
    const csv = await readFeed(opened, feed);
    const etag = `"${(await sha256(csv)).slice(0, 32)}"`;
    const headers = { ...HEADERS, "cache-control": "private, no-cache", etag, "x-row-limit": String(ROW_LIMIT) };
    const known = (context.req.header("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
    if (known.includes(etag) || known.includes("*")) return context.body(null, 304, headers);
    return context.body(csv, 200, { ...headers, "content-type": "text/csv; charset=utf-8; header=present" });
  });
}

import { type CompiledModel, type Variant, variantFor } from "../../models/engine/compile.ts";
import type { Model } from "../../models/format.ts";
import type { Database } from "../db/database.ts";
import { type Draft, type FoundLink, findLinkByHash, type Link, type LinkKind } from "../db/links.ts";
import { RateLimited, UnknownModel, UnknownRevision } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { findModel } from "./find-model.ts";
import { compileModel } from "./resolve-model.ts";
import { sha256, TOKEN_FORM } from "./secrets.ts";

/** What a link opens: one page of one workspace. */
export interface OpenedLink {
  link: Link;
  hash: string;
  /** Acts as the link itself: what it changes is noted under the link's id. */
  caller: Caller;
  workspace: { id: string; name: string };
  /** The partner's id where it was never stored. */
  partnerName: string;
  /** The model in the language of the page, for this partner. */
  variant: Variant;
  compiled: CompiledModel;
  revision: string;
  /** The page's language as the reader's browser speaks it, `en-GB` for `en`: for dates. */
  locale: string;
  /** Languages of the model, its own first. */
  languages: string[];
  /** Whether the vendor has ended what can be answered. */
  closed: boolean;
  draft: Draft | null;
  /** Where the partner stands after the model's promotion policy. */
  standing: FoundLink["standing"];
}

export interface LinkOpening {
  kind: LinkKind;
  token: string;
  now: string;
  /** Languages a reader would like, the most welcome first. */
  languages: readonly string[];
  /** Whether this sender may go on; absent where there is no limit. */
  limit?: (() => Promise<boolean>) | undefined;
}

/**
 * @returns null alike for a link that never was, has expired or was revoked, or is of another kind.
 * @throws RateLimited.
 */
export async function openLink(database: Database, opening: LinkOpening): Promise<OpenedLink | null> {
  const { kind, token, now } = opening;
  if ((await opening.limit?.()) === false) throw new RateLimited();
  if (!TOKEN_FORM.test(token)) return null;
  const hash = await sha256(token);
  const found = await findLinkByHash(database, hash);
  if (found === null) return null;
  const { link, workspace, partner, draft, standing, listens } = found;
  if (link.kind !== kind || link.revokedAt !== null || link.expiresAt <= now) return null;
  const caller: Caller = {
    database: database.within(workspace.id),
    workspace,
    key: {
      id: link.id,
      name: link.kind,
      prefix: "",
      scopes: [],
      createdAt: link.createdAt,
      expiresAt: link.expiresAt,
      lastUsedAt: null,
      revokedAt: null,
    },
    bearer: "",
    now,
    repeatable: null,
    listens,
  };
  const model = await findModel(caller, link.model, link.revision ?? undefined).catch((error: unknown) => {
    if (error instanceof UnknownModel || error instanceof UnknownRevision) return null;
    throw error;
  });
  if (model === null) return null;
  const languages = languagesOf(model.model);
  const wanted = [...opening.languages, ...(link.language === null ? [] : [link.language])];
  const language = chooseLanguage(languages, wanted);
  const { compiled } = compileModel(caller, model, language);
  const { segment, region, type } = partner ?? { segment: null, region: null, type: null };
  return {
    link,
    hash,
    caller,
    workspace,
    partnerName: partner?.name || (link.partner ?? ""),
    variant: variantFor(compiled, {
      segment: segment ?? undefined,
      region: region ?? undefined,
      type: type ?? undefined,
    }),
    compiled,
    revision: model.revision,
    locale: wanted.find((tag) => tag.toLowerCase().startsWith(`${language.toLowerCase()}-`)) ?? language,
    languages,
    closed: link.closedAt !== null || model.archivedAt !== null,
    draft,
    standing,
  };
}

/** Its own first. */
export const languagesOf = (model: Model): string[] => [
  model.language ?? "en",
  ...Object.keys(model.translations ?? {}),
];

/** The first wanted language that there is, `de` for `de-AT`; the model's own where there is none. */
export function chooseLanguage(languages: readonly string[], wanted: readonly string[]): string {
  for (const tag of wanted) {
    const parts = tag.toLowerCase().split("-").slice(0, 8);
    for (let length = parts.length; length > 0; length--) {
      const found = languages.find((language) => language.toLowerCase() === parts.slice(0, length).join("-"));
      if (found !== undefined) return found;
    }
  }
  return languages[0] ?? "en";
}

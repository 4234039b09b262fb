import { insertLinks, type Link, type LinkKind, type LinkProgress, type NewLink } from "../db/links.ts";
import { type ErrorEntry, InvalidRequest, TooLarge } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { findModel } from "./find-model.ts";
import { NAME_FAULT, readName } from "./names.ts";
import { type Outcome, once } from "./once.ts";
import { PERIOD_FAULT, readPeriod } from "./period.ts";
import { questionnaireOf } from "./questionnaire.ts";
import { compileModel, splitName } from "./resolve-model.ts";
import { deriveTokens, newSalt } from "./secrets.ts";

export const MAX_LINKS = 500;
const MAX_MODELS = 10;
const DAY = 86_400_000;
export const USUAL_DAYS = 90;
export const MAX_DAYS = 731;

export interface LinkRequest {
  kind: LinkKind;
  /** A feed without one is about all partners, as a network page always is. */
  partner?: string | null | undefined;
  /** `id`, or `id@revision` to stay with one. */
  model: string;
  /** A self-assessment is about one; a scorecard shows the latest without it. */
  period?: string | null | undefined;
  language?: string | null | undefined;
  /** ISO 8601; 90 days from now without it. */
  expiresAt?: string | null | undefined;
}

export interface CreatedLink extends Link, LinkProgress {
  /** Opens the page; shown this once. */
  token: string;
  path: string;
}

export const PATHS: Record<LinkKind, (token: string) => string> = {
  "self-assessment": (token) => `/a/${token}`,
  scorecard: (token) => `/s/${token}`,
  network: (token) => `/n/${token}`,
  csv: (token) => `/csv/${token}.csv`,
};

/** What a link of a kind says besides its model: it must, it may, or it cannot. */
const SAYS: Record<LinkKind, Record<"partner" | "period", "must" | "may" | "cannot">> = {
  "self-assessment": { partner: "must", period: "must" },
  scorecard: { partner: "must", period: "may" },
  network: { partner: "cannot", period: "cannot" },
  csv: { partner: "may", period: "may" },
};
const CANNOT_SAY = {
  partner: "must be left out: a network page is about all partners",
  period: "must be left out: a network page shows where partners stand now",
};

interface Kept {
  salt: string;
  at: string;
}

/**
 * Makes links, all or none. The tokens are stored as hashes, and derived again for a repeated request.
 *
 * @throws InvalidRequest with every place that is not as it should be; TooLarge; UnknownModel, UnknownRevision; what
 *   `once` throws.
 */
export async function createLinks(
  caller: Caller,
  sent: Uint8Array,
  requests: readonly LinkRequest[],
): Promise<Outcome<{ links: CreatedLink[] }>> {
  if (requests.length > MAX_LINKS) {
    throw new TooLarge(`${requests.length} links were asked for; at most ${MAX_LINKS} are made per request.`);
  }
  const wanted = readRequests(requests, caller.now);
  const make = async ({ salt, at }: Kept) => {
    const tokens = await deriveTokens(caller.bearer, salt, wanted.length);
    const begun = Date.parse(at);
    return wanted.map((link, place) => {
      const { text = "", hash = "", id = "" } = tokens[place] ?? {};
      const time = begun.toString(16).padStart(12, "0");
      const expiresAt = link.expiresAt ?? new Date(begun + USUAL_DAYS * DAY).toISOString();
      return { ...link, id: `lnk_${time}${place.toString(16).padStart(4, "0")}${id}`, expiresAt, hash, token: text };
    });
  };
  return once<{ links: CreatedLink[] }, Kept>(
    caller,
    sent,
    async () => {
      await requireModels(caller, requests);
      const kept = { salt: newSalt(), at: caller.now };
      const made = await make(kept);
      return {
        answer: { links: made.map((link) => shown(link, kept.at)) },
        kept,
        audit: { action: "links.created", what: { links: made.length } },
        queries: [insertLinks(made.map(stored), kept.at, caller.key.id)],
      };
    },
    async (kept) => ({ links: (await make(kept)).map((link) => shown(link, kept.at)) }),
  );
}

type Made = NewLink & { token: string };

const stored = ({ token: _, ...link }: Made): NewLink => link;

function shown({ hash: _, token, ...link }: Made, createdAt: string): CreatedLink {
  const times = { createdAt, openedAt: null, closedAt: null, revokedAt: null, submittedAt: null };
  return { ...link, ...times, state: "sent", answered: 0, asked: 0, token, path: PATHS[link.kind](token) };
}

type Read = Omit<NewLink, "id" | "hash" | "expiresAt"> & { expiresAt: string | null };

function readRequests(requests: readonly LinkRequest[], now: string): Read[] {
  const errors: ErrorEntry[] = [];
  const places = new Map<string, number>();
  const read = requests.map((request, at): Read => {
    const fault = (field: string, message: string) => void errors.push({ location: `links.${at}.${field}`, message });
    const partner = request.partner == null ? null : readName(request.partner);
    const period = request.period == null ? null : readPeriod(request.period);
    for (const [field, read, message] of [
      ["partner", partner, NAME_FAULT],
      ["period", period, PERIOD_FAULT],
    ] as const) {
      const says = SAYS[request.kind][field];
      const isSaid = request[field] != null;
      if (isSaid && says === "cannot") fault(field, CANNOT_SAY[field]);
      else if (read === null && (isSaid || says === "must")) fault(field, message);
    }
    const { id: model, revision = null } = splitName(request.model);
    const expires = request.expiresAt == null ? null : Date.parse(request.expiresAt);
    if (expires !== null && expires <= Date.parse(now)) fault("expiresAt", "must be in the future");
    if (expires !== null && expires > Date.parse(now) + MAX_DAYS * DAY) fault("expiresAt", "must be within two years");
    const same = JSON.stringify([request.kind, partner, model, period?.name]);
    const first = places.get(same);
    if (first !== undefined) fault("partner", `has this very link in links.${first}; ask for one`);
    places.set(same, at);
    return {
      kind: request.kind,
      partner,
      model,
      revision,
      period: period?.name ?? null,
      language: request.language ?? null,
      expiresAt: expires === null ? null : new Date(expires).toISOString(),
    };
  });
  if (errors.length > 0) throw new InvalidRequest(errors.slice(0, 100));
  return read;
}

/** Every model must be there. One that is archived, or leaves every question to the vendor, asks a partner nothing. */
async function requireModels(caller: Caller, requests: readonly LinkRequest[]): Promise<void> {
  const names = [...new Set(requests.map(({ model }) => model))];
  if (names.length > MAX_MODELS) throw new TooLarge(`A request may name at most ${MAX_MODELS} models.`);
  for (const name of names) {
    const { id, revision } = splitName(name);
    const found = await findModel(caller, id, revision);
    const asking = requests.findIndex(({ model, kind }) => model === name && kind === "self-assessment");
    if (asking < 0) continue;
    const location = `links.${asking}.model`;
    if (found.archivedAt !== null) {
      throw new InvalidRequest([{ location, message: "is archived; publish it again to bring it back" }]);
    }
    if (questionnaireOf(compileModel(caller, found).compiled.plain).length === 0) {
      throw new InvalidRequest([
        { location, message: "asks partners nothing: every question of this model is for the vendor" },
      ]);
    }
  }
}

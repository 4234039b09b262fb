/** Links to pages that need no key, and the drafts of what partners answer on them. */
import { type Database, inWorkspace, type Query, type WorkspaceDatabase } from "./database.ts";
import { listensTo, readListens, type WebhookEvent } from "./webhooks.ts";

export const LINK_KINDS = ["self-assessment", "scorecard", "network", "csv"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** How far a partner has come: not opened yet, opened, some answers given, submitted. */
export const LINK_STATES = ["sent", "opened", "half done", "done"] as const;
export type LinkState = (typeof LINK_STATES)[number];

export interface Link {
  id: string;
  kind: LinkKind;
  partner: string | null;
  model: string;
  /** Null: whatever revision is the present one. */
  revision: string | null;
  period: string | null;
  language: string | null;
  createdAt: string;
  expiresAt: string;
  openedAt: string | null;
  /** From then on answers are shown and no longer taken. */
  closedAt: string | null;
  revokedAt: string | null;
}

interface LinkRow {
  id: string;
  kind: LinkKind;
  partner: string | null;
  model: string;
  revision: string | null;
  period: string | null;
  language: string | null;
  created_at: string;
  expires_at: string;
  opened_at: string | null;
  closed_at: string | null;
  revoked_at: string | null;
}

const toLink = (row: LinkRow): Link => ({
  id: row.id,
  kind: row.kind,
  partner: row.partner,
  model: row.model,
  revision: row.revision,
  period: row.period,
  language: row.language,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
  revokedAt: row.revoked_at,
});

const INSERT = inWorkspace(`
  INSERT INTO links (workspace, id, hash, kind, partner, model, revision, period, language, created_at, created_by, expires_at)
  SELECT ?1, value ->> 'id', value ->> 'hash', value ->> 'kind', value ->> 'partner', value ->> 'model', value ->> 'revision',
    value ->> 'period', value ->> 'language', ?3, ?4, value ->> 'expiresAt' FROM json_each(?2)`);

export type NewLink = Omit<Link, "createdAt" | "openedAt" | "closedAt" | "revokedAt"> & { hash: string };

export function insertLinks(links: readonly NewLink[], now: string, by: string): Query {
  return { sql: INSERT, parameters: [JSON.stringify(links), now, by] };
}

export interface LinkFilter {
  kind?: LinkKind | undefined;
  partner?: string | undefined;
  model?: string | undefined;
  period?: string | undefined;
  state?: LinkState | undefined;
  /** Only links that open something at this instant. */
  openAt?: string | undefined;
}

export interface LinkProgress {
  state: LinkState;
  answered: number;
  asked: number;
  submittedAt: string | null;
}

const LIST = inWorkspace(`
  SELECT * FROM (
    SELECT l.id, l.kind, l.partner, l.model, l.revision, l.period, l.language, l.created_at, l.expires_at, l.opened_at,
      l.closed_at, l.revoked_at, coalesce(d.answered, 0) AS answered, coalesce(d.asked, 0) AS asked, d.submitted_at,
      CASE WHEN d.submitted_at IS NOT NULL THEN 'done' WHEN d.answered > 0 THEN 'half done'
        WHEN l.opened_at IS NOT NULL THEN 'opened' ELSE 'sent' END AS state
    FROM links l LEFT JOIN drafts d ON d.workspace = ?1 AND d.model = l.model AND d.partner = l.partner AND d.period = l.period
      AND l.kind = 'self-assessment'
    WHERE l.workspace = ?1 AND l.id > ?2
      AND (?4 IS NULL OR l.kind = ?4) AND (?5 IS NULL OR l.partner = ?5) AND (?6 IS NULL OR l.model = ?6)
      AND (?7 IS NULL OR l.period = ?7) AND (?9 IS NULL OR (l.revoked_at IS NULL AND l.expires_at > ?9)))
  WHERE ?8 IS NULL OR state = ?8 ORDER BY id LIMIT ?3`);

/** In the order in which they were made, with how far the partners have come. */
export async function listLinks(
  database: WorkspaceDatabase,
  filter: LinkFilter,
  after: string,
  limit: number,
): Promise<(Link & LinkProgress)[]> {
  const { kind = null, partner = null, model = null, period = null, state = null, openAt = null } = filter;
  const rows = await database.all<
    LinkRow & { answered: number; asked: number; submitted_at: string | null; state: LinkState }
  >({ sql: LIST, parameters: [after, limit, kind, partner, model, period, state, openAt] });
  return rows.map(({ answered, asked, submitted_at, state: reached, ...row }) => ({
    ...toLink(row),
    state: reached,
    answered,
    asked,
    submittedAt: submitted_at,
  }));
}

const FIND = inWorkspace(`
  SELECT id, kind, partner, model, revision, period, language, created_at, expires_at, opened_at, closed_at, revoked_at
  FROM links WHERE workspace = ?1 AND id = ?2`);

export async function findLink(database: WorkspaceDatabase, id: string): Promise<Link | null> {
  const [row] = await database.all<LinkRow>({ sql: FIND, parameters: [id] });
  return row === undefined ? null : toLink(row);
}

const REVOKE = inWorkspace("UPDATE links SET revoked_at = coalesce(revoked_at, ?3) WHERE workspace = ?1 AND id = ?2");

export function revokeLink(id: string, now: string): Query {
  return { sql: REVOKE, parameters: [id, now] };
}

/** The self-assessments of a period under a model, of all partners or of some. */
export interface AskedPeriod {
  model: string;
  period: string;
  /** Null for all. */
  partners: readonly string[] | null;
}

const OF_PERIOD = `workspace = ?1 AND kind = 'self-assessment' AND model = ?2 AND period = ?3 AND (closed_at IS NULL) = ?4
  AND (?5 IS NULL OR partner IN (SELECT value FROM json_each(?5)))`;
const COUNT_PERIOD = inWorkspace(`SELECT count(*) AS links FROM links WHERE ${OF_PERIOD}`);
const CLOSE = inWorkspace(`UPDATE links SET closed_at = ?6 WHERE ${OF_PERIOD}`);

const periodParameters = ({ model, period, partners }: AskedPeriod, open: boolean) => [
  model,
  period,
  open ? 1 : 0,
  partners === null ? null : JSON.stringify(partners),
];

/** How many of its links are open, or are closed. */
export async function countLinks(database: WorkspaceDatabase, asked: AskedPeriod, open: boolean): Promise<number> {
  const [row] = await database.all<{ links: number }>({ sql: COUNT_PERIOD, parameters: periodParameters(asked, open) });
  return row?.links ?? 0;
}

/** @param closedAt null opens the closed ones again. */
export function closeLinks(asked: AskedPeriod, closedAt: string | null): Query {
  return { sql: CLOSE, parameters: [...periodParameters(asked, closedAt !== null), closedAt] };
}

const OPENED = inWorkspace("UPDATE links SET opened_at = coalesce(opened_at, ?3) WHERE workspace = ?1 AND id = ?2");

export function noteOpened(id: string, now: string): Query {
  return { sql: OPENED, parameters: [id, now] };
}

export interface FoundLink {
  link: Link;
  workspace: { id: string; name: string };
  /** As it is stored; null for a partner that was never stored, or a link to no single partner. */
  partner: { name: string; segment: string | null; region: string | null; type: string | null } | null;
  draft: Draft | null;
  /** Where the partner stands under the model after its promotion policy; null where it was never assessed. */
  standing: { level: string | null } | null;
  /** Types of events that webhooks of the workspace want to be told. */
  listens: ReadonlySet<WebhookEvent>;
}

export interface Draft {
  /** JSON text: `{ value, note, evidence, at }` by criterion. */
  answers: string;
  version: number;
  /** The version that was submitted last. */
  submitted: number | null;
  submittedAt: string | null;
}

/** All that a page needs of what is stored, but the model, comes in one statement. */
const FIND_BY_HASH = `
  SELECT l.*, w.name AS workspace_name, p.name, p.segment, p.region, p.type, d.answers, d.version, d.submitted, d.submitted_at,
    s.version AS standing_version, s.level AS standing_level, ${listensTo("l.workspace")} AS listens
  FROM links l JOIN workspaces w ON w.id = l.workspace
  LEFT JOIN partners p ON p.workspace = l.workspace AND p.id = l.partner
  LEFT JOIN drafts d ON d.workspace = l.workspace AND d.model = l.model AND d.partner = l.partner AND d.period = l.period
    AND l.kind = 'self-assessment'
  LEFT JOIN standings s ON s.workspace = l.workspace AND s.model = l.model AND s.partner = l.partner
  WHERE l.hash = ?1`;

interface FoundRow extends LinkRow {
  workspace: string;
  workspace_name: string;
  name: string | null;
  segment: string | null;
  region: string | null;
  type: string | null;
  answers: string | null;
  version: number | null;
  submitted: number | null;
  submitted_at: string | null;
  standing_version: number | null;
  standing_level: string | null;
  listens: string | null;
}

export async function findLinkByHash(database: Database, hash: string): Promise<FoundLink | null> {
  const [row] = await database.unbound<FoundRow>(FIND_BY_HASH, hash);
  if (row === undefined) return null;
  const { name, segment, region, type, answers, version, submitted, submitted_at } = row;
  return {
    link: toLink(row),
    workspace: { id: row.workspace, name: row.workspace_name },
    partner: name === null ? null : { name, segment, region, type },
    draft: answers === null || version === null ? null : { answers, version, submitted, submittedAt: submitted_at },
    standing: row.standing_version === null ? null : { level: row.standing_level },
    listens: readListens(row.listens),
  };
}

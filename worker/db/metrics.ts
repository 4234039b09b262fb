/** What a workspace has, in numbers: it reads one row for each partner, standing, action, link and change of the day. */
import { inWorkspace, type WorkspaceDatabase } from "./database.ts";

export interface Counts {
  partners: number;
  /** Partners times models under which they stand somewhere. */
  standings: number;
  actionsOpen: number;
  actionsOverdue: number;
  linksOpen: number;
  keys: number;
}

const COUNTS = inWorkspace(`
  SELECT
    (SELECT count(*) FROM partners WHERE workspace = ?1) AS partners,
    (SELECT count(*) FROM standings WHERE workspace = ?1) AS standings,
    (SELECT count(*) FROM actions WHERE workspace = ?1 AND status IN ('open', 'doing')) AS actionsOpen,
    (SELECT count(*) FROM actions WHERE workspace = ?1 AND status IN ('open', 'doing') AND due < ?3) AS actionsOverdue,
    (SELECT count(*) FROM links WHERE workspace = ?1 AND expires_at > ?2 AND revoked_at IS NULL) AS linksOpen,
    (SELECT count(*) FROM keys WHERE workspace = ?1 AND revoked_at IS NULL AND coalesce(expires_at > ?2, true)) AS keys`);

/** @param now ISO 8601, UTC. */
export async function readCounts(database: WorkspaceDatabase, now: string): Promise<Counts> {
  const [row] = await database.all<Counts>({ sql: COUNTS, parameters: [now, now.slice(0, 10)] });
  return row as Counts;
}

export interface Changes {
  changes: number;
  assessments: number;
  partners: number;
}

const CHANGES = inWorkspace(`
  SELECT count(*) AS changes,
    coalesce(sum(CASE body ->> 'action' WHEN 'assessments.saved' THEN body ->> '$.what.assessments' END), 0) AS assessments,
    coalesce(sum(CASE body ->> 'action' WHEN 'partners.saved' THEN body ->> '$.what.partners' END), 0) AS partners
  FROM documents WHERE workspace = ?1 AND kind = 'audit' AND key >= ?2`);

/** What the audit log says has been changed since an instant, in milliseconds; its keys begin with the time. */
export async function readChanges(database: WorkspaceDatabase, since: number): Promise<Changes> {
  const time = since.toString(16).padStart(12, "0");
  const [row] = await database.all<Changes>({
    sql: CHANGES,
    parameters: [`${time.slice(0, 8)}-${time.slice(8)}`],
  });
  return row as Changes;
}

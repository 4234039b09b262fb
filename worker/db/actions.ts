import type { AnswerValue } from "../../models/contract.ts";
import { inWorkspace, type Query, type WorkspaceDatabase } from "./database.ts";
import type { LatestRow } from "./insights.ts";

export const STATUSES = ["open", "doing", "done", "dropped"] as const;
export type Status = (typeof STATUSES)[number];

export interface Action {
  id: string;
  model: string;
  partner: string;
  criterion: string | null;
  /** The answer it aims at; null where it aims at none. */
  answer: AnswerValue;
  text: string;
  owner: string | null;
  /** ISO 8601 date. */
  due: string | null;
  status: Status;
  /** Person-days. */
  effort: number | null;
  version: number;
  createdAt: string;
  updatedAt: string;
}

type ActionRow = Omit<Action, "answer" | "createdAt" | "updatedAt"> & {
  answer: string | null;
  created_at: string;
  updated_at: string;
};

const toAction = ({ answer, created_at, updated_at, ...row }: ActionRow): Action => ({
  ...row,
  answer: answer === null ? null : (JSON.parse(answer) as AnswerValue),
  createdAt: created_at,
  updatedAt: updated_at,
});

const INSERT = inWorkspace(`
  INSERT INTO actions (workspace, id, model, partner, criterion, answer, text, owner, due, status, effort, version, created_at, updated_at)
  SELECT ?1, value ->> 'id', value ->> 'model', value ->> 'partner', value ->> 'criterion', nullif(value -> 'answer', 'null'),
    value ->> 'text', value ->> 'owner', value ->> 'due', value ->> 'status', value ->> 'effort', 1, ?3, ?3 FROM json_each(?2)`);

export function insertActions(actions: readonly Action[], now: string): Query {
  return { sql: INSERT, parameters: [JSON.stringify(actions), now] };
}

/** Another version than the one that was read sets NULL, which fails the batch. */
const UPDATE = inWorkspace(`
  UPDATE actions SET text = ?3, owner = ?4, due = ?5, status = ?6, effort = ?7, updated_at = ?8,
    version = CASE WHEN version = ?9 THEN ?9 + 1 END
  WHERE workspace = ?1 AND id = ?2`);

/** @param action as it shall be, with the version that was read. */
export function updateAction({ id, text, owner, due, status, effort, version }: Action, now: string): Query {
  return { sql: UPDATE, parameters: [id, text, owner, due, status, effort, now, version] };
}

const COLUMNS =
  "id, model, partner, criterion, answer, text, owner, due, status, effort, version, created_at, updated_at";
const FIND = inWorkspace(`
  SELECT ${COLUMNS} FROM actions WHERE workspace = ?1 AND id IN (SELECT value FROM json_each(?2)) ORDER BY id`);

export async function findActions(database: WorkspaceDatabase, ids: readonly string[]): Promise<Action[]> {
  return (await database.all<ActionRow>({ sql: FIND, parameters: [JSON.stringify(ids)] })).map(toAction);
}

export interface ActionFilter {
  model?: string | undefined;
  partner?: string | undefined;
  owner?: string | undefined;
  status?: Status | undefined;
  /** Only those that are not closed and were due before this day. */
  overdueOn?: string | undefined;
  /** Only those that are not closed. */
  unfinished?: boolean | undefined;
}

const LIST = inWorkspace(`
  SELECT ${COLUMNS} FROM actions WHERE workspace = ?1 AND id > ?2
    AND (?4 IS NULL OR model = ?4) AND (?5 IS NULL OR partner = ?5) AND (?6 IS NULL OR owner = ?6 COLLATE NOCASE)
    AND (?7 IS NULL OR status = ?7) AND (?8 IS NULL OR due < ?8) AND (NOT ?9 OR status IN ('open', 'doing'))
  ORDER BY id LIMIT ?3`);

/** In the order in which they were made. */
export async function listActions(
  database: WorkspaceDatabase,
  filter: ActionFilter,
  after: string,
  limit: number,
): Promise<Action[]> {
  const { model = null, partner = null, owner = null, status = null, overdueOn = null, unfinished = false } = filter;
  const openOnly = unfinished || overdueOn !== null ? 1 : 0;
  const parameters = [after, limit, model, partner, owner, status, overdueOn, openOnly];
  return (await database.all<ActionRow>({ sql: LIST, parameters })).map(toAction);
}

const CONTEXT = inWorkspace(`
  SELECT 'answers' AS kind, s.partner, json_array(s.answered_at, a.revision, a.answers, a.attributes, a.saved_at, a.saved_by) AS body
  FROM json_each(?3) w JOIN standings s ON s.workspace = ?1 AND s.model = ?2 AND s.partner = w.value
    JOIN assessments a ON a.workspace = ?1 AND a.model = ?2 AND a.partner = s.partner AND a.period = s.period AND a.source = s.source
  UNION ALL SELECT 'open', t.partner, t.criterion FROM actions t
    WHERE t.workspace = ?1 AND t.model = ?2 AND t.status IN ('open', 'doing') AND t.partner IN (SELECT value FROM json_each(?3))
  UNION ALL SELECT 'version', '', d.version FROM documents d WHERE d.workspace = ?1 AND d.kind = 'plan' AND d.key = ?2`);

export interface PlanContext {
  latest: LatestRow[];
  /** `partner criterion` of the actions that are not closed, as `openKey` writes it. */
  open: Set<string>;
  /** Of the model's plan: two requests that make actions at the same time must not make them twice. */
  version: number;
}

export const openKey = (partner: string, criterion: string | null): string => JSON.stringify([partner, criterion]);

/** All that is needed to make actions for some partners, in one statement. */
export async function readPlanContext(
  database: WorkspaceDatabase,
  model: string,
  partners: readonly string[],
): Promise<PlanContext> {
  const rows = await database.all<{ kind: string; partner: string; body: string | number | null }>({
    sql: CONTEXT,
    parameters: [model, JSON.stringify(partners)],
  });
  const context: PlanContext = { latest: [], open: new Set(), version: 0 };
  for (const { kind, partner, body } of rows) {
    if (kind === "version") context.version = Number(body);
    else if (kind === "open") context.open.add(openKey(partner, body === null ? null : String(body)));
    else {
      const [answered_at, revision, answers, attributes, saved_at, saved_by] = JSON.parse(String(body)) as string[];
      context.latest.push({
        partner,
        answered_at: answered_at ?? "",
        revision: revision ?? "",
        answers: answers ?? "{}",
        attributes: attributes ?? "[]",
        saved_at: saved_at ?? "",
        saved_by: saved_by ?? "",
      });
    }
  }
  return context;
}

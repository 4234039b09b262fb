/** All that briefs for some partners say, in one statement. */
import { inWorkspace, type WorkspaceDatabase } from "./database.ts";
import type { LinkKind } from "./links.ts";

const CONTEXT = inWorkspace(`
  SELECT 'answers' AS kind, a.partner, json_array(a.period, a.source, a.revision, a.answers, a.attributes, a.saved_at, a.saved_by,
      CASE WHEN s.period = a.period AND s.source = a.source THEN s.level END) AS body
    FROM json_each(?3) w LEFT JOIN standings s ON s.workspace = ?1 AND s.model = ?2 AND s.partner = w.value
    JOIN assessments a ON a.workspace = ?1 AND a.model = ?2 AND a.partner = w.value AND a.period = coalesce(?4, s.period)
      AND (?4 IS NOT NULL OR a.source = s.source)
  UNION ALL SELECT 'name', p.id, p.name FROM json_each(?3) w JOIN partners p ON p.workspace = ?1 AND p.id = w.value
  UNION ALL SELECT 'action', t.partner, json_array(t.due, t.text) FROM actions t
    WHERE t.workspace = ?1 AND t.model = ?2 AND t.status IN ('open', 'doing') AND t.due IS NOT NULL
      AND t.partner IN (SELECT value FROM json_each(?3))
  UNION ALL SELECT 'link', l.partner, json_array(l.expires_at, l.kind, l.language) FROM links l
    WHERE l.workspace = ?1 AND l.model = ?2 AND l.revoked_at IS NULL AND l.expires_at > ?5
      AND l.partner IN (SELECT value FROM json_each(?3))`);

/** Answers of a partner in a period, from one source. */
export interface BriefAnswers {
  period: string;
  source: string;
  revision: string;
  /** JSON text, as in an assessment. */
  answers: string;
  attributes: string;
  savedAt: string;
  savedBy: string;
  /** Where the partner stands after the promotion policy; null where these answers do not decide it. */
  level: string | null;
}

export interface BriefContext {
  name: string | null;
  answers: BriefAnswers[];
  /** Those that are not closed and have a date, the earliest first. */
  actions: { due: string; text: string }[];
  /** Those that open something, the last to expire first. */
  links: { expiresAt: string; kind: LinkKind; language: string | null }[];
}

/**
 * @param period null for each partner's latest.
 * @param now ISO 8601.
 */
export async function readBriefContext(
  database: WorkspaceDatabase,
  model: string,
  partners: readonly string[],
  period: string | null,
  now: string,
): Promise<Map<string, BriefContext>> {
  const rows = await database.all<{ kind: string; partner: string; body: string }>({
    sql: CONTEXT,
    parameters: [model, JSON.stringify(partners), period, now],
  });
  const found = new Map<string, BriefContext>();
  for (const { kind, partner, body } of rows) {
    const context = found.get(partner) ?? { name: null, answers: [], actions: [], links: [] };
    found.set(partner, context);
    if (kind === "name") {
      context.name = body;
      continue;
    }
    const list = JSON.parse(body) as string[];
    const [first = "", second = "", third = null] = list;
    if (kind === "action") context.actions.push({ due: first, text: second });
    else if (kind === "link") context.links.push({ expiresAt: first, kind: second as LinkKind, language: third });
    else context.answers.push(toAnswers(list));
  }
  for (const { actions, links } of found.values()) {
    actions.sort((a, b) => (a.due < b.due ? -1 : 1));
    links.sort((a, b) => (a.expiresAt > b.expiresAt ? -1 : 1));
  }
  return found;
}

function toAnswers(list: readonly (string | null)[]): BriefAnswers {
  const [period, source, revision, answers, attributes, savedAt, savedBy, level = null] = list;
  return {
    period: period ?? "",
    source: source ?? "",
    revision: revision ?? "",
    answers: answers ?? "{}",
    attributes: attributes ?? "[]",
    savedAt: savedAt ?? "",
    savedBy: savedBy ?? "",
    level,
  };
}

/** No query without the workspace: goes through all SQL that the Worker can send. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import "../../worker/app.ts";
import { acrossSql, Database, inWorkspace, workspaceSql } from "../../worker/db/database.ts";
import "../../worker/index.ts";

const TABLES =
  "keys|models|partners|assessments|standings|actions|documents|links|drafts|webhooks|outbox|messages|deliveries|overdue_told|imported_lines|saved_rows";

/** What a statement touches, and what it holds against ?1. */
function unbound(text: string): string[] {
  const plain = text.replace(/'[^']*'/g, "''").replace(/\s+/g, " ");
  const faults: string[] = [];
  let plainTables = 0;
  for (const [, verb, table, alias] of plain.matchAll(
    new RegExp(
      `\\b(FROM|JOIN|INTO|UPDATE) (${TABLES}|workspaces)\\b(?: (?!WHERE|ON|SET|LEFT|JOIN|ORDER|GROUP|VALUES|SELECT|LIMIT|FROM)(\\w+)\\b)?`,
      "g",
    ),
  )) {
    if (verb === "INTO") {
      if (!/\(workspace,.*?\) (VALUES \(\?1|SELECT \?1)/.test(plain)) faults.push(`INTO ${table}`);
      if (/\bUNION (ALL )?SELECT (?!\?1,)/.test(plain)) faults.push(`UNION into ${table}`);
    } else if (table === "workspaces") {
      if (!/\bid = \?1/.test(plain)) faults.push("workspaces");
    } else if (alias !== undefined) {
      if (!new RegExp(`\\b${alias}\\.workspace = \\?1`).test(plain)) faults.push(`${table} ${alias}`);
    } else plainTables++;
  }
  const bindings = plain.match(new RegExp(`(?<![\\w.])(?:(?:${TABLES})\\.)?workspace = \\?1`, "g"))?.length ?? 0;
  if (bindings < plainTables) faults.push(`${plainTables} tables, ${bindings} bindings`);
  return faults;
}

describe("all SQL", () => {
  test("there is some", () => {
    expect(workspaceSql.length).toBeGreaterThan(25);
  });

  test.each(workspaceSql.map((text) => [text.trim().replace(/\s+/g, " ").slice(0, 70), text]))(
    "%s",
    async (_name, text) => {
      expect(unbound(text)).toEqual([]);
      await env.DB.prepare(`EXPLAIN ${text}`)
        .bind(...Array.from({ length: count(text) }, () => null))
        .all();
    },
  );

  // Chosen from all workspaces, rows are changed and put together by the workspace they are of.
  test.each(acrossSql.map((text) => [text.trim().replace(/\s+/g, " ").slice(0, 70), text]))(
    "by the clock: %s",
    async (_name, text) => {
      const tables = text.match(new RegExp(`\\b(FROM|JOIN|INTO|UPDATE) (${TABLES})\\b`, "g"))?.length ?? 0;
      const named = text.match(/\bworkspace\b/g)?.length ?? 0;
      expect(named).toBeGreaterThanOrEqual(tables);
      await env.DB.prepare(`EXPLAIN ${text}`)
        .bind(...Array.from({ length: count(text) }, () => null))
        .all();
    },
  );

  test("of no other kind than for the clock goes over all workspaces", () => {
    expect(acrossSql).toHaveLength(9);
  });

  test("the search finds what is not bound", () => {
    for (const text of [
      "SELECT * FROM keys",
      "SELECT * FROM keys WHERE workspace = ?2",
      "SELECT * FROM keys k JOIN partners p ON p.workspace = ?1 WHERE k.workspace = p.workspace",
      "DELETE FROM partners WHERE id = ?1",
      "INSERT INTO partners (id) VALUES (?1)",
      "INSERT INTO partners (workspace, id) SELECT ?1, ?2 UNION ALL SELECT ?3, ?4",
      "UPDATE keys SET name = ?1",
      "SELECT * FROM models WHERE workspace = ?1 AND EXISTS (SELECT 1 FROM assessments)",
    ]) {
      expect(unbound(text), text).not.toEqual([]);
    }
  });

  test("a query that waits too long is given up", async () => {
    const never = { bind: () => never } as unknown as D1PreparedStatement;
    const d1 = { prepare: () => never, batch: () => new Promise(() => undefined) } as unknown as D1Database;
    const database = new Database(d1, 20).within("ws");
    await expect(database.all({ sql: inWorkspace("SELECT 1 WHERE workspace = ?1"), parameters: [] })).rejects.toThrow(
      "does not answer",
    );
  });
});

const count = (text: string): number =>
  Math.max(...Array.from(text.matchAll(/\?(\d+)/g), ([, number]) => Number(number)));

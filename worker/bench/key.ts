/** The key that the bench sends, and a database that knows it and nothing else: the runtime of the bench has no D1. */
export const BENCH_KEY = `lsk_${"bench".padEnd(43, "_")}`;

const ROW = {
  id: "key_bench",
  name: "Bench",
  prefix: BENCH_KEY.slice(0, 12),
  scopes: JSON.stringify(["read"]),
  created_at: "2026-01-01T00:00:00.000Z",
  expires_at: null,
  // Used just now, so that nothing is to be noted.
  last_used_at: "2999-01-01T00:00:00.000Z",
  revoked_at: null,
  workspace: "ws_bench",
  workspace_name: "Bench",
  answer: null,
  listens: null,
};

export function oneKeyDatabase(): D1Database {
  const statement = { bind: () => statement };
  const batch = () => Promise.resolve([{ results: [ROW], meta: { rows_read: 2, rows_written: 0 } }]);
  return { prepare: () => statement, batch } as unknown as D1Database;
}

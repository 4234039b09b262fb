/** What a request cost, in a header and as one line of the log: no keys, no answers. */
import type { Context, Next } from "hono";
import type { Environment } from "./environment.ts";

export async function measureRequest(context: Context<Environment>, next: Next): Promise<void> {
  await next();
  const spent = context.get("database")?.spent;
  if (spent === undefined) return;
  const { statements, rowsRead, rowsWritten, milliseconds } = spent;
  context.header(
    "server-timing",
    `db;dur=${milliseconds};desc="${statements} statements, ${rowsRead} rows read, ${rowsWritten} rows written"`,
  );
  const { method, path } = context.req;
  const log = { requestId: context.get("requestId"), method, path, status: context.res.status, ...spent };
  if (rowsWritten > 0 || context.res.status >= 500) console.log(JSON.stringify(log));
}

/** What a request cost, in a header and as one line of the log: no keys, no answers. */
import type { Context, Next } from "hono";
import type { Environment } from "./environment.ts";
import { isLinkAddress, withoutToken } from "./link-address.ts";

export async function measureRequest(context: Context<Environment>, next: Next): Promise<void> {
  await next();
  const spent = context.get("database")?.spent;
  if (spent === undefined) return;
  const { statements, rowsRead, rowsWritten, milliseconds } = spent;
  const { method, path } = context.req;
  const { status } = context.res;
  // Nobody may see from its cost whether a link that opens nothing was ever one.
  const isSilent = status === 404 && isLinkAddress(path);
  if (!isSilent)
    context.header(
      "server-timing",
      `db;dur=${milliseconds};desc="${statements} statements, ${rowsRead} rows read, ${rowsWritten} rows written"`,
    );
  const log = { requestId: context.get("requestId"), method, path: withoutToken(path), status, ...spent };
  if (rowsWritten > 0 || status >= 500) console.log(JSON.stringify(log));
}

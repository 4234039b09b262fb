/**
 * What a request cost, in a header and as one line of the log. The line has the route in place of the address, since
 * ids of partners and tokens of links stand in addresses: no keys, no answers, nobody's name.
 */
import type { Context, Next } from "hono";
import { routePath } from "hono/route";
import type { Spending } from "../db/database.ts";
import type { Environment } from "./environment.ts";
import { isLinkAddress } from "./link-address.ts";

const NOTHING: Spending = { statements: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0 };

export async function measureRequest(context: Context<Environment>, next: Next): Promise<void> {
  await next();
  const spent = context.get("database")?.spent;
  const { method, path } = context.req;
  const { status } = context.res;
  // Nobody may see from its cost whether a link that opens nothing was ever one.
  const isSilent = status === 404 && isLinkAddress(path);
  if (spent !== undefined && !isSilent) {
    const { statements, rowsRead, rowsWritten, milliseconds } = spent;
    context.header(
      "server-timing",
      `db;dur=${milliseconds};desc="${statements} statements, ${rowsRead} rows read, ${rowsWritten} rows written"`,
    );
  }
  console.log(
    JSON.stringify({
      requestId: context.get("requestId"),
      method,
      route: routePath(context, -1),
      status,
      // Null where the sender did not say.
      bodyBytes: bodyBytes(context.req.raw),
      ...(spent ?? NOTHING),
    }),
  );
}

function bodyBytes({ body, headers }: Request): number | null {
  if (body === null) return 0;
  const length = headers.get("content-length");
  return length === null ? null : Number(length);
}

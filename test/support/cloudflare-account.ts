/**
 * A Cloudflare account on this machine: the part of Cloudflare's API that wrangler uses for a deploy, with its envelope
 * and error codes. SQL runs in SQLite, a Worker's bindings must exist, anything else is refused as an unknown route.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";

const ACCOUNT = { id: "0123456789abcdef0123456789abcdef", name: "Example account" };
export const TOKEN = "example-token";

interface Binding {
  name: string;
  type: string;
  id?: string;
}

export interface CloudflareAccount {
  /** For `CLOUDFLARE_API_BASE_URL`. */
  address: string;
  databases: Map<string, { name: string; database: DatabaseSync }>;
  /** The bindings of each deployed Worker. */
  workers: Map<string, Binding[]>;
  /** Names of the Workers that are to be reached at the account's subdomain. */
  published: Set<string>;
  /** Null where nobody has chosen one yet. */
  subdomain: string | null;
  secrets: Map<string, string>;
  /** When the clock calls each Worker. */
  schedules: Map<string, string[]>;
  /** Hashes of the files that were uploaded. */
  assets: Set<string>;
  /** Method and path of each request. */
  requests: string[];
  /** Requests whose "METHOD path" matches are answered with a server error. */
  failing: RegExp | null;
  close(): Promise<void>;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

interface Asked {
  account: CloudflareAccount;
  /** What the path's pattern caught. */
  caught: readonly string[];
  query: URLSearchParams;
  body: Buffer;
  type: string;
}
type Route = [method: string, path: RegExp, answer: (asked: Asked) => unknown];

const json = <Value>({ body }: Asked): Value => JSON.parse(body.toString("utf8")) as Value;

/** By id or by name, as Cloudflare finds it. */
function databaseOf({ account, caught: [wanted = ""] }: Asked) {
  for (const [uuid, { name, database }] of account.databases) {
    if (uuid === wanted || name === wanted) return { uuid, name, database };
  }
  throw new Refusal(404, 7404, "The database was not found");
}

function bindingsOf({ account, caught: [name = ""] }: Asked): Binding[] {
  const bindings = account.workers.get(name);
  if (bindings === undefined) throw new Refusal(404, 10090, "This Worker does not exist on your account.");
  return bindings;
}

const subdomainOf = ({ account, caught: [name = ""] }: Asked) => ({
  enabled: account.published.has(name),
  previews_enabled: false,
});

/** Names a set of files that is to be uploaded, and the set once all of it is there. */
const UPLOADING = "uploading";
const UPLOADED = "uploaded";

const FILES = /^\/accounts\/[^/]+\/workers\/assets\/upload$/;

/** Which files of the manifest are still missing, in portions. */
function openUpload(asked: Asked): object {
  const { manifest } = json<{ manifest: Record<string, { hash: string; size: number }> }>(asked);
  const { assets } = asked.account;
  const missing = [...new Set(Object.values(manifest).map(({ hash }) => hash))].filter((hash) => !assets.has(hash));
  return { jwt: missing.length === 0 ? UPLOADED : UPLOADING, buckets: missing.length === 0 ? [] : [missing] };
}

async function takeFiles({ account, body, type }: Asked): Promise<object> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  for (const hash of form.keys()) account.assets.add(hash);
  return { jwt: UPLOADED };
}

interface Metadata {
  main_module: string;
  bindings: Binding[];
  assets?: { jwt: string };
}

/** Refuses what Cloudflare refuses: a main module that is not in the form, a database that is not in the account. */
async function uploadWorker({ account, caught: [name = ""], body, type }: Asked): Promise<object> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const { main_module: main, bindings, assets } = JSON.parse(String(form.get("metadata"))) as Metadata;
  if (assets !== undefined && assets.jwt !== UPLOADED) throw new Refusal(400, 10021, "The assets are not complete");
  if (!form.has(main)) throw new Refusal(400, 10021, `No such module "${main}"`);
  for (const { type: kind, name: binding, id = "" } of bindings) {
    if (kind === "d1" && !account.databases.has(id)) {
      throw new Refusal(400, 10021, `binding ${binding} of type d1 must have a valid \`id\` specified`);
    }
  }
  account.workers.set(name, bindings);
  return { id: name, startup_time_ms: 10, deployment_id: "deployment", entry_point: main };
}

const ROUTES: readonly Route[] = [
  ["POST", /^\/accounts\/[^/]+\/workers\/scripts\/([^/]+)\/assets-upload-session$/, openUpload],
  ["POST", FILES, takeFiles],
  ["GET", /^\/user$/, () => ({ id: "user", email: "someone@example.com" })],
  ["GET", /^\/user\/tokens\/verify$/, () => ({ id: "token", status: "active" })],
  ["GET", /^\/accounts$/, () => [ACCOUNT]],
  ["GET", /^\/memberships$/, () => [{ id: "membership", account: ACCOUNT }]],
  [
    "GET",
    /^\/accounts\/[^/]+\/d1\/database$/,
    ({ account, query }) =>
      [...account.databases]
        .map(([uuid, { name }]) => ({ uuid, name }))
        .filter(({ name }) => Number(query.get("page") ?? 1) === 1 && name.includes(query.get("name") ?? "")),
  ],
  [
    "POST",
    /^\/accounts\/[^/]+\/d1\/database$/,
    (asked) => {
      const { name } = json<{ name: string }>(asked);
      const { databases } = asked.account;
      if ([...databases.values()].some((known) => known.name === name)) {
        throw new Refusal(400, 7502, "A database with that name already exists");
      }
      const uuid = `00000000-0000-4000-8000-${String(databases.size + 1).padStart(12, "0")}`;
      databases.set(uuid, { name, database: new DatabaseSync(":memory:") });
      return { uuid, name };
    },
  ],
  [
    "GET",
    /^\/accounts\/[^/]+\/d1\/database\/([^/]+)$/,
    (asked) => {
      const { uuid, name } = databaseOf(asked);
      return { uuid, name };
    },
  ],
  [
    "POST",
    /^\/accounts\/[^/]+\/d1\/database\/([^/]+)\/query$/,
    (asked) => {
      const { sql, params = [] } = json<{ sql: string; params?: string[] }>(asked);
      const { database } = databaseOf(asked);
      // D1 runs what one request carries as one transaction.
      database.exec("BEGIN");
      try {
        const results = /^\s*(SELECT|PRAGMA)/i.test(sql) ? database.prepare(sql).all(...params) : [];
        if (results.length === 0) database.exec(sql);
        database.exec("COMMIT");
        return [{ success: true, results, meta: { duration: 0 } }];
      } catch (error) {
        database.exec("ROLLBACK");
        throw new Refusal(400, 7500, String(error));
      }
    },
  ],
  ["PATCH", /^\/accounts\/[^/]+\/workers\/scripts\/([^/]+)\/script-settings$/, (asked) => bindingsOf(asked) && {}],
  [
    "GET",
    /^\/accounts\/[^/]+\/workers\/services\/([^/]+)$/,
    (asked) => ({
      id: bindingsOf(asked) && asked.caught[0],
      default_environment: { environment: "production", script: {} },
    }),
  ],
  [
    "GET",
    /^\/accounts\/[^/]+\/workers\/scripts\/([^/]+)\/secrets$/,
    (asked) => bindingsOf(asked) && [...asked.account.secrets.keys()].map((name) => ({ name, type: "secret_text" })),
  ],
  [
    "PUT",
    /^\/accounts\/[^/]+\/workers\/scripts\/([^/]+)\/secrets$/,
    (asked) => {
      bindingsOf(asked);
      const { name, text } = json<{ name: string; text: string }>(asked);
      asked.account.secrets.set(name, text);
      return { name, type: "secret_text" };
    },
  ],
  [
    "GET",
    /^\/accounts\/[^/]+\/workers\/scripts\/([^/]+)\/deployments$/,
    (asked) => ({ deployments: bindingsOf(asked) && [] }),
  ],
  [
    "PUT",
    /^\/accounts\/[^/]+\/workers\/scripts\/([^/]+)\/schedules$/,
    (asked) => {
      bindingsOf(asked);
      const crons = json<{ cron: string }[]>(asked);
      asked.account.schedules.set(
        asked.caught[0] ?? "",
        crons.map(({ cron }) => cron),
      );
      return { schedules: crons };
    },
  ],
  ["PUT", /^\/accounts\/[^/]+\/workers\/scripts\/([^/]+)$/, uploadWorker],
  [
    "POST",
    /^\/accounts\/[^/]+\/workers\/scripts\/([^/]+)\/versions$/,
    async (asked) => {
      bindingsOf(asked);
      await uploadWorker(asked);
      return { id: "version", number: 2, metadata: {}, resources: { script: { etag: "etag", handlers: ["fetch"] } } };
    },
  ],
  [
    "POST",
    /^\/accounts\/[^/]+\/workers\/scripts\/([^/]+)\/deployments$/,
    (asked) => ({ id: bindingsOf(asked) && "deployment" }),
  ],
  ["GET", /^\/accounts\/[^/]+\/workers\/scripts\/([^/]+)\/settings$/, (asked) => ({ bindings: bindingsOf(asked) })],
  [
    "GET",
    /^\/accounts\/[^/]+\/workers\/workers\/([^/]+)$/,
    (asked) => ({ id: bindingsOf(asked) && "worker", name: asked.caught[0], subdomain: subdomainOf(asked) }),
  ],
  [
    "POST",
    /^\/accounts\/[^/]+\/workers\/scripts\/([^/]+)\/subdomain$/,
    (asked) => {
      bindingsOf(asked);
      asked.account.published.add(asked.caught[0] ?? "");
      return subdomainOf(asked);
    },
  ],
  [
    "GET",
    /^\/accounts\/[^/]+\/workers\/subdomain$/,
    ({ account: { subdomain } }) => {
      if (subdomain === null) throw new Refusal(404, 10007, "You need a workers.dev subdomain in order to proceed.");
      return { subdomain };
    },
  ],
];

async function answer(account: CloudflareAccount, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  const line = `${request.method} ${pathname}`;
  account.requests.push(line);
  const send = (status: number, result: unknown, errors: { code: number; message: string }[] = []) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ success: errors.length === 0, errors, messages: [], result }));
  };
  try {
    const token = FILES.test(pathname) ? UPLOADING : TOKEN;
    if (request.headers.authorization !== `Bearer ${token}`) throw new Refusal(403, 10000, "Authentication error");
    if (account.failing?.test(line)) throw new Refusal(500, 10013, "An unknown error has occurred");
    for (const [method, path, make] of ROUTES) {
      const found = method === request.method ? path.exec(pathname) : null;
      if (found === null) continue;
      const type = request.headers["content-type"] ?? "";
      send(
        200,
        await make({ account, caught: found.slice(1), query: searchParams, body: Buffer.concat(chunks), type }),
      );
      return;
    }
    throw new Refusal(404, 7003, `Could not route to ${pathname}, perhaps your object identifier is invalid?`);
  } catch (error) {
    const { status, code, message } = error instanceof Refusal ? error : new Refusal(500, 10013, String(error));
    send(status, null, [{ code, message }]);
  }
}

export async function openAccount(): Promise<CloudflareAccount> {
  const server = createServer((request, response) => void answer(account, request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const account: CloudflareAccount = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    databases: new Map(),
    workers: new Map(),
    published: new Set(),
    subdomain: "example",
    secrets: new Map(),
    schedules: new Map(),
    assets: new Set(),
    requests: [],
    failing: null,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return account;
}

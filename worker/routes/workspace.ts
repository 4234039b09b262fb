import { createRoute, z } from "@hono/zod-openapi";
import type { App } from "../http/environment.ts";
import { readLines } from "../http/lines.ts";
import { eraseWorkspace } from "../services/erase-workspace.ts";
import { EXPORT_TABLES, exportTable } from "../services/export-table.ts";
import { exportWorkspace } from "../services/export-workspace.ts";
import { importWorkspace, linesOfCsv } from "../services/import-workspace.ts";
import { listAudit } from "../services/list-audit.ts";
import {
  answerOnce,
  envelopeError,
  idempotencyHeader,
  json,
  problems,
  readEnvelope,
  serveKeyed,
  WRITE_PROBLEMS,
} from "./contract.ts";
import { pagingFields } from "./paging.ts";

const LINES = "application/x-ndjson";
const nextCursor = {
  "x-next-cursor": {
    description: "The `cursor` of the next page; absent on the last one.",
    schema: { type: "string" as const },
  },
};

const readQuery = z.strictObject(
  {
    ...pagingFields,
    format: z
      .enum(["jsonl", "csv"], { error: "must be “jsonl” or “csv”" })
      .default("jsonl")
      .openapi({ param: { name: "format", in: "query" }, description: "Lines of JSON, or CSV of one `table`." }),
    table: z
      .enum(EXPORT_TABLES, { error: `must be one of ${EXPORT_TABLES.join(", ")}` })
      .default("partners")
      .openapi({ param: { name: "table", in: "query" }, description: "For CSV." }),
  },
  { error: envelopeError },
);
const read = createRoute({
  method: "get",
  path: "/v1/workspace",
  operationId: "exportWorkspace",
  tags: ["Workspace"],
  summary: "Export the workspace",
  description:
    "Everything but the keys, as lines of JSON, a page of them: the first line names the workspace, the last one has the kind `end`. `POST /v1/workspace` takes them into an empty workspace, bit for bit. With `format=csv` one table for a spreadsheet, in which no cell can become a formula; the table `workspace` is all of it and can be imported too.",
  request: { query: readQuery },
  responses: {
    200: {
      description: "A page.",
      headers: nextCursor,
      content: { [LINES]: { schema: z.string() }, "text/csv": { schema: z.string() } },
    },
    ...problems("invalid-request"),
  },
});

const write = createRoute({
  method: "post",
  path: "/v1/workspace",
  operationId: "importWorkspace",
  tags: ["Workspace"],
  summary: "Import an export",
  description:
    "Takes an export, as lines of JSON or as the CSV table `workspace`, into an empty workspace; its own audit log gives way to the one that comes. An export of more than 2 MB comes in several requests, in its order.",
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: { [LINES]: { schema: z.string() }, "text/csv": { schema: z.string() } } },
  },
  responses: {
    200: json("What was taken in.", z.object({ lines: z.int(), complete: z.boolean() })),
    ...problems(
      "malformed-json",
      "invalid-request",
      "too-large",
      "unsupported-media-type",
      "conflict",
      ...WRITE_PROBLEMS,
    ),
  },
});

const eraseQuery = z.strictObject(
  {
    confirm: z
      .string()
      .optional()
      .openapi({ param: { name: "confirm", in: "query" }, description: "The name of the workspace." }),
  },
  { error: envelopeError },
);
const erase = createRoute({
  method: "delete",
  path: "/v1/workspace",
  operationId: "eraseWorkspace",
  tags: ["Workspace"],
  summary: "Erase the workspace",
  description: "Erases everything, keys and audit log included. It cannot be undone.",
  request: { query: eraseQuery },
  responses: {
    200: json("The name of what is gone.", z.object({ erased: z.string() })),
    ...problems("invalid-request"),
  },
});

const auditQuery = z.strictObject(pagingFields, { error: envelopeError });
const audit = createRoute({
  method: "get",
  path: "/v1/audit",
  operationId: "listAudit",
  tags: ["Workspace"],
  summary: "Read the audit log",
  description: "Who changed what, newest first. It names keys by id, and no answers.",
  request: { query: auditQuery },
  responses: {
    200: json(
      "A page.",
      z.object({
        entries: z.array(
          z.object({
            id: z.string(),
            at: z.string(),
            by: z.string().openapi({ description: "Id of the key." }),
            action: z.string().openapi({ example: "assessments.saved" }),
            what: z.record(z.string(), z.unknown()),
          }),
        ),
        cursor: z.string().nullable(),
      }),
    ),
    ...problems("invalid-request"),
  },
});

export function workspaceRoutes(app: App): void {
  serveKeyed(app, "admin", read, async (context, caller) => {
    const { limit, cursor, format, table } = readEnvelope(readQuery, context.req.query(), "query");
    const csv = format === "csv";
    const page = csv
      ? await exportTable(caller, table, cursor, limit)
      : await exportWorkspace(caller, cursor, limit).then(({ lines, cursor: next }) => ({
          csv: lines.map((line) => `${line}\n`).join(""),
          cursor: next,
        }));
    return context.body(page.csv, 200, {
      "content-type": csv ? `text/csv; charset=utf-8; header=${cursor ? "absent" : "present"}` : LINES,
      "content-disposition": `attachment; filename="${csv ? `${table}.csv` : "workspace.jsonl"}"`,
      ...(page.cursor !== null && { "x-next-cursor": page.cursor }),
    });
  });

  serveKeyed(app, "admin", write, async (context, caller) => {
    const { sent, text, csv } = await readLines(context.req.raw);
    return answerOnce(context, await importWorkspace(caller, sent, csv ? linesOfCsv(text) : text));
  });

  serveKeyed(app, "admin", erase, async (context, caller) => {
    const { confirm } = readEnvelope(eraseQuery, context.req.query(), "query");
    return context.json(await eraseWorkspace(caller, confirm));
  });

  serveKeyed(app, "admin", audit, async (context, caller) => {
    const { limit, cursor } = readEnvelope(auditQuery, context.req.query(), "query");
    return context.json(await listAudit(caller, cursor, limit));
  });
}

import { z } from "zod";
import type { Model } from "../../models/format.ts";
import { findImportState, importLines } from "../db/export.ts";
import { LINK_KINDS } from "../db/links.ts";
import { DISABLED_REASONS, WEBHOOK_EVENTS } from "../db/webhooks.ts";
import { AlreadyStored, Conflict, type ErrorEntry, InvalidRequest } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { readCsv } from "./csv.ts";
import { EXPORT_FORMAT, LINE_COLUMNS } from "./export-workspace.ts";
import { type Outcome, once } from "./once.ts";
import { readPeriod, SOURCES } from "./period.ts";
import { readModel } from "./read-model.ts";

const text = z.string();
const nullable = z.string().nullable();
const document = z.custom<Model>((value) => readModel(value).model !== null, "is no model document");
const instant = z.iso.datetime();
const day = z.iso.date();
const period = text.refine((name) => readPeriod(name) !== null, "is no period");
const value = z.union([text, z.number(), z.boolean(), z.null(), z.array(text)]);
const answer = z.union([value, z.strictObject({ value, note: text.optional(), evidence: text.optional() })]);
const answers = z.record(text, answer);
const numbers = z.array(z.number().nullable());
const pending = z.looseObject({ to: nullable, since: instant, dismissed: instant.nullable() }).nullable();
const three = [nullable, nullable, nullable] as const;
const attributes = z.union([z.tuple(three), z.tuple([...three, z.record(text, z.number()).nullable()])]);

/** What an export writes; anything else would be met again when it is read. */
const line = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("workspace"), format: z.literal(EXPORT_FORMAT), name: text.min(1).max(100) }),
  z.strictObject({ kind: z.literal("end") }),
  z.strictObject({
    kind: z.literal("model"),
    id: text,
    revision: text,
    document,
    publishedAt: instant,
    archivedAt: nullable,
  }),
  z.strictObject({
    kind: z.literal("partner"),
    id: text,
    name: text,
    segment: nullable,
    region: nullable,
    type: nullable,
    owner: nullable,
    tags: z.array(text),
    fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    createdAt: instant,
    updatedAt: instant,
  }),
  z.strictObject({
    kind: z.literal("assessment"),
    model: text,
    partner: text,
    period,
    source: z.enum(SOURCES),
    starts: day,
    revision: text,
    answers,
    attributes,
    savedAt: instant,
    savedBy: text,
    earlier: z.array(z.strictObject({ revision: text, answers, attributes, savedAt: instant, savedBy: text })),
  }),
  z.strictObject({
    kind: z.literal("standing"),
    model: text,
    partner: text,
    revision: text,
    period,
    source: z.enum(SOURCES),
    starts: day,
    answeredAt: z.union([day, instant]),
    level: nullable,
    pending,
    before: z.looseObject({ level: nullable, pending }),
    result: z.looseObject({}),
    data: z.looseObject({
      segment: nullable,
      region: nullable,
      type: nullable,
      overlay: nullable,
      index: z.number().nullable(),
      rank: z.int(),
      dimensions: numbers,
      attainments: numbers,
      measures: numbers,
      notApplicable: z.array(z.int()),
    }),
    version: z.int().min(1),
  }),
  z.strictObject({
    kind: z.literal("action"),
    id: text,
    model: text,
    partner: text,
    criterion: nullable,
    answer: z.union([text, z.number(), z.boolean(), z.null(), z.array(text)]).optional(),
    text,
    owner: nullable,
    due: nullable,
    status: text,
    effort: z.number().nullable(),
    version: z.int().min(1),
    createdAt: instant,
    updatedAt: instant,
  }),
  z.strictObject({
    kind: z.literal("link"),
    id: text,
    of: z.enum(LINK_KINDS),
    partner: nullable,
    model: text,
    revision: nullable,
    period: period.nullable(),
    language: nullable,
    createdAt: instant,
    createdBy: text,
    expiresAt: instant,
    openedAt: instant.nullable(),
    closedAt: instant.nullable(),
    revokedAt: instant.nullable(),
  }),
  z.strictObject({
    kind: z.literal("draft"),
    model: text,
    partner: text,
    period,
    answered: z.int(),
    asked: z.int(),
    version: z.int().min(1),
    submitted: z.int().nullable(),
    submittedAt: instant.nullable(),
    updatedAt: instant,
    answers: z.record(text, z.strictObject({ value, note: text, evidence: text, at: instant })),
  }),
  z.strictObject({
    kind: z.literal("webhook"),
    id: text,
    // Checked when something is sent there, which this machine may allow and the next one not.
    url: text,
    events: z.array(z.enum(WEBHOOK_EVENTS)),
    description: nullable,
    disabledAt: instant.nullable(),
    disabledReason: z.enum(DISABLED_REASONS).nullable(),
    createdAt: instant,
    createdBy: text,
  }),
  z
    .strictObject({
      kind: z.literal("document"),
      of: z.enum(["audit", "cohort", "revision"]),
      key: text,
      version: z.int().min(0),
      body: z.looseObject({}),
    })
    .refine(({ of, body }) => of !== "revision" || readModel(body).model !== null, "is no model document"),
]);

export interface Imported {
  lines: number;
  /** False while the line of the kind `end` has not come. */
  complete: boolean;
}

/**
 * The lines of an export as CSV. Blank ones stand for rows without a line, so that the number of each is its row's.
 *
 * @throws InvalidRequest for what is no CSV.
 */
export function linesOfCsv(text: string): string {
  return readCsv(text)
    .map(([kind, line = ""]) => (kind === LINE_COLUMNS[0] && line === LINE_COLUMNS[1] ? "" : line))
    .join("\n");
}

/**
 * Takes the lines of an export into an empty workspace, in one request or in several, in their order.
 *
 * @throws InvalidRequest with the lines that are not of an export; Conflict where the workspace is not empty, or the
 *   first line has not come.
 */
export async function importWorkspace(caller: Caller, sent: Uint8Array, content: string): Promise<Outcome<Imported>> {
  const errors: ErrorEntry[] = [];
  const texts: string[] = [];
  let begins = false;
  let complete = false;
  content.split("\n").forEach((row, at) => {
    if (row.trim() === "" || errors.length >= 100) return;
    const fault = faultOf(row);
    if (fault.message !== null) errors.push({ location: `line ${at + 1}`, message: fault.message });
    begins ||= fault.kind === "workspace";
    complete ||= fault.kind === "end";
    texts.push(row);
  });
  if (texts.length === 0)
    errors.push({ location: "line 1", message: "is missing; send the lines of GET /v1/workspace" });
  if (errors.length > 0) throw new InvalidRequest(errors);
  const imported = once(caller, sent, async () => {
    const { open, filled } = await findImportState(caller.database);
    if (begins && (filled || open)) throw new Conflict("This workspace is not empty. Import into a new one.");
    if (!begins && !open) throw new Conflict("Begin with the first line of the export, which names the workspace.");
    const answer = { lines: texts.length, complete };
    return {
      answer,
      kept: answer,
      audit: null,
      queries: [importLines(`[${texts.map((row) => JSON.stringify(row)).join(",")}]`)],
    };
  });
  return imported.catch((error: unknown) => {
    if (error instanceof AlreadyStored) throw new Conflict("One of the lines comes twice, or was taken in before.");
    throw error;
  });
}

function faultOf(row: string): { kind: string | null; message: string | null } {
  let value: unknown;
  try {
    value = JSON.parse(row);
  } catch {
    return { kind: null, message: "is not JSON" };
  }
  if (isDeep(value)) return { kind: null, message: `is nested deeper than ${MAX_DEPTH} levels` };
  const parsed = line.safeParse(value);
  if (parsed.success) return { kind: parsed.data.kind, message: null };
  const [issue] = parsed.error.issues;
  return {
    kind: null,
    message: `is no line of an export: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim(),
  };
}

/** No export comes near it; SQLite reads no JSON of more than 1,000 levels. */
const MAX_DEPTH = 200;

function isDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return false;
}

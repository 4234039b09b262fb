import type { Problem } from "../../models/contract.ts";
import { type Field, type PartnerWrite, savePartners as savePartnersQuery } from "../db/partners.ts";
import { type ErrorEntry, InvalidRequest, TooLarge } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { MAX_NAME, NAME_FAULT, readName, Spellings } from "./names.ts";
import { type Outcome, once } from "./once.ts";
import { Report } from "./score-assessments.ts";

export const MAX_PARTNERS = 5_000;
const MAX_TAGS = 50;
const MAX_FIELDS = 50;
const LISTED_ERRORS = 100;

export interface SavedPartners {
  saved: number;
  /** Header cells of a grid that name nothing. */
  ignored: string[];
  problems: Problem[];
  problemCount: number;
}

/**
 * Stores partners, new ones and known ones. What is left out of a known one stays as it is.
 *
 * @throws InvalidRequest with every place that is not as it should be; nothing is stored then. TooLarge.
 */
export function savePartners(
  caller: Caller,
  sent: Uint8Array,
  request: { partners?: readonly unknown[] | undefined; grid?: readonly unknown[] | undefined },
): Promise<Outcome<SavedPartners>> {
  const errors: ErrorEntry[] = [];
  const { items, ignored, place } = request.partners
    ? { items: request.partners, ignored: [], place: (at: number) => `partners.${at}` }
    : readGrid(request.grid ?? [], errors);
  if (items.length > MAX_PARTNERS) {
    throw new TooLarge(`${items.length} partners were sent; at most ${MAX_PARTNERS} are stored per request.`);
  }
  const places = new Map<string, string>();
  const spellings = new Spellings();
  const report = new Report();
  const partners: PartnerWrite[] = [];
  items.forEach((item, at) => {
    if (errors.length >= LISTED_ERRORS) return;
    const partner = readPartner(item, place(at), errors);
    if (partner === null) return;
    const first = places.get(partner.id);
    if (first === undefined) places.set(partner.id, place(at));
    else errors.push({ location: place(at), message: `is the same partner as ${first}; send one` });
    const message = spellings.take(partner.id, place(at));
    if (message !== null) report.add({ partner: partner.id, criterion: null, message });
    partners.push(partner);
  });
  if (errors.length > 0) throw new InvalidRequest(errors.slice(0, LISTED_ERRORS));
  const answer = { saved: partners.length, ignored, problems: report.listed, problemCount: report.count };
  return once<SavedPartners, null>(
    caller,
    sent,
    () =>
      Promise.resolve({
        answer,
        // The request says it all again; kept names could not be found by erasing a partner.
        kept: null,
        audit: partners.length === 0 ? null : { action: "partners.saved", what: { partners: partners.length } },
        queries: partners.length === 0 ? [] : [savePartnersQuery(partners, caller.now)],
      }),
    () => answer,
  );
}

const TEXTS = ["segment", "region", "type", "owner"] as const;
const KNOWN = new Set<string>(["id", "name", ...TEXTS, "tags", "fields"]);

/** @returns null where `errors` got why it is no partner. */
export function readPartner(item: unknown, location: string, errors: ErrorEntry[]): PartnerWrite | null {
  if (!isRecord(item)) {
    errors.push({ location, message: "must be an object { “id”: …, “name”: … }" });
    return null;
  }
  const before = errors.length;
  const given = item.id ?? item.name;
  const id = readName(given);
  if (id === null)
    errors.push({ location: `${location}.${item.id === undefined ? "name" : "id"}`, message: NAME_FAULT });
  const partner: PartnerWrite = { id: id ?? "" };
  if (item.name !== undefined && item.name !== null) {
    const name = readName(item.name);
    if (name === null) errors.push({ location: `${location}.name`, message: NAME_FAULT });
    else partner.name = name;
  }
  for (const text of TEXTS) {
    const value = item[text];
    if (value === undefined) continue;
    if (value === null || value === "") partner[text] = null;
    else {
      const name = readName(value);
      if (name === null)
        errors.push({
          location: `${location}.${text}`,
          message: `must be text of at most ${MAX_NAME} characters, or null`,
        });
      else partner[text] = name;
    }
  }
  if (item.tags !== undefined) partner.tags = readTags(item.tags, `${location}.tags`, errors);
  if (item.fields !== undefined) partner.fields = readFields(item.fields, `${location}.fields`, errors);
  for (const name of Object.keys(item)) {
    if (KNOWN.has(name) || errors.length - before > 10) continue;
    errors.push({
      location: `${location}.${name.slice(0, 64).toWellFormed()}`,
      message: "is not a field of a partner; put what is your own into “fields”",
    });
  }
  return errors.length > before ? null : partner;
}

function readTags(value: unknown, location: string, errors: ErrorEntry[]): string[] | null {
  if (value === null) return null;
  const tags = Array.isArray(value) ? value.map(readName) : [null];
  if (tags.length <= MAX_TAGS && tags.every((tag) => tag !== null)) return [...new Set(tags)];
  errors.push({ location, message: `must be a list of at most ${MAX_TAGS} texts` });
  return null;
}

function readFields(value: unknown, location: string, errors: ErrorEntry[]): Record<string, Field | null> | null {
  if (value === null) return null;
  const entries = isRecord(value) ? Object.entries(value) : null;
  const isSimple = (field: unknown): field is Field | null =>
    field === null ||
    typeof field === "number" ||
    typeof field === "boolean" ||
    (typeof field === "string" && field.length <= 1_000);
  if (
    entries !== null &&
    entries.length <= MAX_FIELDS &&
    entries.every(([name, field]) => readName(name) && isSimple(field))
  ) {
    return Object.fromEntries(entries.filter((entry): entry is [string, Field | null] => isSimple(entry[1])));
  }
  errors.push({
    location,
    message: `must be an object of at most ${MAX_FIELDS} texts, numbers, truth values and nulls`,
  });
  return null;
}

const FIELD = /^fields?[.:]\s*(.+)$/i;

/** A sheet's own shape: a header row with `partner` or `id`, `name`, the attributes, `tags` and `field: revenue`. */
function readGrid(grid: readonly unknown[], errors: ErrorEntry[]) {
  const [header, ...rows] = grid;
  const ignored: string[] = [];
  const rowOf: number[] = [];
  const place = (at: number) => `grid.${rowOf[at]}`;
  if (!Array.isArray(header)) {
    errors.push({ location: "grid.0", message: "must be the header row, a list of cells" });
    return { items: [], ignored, place };
  }
  const names = header.map((cell: unknown) => {
    const text = typeof cell === "string" ? cell.trim() : "";
    const folded = text.toLowerCase();
    const own = FIELD.exec(text)?.[1];
    if (own !== undefined) return { field: own };
    if (folded === "partner") return { column: "id" };
    if (KNOWN.has(folded) && folded !== "fields") return { column: folded };
    if (text !== "") ignored.push(text.slice(0, MAX_NAME).toWellFormed());
    return {};
  });
  if (!names.some(({ column }) => column === "id" || column === "name")) {
    errors.push({ location: "grid.0", message: "must have a column “partner”, “id” or “name”" });
  }
  const items: unknown[] = [];
  rows.forEach((row, at) => {
    if (!Array.isArray(row)) {
      if (errors.length < LISTED_ERRORS)
        errors.push({ location: `grid.${at + 1}`, message: "must be a list of cells" });
      return;
    }
    if (row.every((cell: unknown) => cell === null || cell === "")) return;
    const item: Record<string, unknown> = {};
    const fields: [string, unknown][] = [];
    names.forEach(({ column, field }, place) => {
      const cell: unknown = row[place] ?? null;
      if (field !== undefined) {
        if (cell !== null && cell !== "") fields.push([field, cell]);
      } else if (column === "tags")
        item.tags = String(cell ?? "")
          .split(/[;,]/)
          .map((tag) => tag.trim())
          .filter(Boolean);
      else if (column !== undefined) item[column] = typeof cell === "number" ? String(cell) : cell;
    });
    if (fields.length > 0) item.fields = Object.fromEntries(fields);
    rowOf.push(at + 1);
    items.push(item);
  });
  return { items, ignored, place };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

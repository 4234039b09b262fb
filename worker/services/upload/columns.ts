/** What the columns of an upload mean: the partner, what is known about it, answers, or nothing that is read. */
import type { CellProblem } from "../../../models/contract.ts";
import { quote } from "../../../models/engine/answers.ts";
import type { CompiledModel } from "../../../models/engine/compile.ts";
import { headerNames } from "../../../models/engine/grid/header.ts";
import { type ErrorEntry, InvalidRequest } from "../../errors.ts";
import { readName } from "../names.ts";
import { nearNames } from "../near-names.ts";
import type { UploadColumn } from "./outcome.ts";

/** Of the partner. Without `partner` the `name` is also its id. */
export const PARTNER_COLUMNS = ["partner", "name", "segment", "region", "type", "owner", "tags"] as const;
export type PartnerColumn = (typeof PARTNER_COLUMNS)[number];

export interface ColumnPlan {
  columns: UploadColumn[];
  /** Places of the columns that are read, from 0. */
  partner: Map<PartnerColumn, number>;
  fields: { name: string; column: number }[];
  criteria: { position: number; column: number }[];
  problems: CellProblem[];
}

/** A column as the sender maps it: `Account name=partner`; `Phone=-` is not read. */
export interface MappedColumn {
  header: string;
  means: string;
}

/** @returns null for what maps nothing. */
export function readMappedColumn(text: string): MappedColumn | null {
  const at = text.lastIndexOf("=");
  const [header, means] = [text.slice(0, Math.max(at, 0)).trim(), text.slice(at + 1).trim()];
  return header === "" || means === "" ? null : { header, means };
}

type Meaning = { partner: PartnerColumn } | { field: string } | { position: number };

const NOT_READ = "-";
const FIELD = /^fields?[.:]\s*(.+)$/i;
const fold = (text: string): string => text.trim().toLowerCase();

/**
 * Headers name a criterion by id, name or question in any of the model's languages, or a column of the partner. What the
 * sender maps goes before what a header says.
 *
 * @throws InvalidRequest where what is mapped is not in the file or means nothing.
 */
export function planColumns(
  compiled: CompiledModel,
  header: readonly string[],
  mapped: readonly MappedColumn[],
): ColumnPlan {
  const named = headerNames(compiled);
  const chosen = chosenMeanings(compiled, header, mapped);
  const plan: ColumnPlan = { columns: [], partner: new Map(), fields: [], criteria: [], problems: [] };
  const taken = new Map<string, number>();
  header.forEach((text, column) => {
    const choice = chosen.get(fold(text));
    const meaning = choice === undefined ? meaningOf(text, named) : choice;
    const means = meaning === null ? null : nameOf(compiled, meaning);
    const first = means === null ? undefined : taken.get(fold(means));
    if (means !== null && first !== undefined) {
      plan.problems.push({
        row: 1,
        column: column + 1,
        message: `${quote(text)} means the same as column ${first + 1}, ${quote(means)}. Only that column is read.`,
      });
    }
    const isRead = meaning !== null && means !== null && first === undefined;
    plan.columns.push({ header: text, means: isRead ? means : null, proposed: null });
    if (!isRead) return;
    taken.set(fold(means), column);
    if ("partner" in meaning) plan.partner.set(meaning.partner, column);
    else if ("field" in meaning) plan.fields.push({ name: meaning.field, column });
    else plan.criteria.push({ position: meaning.position, column });
  });
  if (!plan.partner.has("partner") && !plan.partner.has("name")) {
    plan.problems.push({
      row: 1,
      column: 0,
      message: "No column names the partner. Name one “partner” in the file, or say which one it is.",
    });
  }
  if (plan.criteria.length === 0) {
    plan.problems.push({
      row: 1,
      column: 0,
      message: `No column names a question of “${compiled.model.name}”. Use its ids, names or questions as headers, or say which columns they are.`,
    });
  }
  return plan;
}

function meaningOf(text: string, named: ReadonlyMap<string, number>): Meaning | null {
  const folded = fold(text);
  const position = named.get(folded);
  if (position !== undefined) return { position };
  const partner = PARTNER_COLUMNS.find((name) => name === folded);
  if (partner !== undefined) return { partner };
  if (folded === "id") return { partner: "partner" };
  const field = readName(FIELD.exec(text.trim())?.[1]);
  return field === null ? null : { field };
}

function nameOf({ model }: CompiledModel, meaning: Meaning): string {
  if ("partner" in meaning) return meaning.partner;
  return "field" in meaning ? `field:${meaning.field}` : (model.criteria[meaning.position]?.id ?? "");
}

function chosenMeanings(
  compiled: CompiledModel,
  header: readonly string[],
  mapped: readonly MappedColumn[],
): Map<string, Meaning | null> {
  const errors: ErrorEntry[] = [];
  const there = new Set(header.map(fold));
  const ids = new Map(compiled.model.criteria.map(({ id }, position) => [fold(id), position]));
  const chosen = new Map<string, Meaning | null>();
  for (const { header: text, means } of mapped) {
    const meaning = means === NOT_READ ? null : meaningOf(means, ids);
    if (!there.has(fold(text))) {
      errors.push({ location: "query.column", message: `${quote(text)} is no column of the file.` });
    } else if (meaning === null && means !== NOT_READ) {
      const near = nearNames(means, [...PARTNER_COLUMNS, ...ids.keys()])[0];
      errors.push({
        location: "query.column",
        message: `${quote(means)} is neither the id of a question nor a column of a partner.${near === undefined ? "" : ` Did you mean “${near}”?`}`,
      });
    }
    chosen.set(fold(text), meaning);
  }
  if (errors.length > 0) throw new InvalidRequest(errors.slice(0, 100));
  return chosen;
}

/** As other systems call it. Proposed, never assumed. */
const CALLED: Readonly<Record<Exclude<PartnerColumn, "name">, readonly string[]>> = {
  partner: [
    ..."account;account name;account id;company;company name;customer;organisation;organization;reseller".split(";"),
    ..."partner id;partner name;partnername;firma;kunde;konto;unternehmen;entreprise;société;compte".split(";"),
    ..."empresa;cuenta;socio;nombre".split(";"),
  ],
  segment: ["category", "size", "größe", "kategorie", "segmento", "catégorie"],
  region: ["country", "territory", "geo", "land", "gebiet", "pays", "région", "país", "región"],
  type: ["partner type", "account type", "partnertyp", "typ", "type de partenaire", "tipo"],
  owner: ["account owner", "account manager", "partner manager", "channel manager", "verantwortlich", "responsable"],
  tags: ["labels", "keywords", "stichwörter"],
};

/** Comparing names costs more than reading a small file. */
const PROPOSED = 60;

/** Fills in what the columns that are not read may mean; each meaning once, near names of criteria last. */
export function proposeMeanings({ model }: CompiledModel, { columns }: ColumnPlan): void {
  const taken = new Set(columns.flatMap(({ means }) => means ?? []));
  // A partner needs one of the two.
  if (taken.has("name")) taken.add("partner");
  const open = columns.filter(({ header, means }) => means === null && header !== "").slice(0, PROPOSED);
  for (const column of open) {
    const found = Object.entries(CALLED).find(
      ([name, texts]) => !taken.has(name) && texts.includes(fold(column.header)),
    );
    if (found === undefined) continue;
    column.proposed = found[0];
    taken.add(found[0]);
  }
  const names = new Map<string, string>();
  for (const { id, name } of model.criteria) {
    if (taken.has(id)) continue;
    names.set(id, id);
    if (!names.has(name)) names.set(name, id);
  }
  for (const column of open) {
    if (column.proposed !== null) continue;
    const near = nearNames(column.header, [...names.keys()]).find((name) => !taken.has(names.get(name) ?? ""));
    const id = near === undefined ? undefined : names.get(near);
    if (id === undefined) continue;
    column.proposed = id;
    taken.add(id);
  }
}

import { MAX_MODEL_BYTES, type Model } from "../../models/format.ts";
import { findStoredModel } from "../db/models.ts";
import { UnknownModel, UnknownRevision } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { type CatalogEntry, catalogEntries } from "./catalog.ts";
import { nearNames } from "./near-names.ts";

export interface FoundModel extends CatalogEntry {
  /** Whether it is the workspace's own, or a shipped one. */
  own: boolean;
  archivedAt: string | null;
}

/** Nothing longer can be an id; the database need not look for it. */
const LONGEST_ID = 100;

/**
 * A model by id, and by revision where one is named: shipped ones first, then the workspace's own and those shipped
 * earlier that it has used.
 *
 * @throws UnknownModel with the names that were perhaps meant, UnknownRevision.
 */
export async function findModel(caller: Caller, id: string, revision?: string): Promise<FoundModel> {
  const entries = await catalogEntries();
  const entry = entries.find(({ model }) => model.id === id);
  if (entry !== undefined && (revision === undefined || revision === entry.revision)) {
    return { ...entry, own: false, archivedAt: null };
  }
  const stored =
    id.length > LONGEST_ID || (revision ?? "").length > LONGEST_ID
      ? null
      : await findStoredModel(caller.database, id, revision ?? null);
  if (stored !== null && stored.document.length <= MAX_MODEL_BYTES) {
    const model = JSON.parse(stored.document) as Model;
    return { model, revision: stored.revision, own: entry === undefined, archivedAt: stored.archivedAt };
  }
  if (entry !== undefined) {
    throw unknownRevision(id, revision, entry.revision);
  }
  const present = revision === undefined ? null : await findStoredModel(caller.database, id.slice(0, LONGEST_ID), null);
  if (present !== null) {
    throw unknownRevision(id, revision, present.revision);
  }
  throw unknownModel(id, entries);
}

/** A model that came with the service; its page needs no key. @throws UnknownModel. */
export async function findShippedModel(id: string): Promise<CatalogEntry> {
  const entries = await catalogEntries();
  const entry = entries.find(({ model }) => model.id === id);
  if (entry === undefined) throw unknownModel(id, entries);
  return entry;
}

function unknownRevision(id: string, revision: string | undefined, present: string): UnknownRevision {
  return new UnknownRevision(
    `“${shorten(id)}” has no revision “${shorten(revision ?? "")}”. Its present revision is “${present}”.`,
  );
}

function unknownModel(id: string, entries: readonly CatalogEntry[]): UnknownModel {
  const near = nearNames(
    id,
    entries.map(({ model }) => model.id),
  );
  const hint = near.length > 0 ? ` Did you mean ${near.map((name) => `“${name}”`).join(" or ")}?` : "";
  return new UnknownModel(`There is no model “${shorten(id)}”.${hint} GET /v1/models lists every model.`);
}

function shorten(text: string): string {
  return text.length > 64 ? `${text.slice(0, 64).toWellFormed()}…` : text.toWellFormed();
}

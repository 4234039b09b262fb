import { UnknownModel, UnknownRevision } from "../errors.ts";
import { type CatalogEntry, catalogEntries } from "./catalog.ts";
import { nearNames } from "./near-names.ts";

/**
 * A model by id, and by revision where one is named.
 *
 * @throws UnknownModel with the names that were perhaps meant, UnknownRevision.
 */
export async function findModel(id: string, revision?: string): Promise<CatalogEntry> {
  const entries = await catalogEntries();
  const entry = entries.find(({ model }) => model.id === id);
  if (entry === undefined) {
    const near = nearNames(
      id,
      entries.map(({ model }) => model.id),
    );
    const hint = near.length > 0 ? ` Did you mean ${near.map((name) => `“${name}”`).join(" or ")}?` : "";
    throw new UnknownModel(`There is no model “${shorten(id)}”.${hint} GET /v1/models lists every model.`);
  }
  if (revision !== undefined && revision !== entry.revision) {
    throw new UnknownRevision(
      `“${id}” has no revision “${shorten(revision)}”. Its present revision is “${entry.revision}”.`,
    );
  }
  return entry;
}

function shorten(text: string): string {
  return text.length > 64 ? `${text.slice(0, 64).toWellFormed()}…` : text.toWellFormed();
}

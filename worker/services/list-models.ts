import type { ModelSummary } from "../../models/contract.ts";
import { listStoredModels } from "../db/models.ts";
import type { Caller } from "./caller.ts";
import { type CatalogEntry, catalogEntries } from "./catalog.ts";
import { fromCursor, pageOf } from "./paging.ts";

/** Where a page ends: among the shipped models or among the workspace's own, and after which. */
const SHIPPED = "shipped";
const OWN = "own";

/**
 * The shipped models, then the workspace's own that are not archived, a page of them.
 *
 * @throws InvalidRequest for what is no cursor of this list.
 */
export async function listModels(
  caller: Caller,
  cursor: string | undefined,
  limit: number,
): Promise<{ models: ModelSummary[]; cursor: string | null }> {
  const [part = "", after = ""] = fromCursor(cursor, 2);
  const entries = await catalogEntries();
  const shipped = entries.map(summaryOf);
  const rest = part === OWN ? [] : shipped.slice(shipped.findIndex(({ id }) => id === after) + 1);
  const ids = shipped.map(({ id }) => id);
  const own =
    rest.length > limit
      ? []
      : await listStoredModels(caller.database, ids, part === OWN ? after : "", limit + 1 - rest.length);
  const page = pageOf([...rest, ...own], limit, ({ id }) => [ids.includes(id) ? SHIPPED : OWN, id]);
  return { models: page.items, cursor: page.cursor };
}

function summaryOf({ model, revision }: CatalogEntry): ModelSummary {
  const language = model.language ?? "en";
  return {
    id: model.id,
    revision,
    name: model.name,
    summary: model.summary ?? null,
    language,
    languages: [language, ...Object.keys(model.translations ?? {})],
    criteria: model.criteria.length,
    levels: model.levels.map(({ id, name }) => ({ id, name })),
  };
}

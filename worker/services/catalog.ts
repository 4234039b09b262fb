import { catalog } from "../../models/catalog/index.ts";
import type { Model } from "../../models/format.ts";
import { revisionOf } from "./revision.ts";

export interface CatalogEntry {
  model: Model;
  revision: string;
}

let entries: Promise<readonly CatalogEntry[]> | undefined;

/** The shipped models with their revisions, which an isolate computes once. */
export function catalogEntries(): Promise<readonly CatalogEntry[]> {
  entries ??= Promise.all(catalog.map(async (model) => ({ model, revision: await revisionOf(model) })));
  return entries;
}

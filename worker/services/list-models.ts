import type { ModelSummary } from "../../models/contract.ts";
import { listStoredModels } from "../db/models.ts";
import type { Caller } from "./caller.ts";
import { catalogEntries } from "./catalog.ts";

/** The shipped models, then the workspace's own that are not archived. */
export async function listModels(caller: Caller): Promise<ModelSummary[]> {
  const shipped = (await catalogEntries()).map(({ model, revision }) => {
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
  });
  const own = (await listStoredModels(caller.database))
    .filter(({ id, archivedAt }) => archivedAt === null && !shipped.some((model) => model.id === id))
    .map(({ archivedAt: _, ...summary }) => summary);
  return [...shipped, ...own];
}

import type { ModelSummary } from "../../models/contract.ts";
import { catalogEntries } from "./catalog.ts";

export async function listModels(): Promise<ModelSummary[]> {
  return (await catalogEntries()).map(({ model, revision }) => {
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
}

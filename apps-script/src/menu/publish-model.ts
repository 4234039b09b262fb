/** Stores the Model tab's model as a revision, so that periods can be saved with it. */
import { labelOf } from "../commands.ts";
import type { MenuPlatform } from "../platform.ts";
import { summary } from "./check-tab.ts";
import { toldUpdated } from "./examples.ts";
import { publishTab } from "./store-model.ts";

/** @returns what to tell, null where a dialog was closed. @throws Trouble. */
export function publishModel(platform: MenuPlatform): string | null {
  const stored = publishTab(labelOf("publishModel"), platform);
  if (stored === null) return null;
  const { reference, changed, found, updated } = stored;
  const said = changed
    ? `“${reference.name}” is stored as revision ${reference.revision} of “${reference.id}”.`
    : `Unchanged: “${reference.name}” is stored already, as revision ${reference.revision} of “${reference.id}”.`;
  const all = toldUpdated(updated) + said;
  return found.length === 0 ? all : `${all}\n\n${summary("can be scored with", found)}`;
}

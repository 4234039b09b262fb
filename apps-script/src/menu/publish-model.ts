/** Stores the Model tab's model as a revision, so that periods can be saved with it. */
import type { MenuPlatform } from "../platform.ts";
import { summary } from "./check-model.ts";
import { command } from "./say.ts";
import { publishTab } from "./store-model.ts";

const TITLE = "Publish model";

export function publishModel(platform: MenuPlatform): void {
  command(TITLE, platform, () => {
    const stored = publishTab(TITLE, platform);
    if (stored === null) return null;
    const { reference, changed, found } = stored;
    const said = changed
      ? `“${reference.name}” is stored as revision ${reference.revision} of “${reference.id}”.`
      : `Unchanged: “${reference.name}” is stored already, as revision ${reference.revision} of “${reference.id}”.`;
    return found.length === 0 ? said : `${said}\n\n${summary("can be scored with", found)}`;
  });
}

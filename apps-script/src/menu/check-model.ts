/** Checks the Model tab, its own examples included. */
import { labelOf } from "../commands.ts";
import type { MenuPlatform } from "../platform.ts";
import { summary } from "./check-tab.ts";
import { checkWithExamples, toldUpdated } from "./examples.ts";

/** @returns what to tell. @throws Trouble. */
export function checkModel(platform: MenuPlatform): string {
  const { checked, updated, keep } = checkWithExamples(labelOf("checkModel"), "", platform);
  keep();
  const { model, verdict, found } = checked;
  if (model === null) return summary("cannot be scored with yet", found);
  if (found.length === 0) return `${toldUpdated(updated)}“${model.name}” is in order.`;
  return toldUpdated(updated) + summary(verdict.valid ? "can be scored with" : "has faults", found);
}

/** Builds the workbook for one of the service's models. */
import type { Model } from "../../../models/format.ts";
import { workbookOf } from "../layout/workbook.ts";
import { writeWorkbook } from "../layout/write-workbook.ts";
import type { MenuPlatform } from "../platform.ts";
import { askPatiently, readAnswer } from "../service.ts";
import { connectionState, requireConnection } from "./settings.ts";
import { noteConnection } from "./start-tab.ts";

const TITLE = "Set up workbook";

export function setUpWorkbook(platform: MenuPlatform): string | null {
  const connection = requireConnection(platform);
  const ask = (path: string) => askPatiently({ method: "get", path }, connection, platform.fetch, platform.clock);
  const { models } = readAnswer<{ models: { id: string; name: string }[] }>(ask("/v1/models"));
  // A model of one's own may keep the name of the shipped one it was made from.
  const isShared = (name: string) => models.filter((other) => other.name === name).length > 1;
  const offered = models
    .map(({ id, name }, place) => `${place + 1}  ${name}${isShared(name) ? ` (${id})` : ""}`)
    .join("\n");
  const typed = platform.prompt.ask(TITLE, `Which model? Enter its number.\n\n${offered}`);
  if (typed === null) return null;
  const chosen = models[Number(typed) - 1] ?? models.find(({ id }) => id === typed);
  if (chosen === undefined) return `“${typed}” is none of them. Enter a number from 1 to ${models.length}.`;
  const { document } = readAnswer<{ document: Model }>(ask(`/v1/models/${encodeURIComponent(chosen.id)}`));
  const { written, kept } = writeWorkbook(platform.spreadsheet(), workbookOf(document), platform.builders());
  noteConnection(connectionState(platform), platform.spreadsheet());
  platform.flush();
  if (written.length === 0)
    return "Every tab is there already, and nothing was changed. Rename the tabs to build new ones.";
  const left = kept.length === 0 ? "" : ` These were there already and stay as they are: ${kept.join(", ")}.`;
  return `Done: ${written.join(", ")}.${left} Enter your partners in the Answers tab, then choose Score all partners.`;
}

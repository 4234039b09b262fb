/** Makes actions from what the service knows of the partners, and brings them into the Plan tab. */
import { labelOf } from "../../commands.ts";
import { readSetting } from "../../connection.ts";
import type { MenuPlatform } from "../../platform.ts";
import { Trouble } from "../../service.ts";
import { named } from "../choose-partners.ts";
import { modelInTab } from "../model-in-tab.ts";
import { readAnswers } from "../read-answers.ts";
import { startRun } from "../run-time.ts";
import { counted } from "../say.ts";
import { openLine } from "../service-line.ts";
import { partnerId } from "../stored.ts";
import { withLock } from "../with-lock.ts";
import { synchronise } from "./synchronise.ts";

/** Partners in a request, as many as the service takes. */
const PORTION = 100;
const SHOWN = 3;

interface Made {
  actions: unknown[];
  skipped: number;
  unassessed: string[];
}

/** Actions for what each partner should work on first. @returns what to tell, null where a dialog was closed. */
export const planFromGaps = (platform: MenuPlatform): string | null => planFrom("gaps", "planFromGaps", platform);

/** Actions for the cheapest way to the next level. @returns what to tell, null where a dialog was closed. */
export const planFromPath = (platform: MenuPlatform): string | null => planFrom("path", "planFromPath", platform);

function planFrom(
  from: "gaps" | "path",
  command: "planFromGaps" | "planFromPath",
  platform: MenuPlatform,
): string | null {
  const line = openLine(platform);
  const spreadsheet = platform.spreadsheet();
  const typed = platform.prompt.ask(
    labelOf(command),
    "For which partners? Enter their names, separated by “;”, or leave it blank for all partners of the Answers tab. Actions that are open already are not made again.",
  );
  if (typed === null) return null;
  return withLock(platform, () => {
    const run = startRun(platform.clock);
    const model = modelInTab(spreadsheet);
    const present = readAnswers(spreadsheet, model).rows.map(({ partner }) => partnerId(partner));
    const partners = typed === "" ? [...new Set(present)] : named(typed, present);
    if (partners.length === 0) return "There is nobody to plan for. Enter partners in the Answers tab.";
    const limit = gapsOf(readSetting(spreadsheet, "gaps"));
    const occasion = `${command} ${platform.clock.now()}`;
    let made = 0;
    let skipped = 0;
    let looked = 0;
    const unassessed: string[] = [];
    while (looked < partners.length && !run.isOver()) {
      const portion = partners.slice(looked, looked + PORTION);
      const body = JSON.stringify({ from, model: model.id, partners: portion, limit });
      const answer = makeActions(() => line.change<Made>({ method: "post", path: "/v1/actions", body }, occasion));
      made += answer.actions.length;
      skipped += answer.skipped;
      unassessed.push(...answer.unassessed);
      looked += portion.length;
      if (looked < partners.length) spreadsheet.toast(`${looked} of ${partners.length} partners`, labelOf(command), 10);
    }
    const left = partners.length - looked;
    return [
      `${counted(made, "action", "actions")} made${skipped > 0 ? `, ${skipped.toLocaleString("en")} left out because one for the same is open` : ""}.`,
      ...(unassessed.length > 0 ? [unassessedWords(unassessed)] : []),
      ...(left > 0
        ? [`${counted(left, "partner is", "partners are")} still to be looked at. Choose ${labelOf(command)} again.`]
        : []),
      synchronise(model, platform, run),
    ].join(" ");
  });
}

function makeActions(work: () => Made): Made {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Trouble) || error.status !== 404) throw error;
    throw new Trouble("the model is not stored yet. Choose Save this period first: plans are made from what was saved");
  }
}

function unassessedWords(unassessed: readonly string[]): string {
  const more = unassessed.length - SHOWN;
  const names = unassessed.slice(0, SHOWN).join(", ") + (more > 0 ? ` and ${more.toLocaleString("en")} more` : "");
  return `Nothing is saved of ${names}: choose Save this period first.`;
}

function gapsOf(setting: string): number {
  const count = Number(setting);
  return Number.isInteger(count) && count >= 1 && count <= 20 ? count : SHOWN;
}

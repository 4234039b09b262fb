/** What Google calls, by the names of `entry-points.ts`. The only place that knows Google's services as globals. */
import type { CommandId } from "./commands.ts";
import { scoreRange } from "./functions/grid-functions.ts";
import { benchmark, forecast } from "./functions/insight-functions.ts";
import { googleCells, googleMenu } from "./google.ts";
import { chooseFromMenu } from "./menu/choose.ts";
import { addMenu } from "./menu/menu.ts";
import { openSettings as settings } from "./menu/settings.ts";
import { answersOf } from "./sidebar/calls.ts";
import type { SidebarCalls } from "./sidebar/wire.ts";

export const MATURITY_LEVEL = (answers: unknown, model: unknown, options: unknown) =>
  scoreRange("LEVEL", answers, model, options, googleCells);
export const MATURITY_INDEX = (answers: unknown, model: unknown, options: unknown) =>
  scoreRange("INDEX", answers, model, options, googleCells);
export const MATURITY_TABLE = (answers: unknown, model: unknown, options: unknown) =>
  scoreRange("TABLE", answers, model, options, googleCells);
export const MATURITY_GAPS = (answers: unknown, model: unknown, options: unknown) =>
  scoreRange("GAPS", answers, model, options, googleCells);
export const MATURITY_WHY = (answers: unknown, model: unknown, options: unknown) =>
  scoreRange("WHY", answers, model, options, googleCells);
export const MATURITY_PATH = (answers: unknown, model: unknown, options: unknown) =>
  scoreRange("PATH", answers, model, options, googleCells);
export const MATURITY_BENCHMARK = (partner: unknown, model: unknown, options: unknown) =>
  benchmark(partner, model, options, googleCells);
export const MATURITY_FORECAST = (partner: unknown, model: unknown, options: unknown) =>
  forecast(partner, model, options, googleCells);

export const onOpen = () => addMenu(SpreadsheetApp.getUi());
export const onInstall = () => onOpen();
export const openSidebar = () => googleMenu.showSidebar();
export const openSettings = () => settings(googleMenu);

/** Every menu item of `commands.ts` comes here. */
export const choose = (id: CommandId) => chooseFromMenu(id, googleMenu);

/** Every call of the sidebar's page comes here. */
export function answer(name: keyof SidebarCalls, given: unknown[]): unknown {
  // The page is checked against the same types; what arrives is checked by each call.
  const call = answersOf(googleMenu)[name] as (...given: unknown[]) => unknown;
  return call(...given);
}

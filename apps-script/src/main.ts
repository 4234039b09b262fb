/** What Google calls, by the names of `entry-points.ts`. The only place that knows Google's services as globals. */
import { scoreRange } from "./functions/grid-functions.ts";
import { benchmark, forecast } from "./functions/insight-functions.ts";
import { googleCells, googleMenu } from "./google.ts";
import { checkModel as check } from "./menu/check-model.ts";
import { addMenu } from "./menu/menu.ts";
import * as score from "./menu/score.ts";
import { setUpWorkbook as setUp } from "./menu/set-up.ts";
import { openSettings as settings } from "./menu/settings.ts";

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
export const setUpWorkbook = () => setUp(googleMenu);
export const scoreAllPartners = () => score.scoreAllPartners(googleMenu);
export const scoreSelectedPartners = () => score.scoreSelectedPartners(googleMenu);
export const findGaps = () => score.findGaps(googleMenu);
export const checkModel = () => check(googleMenu);
export const openSettings = () => settings(googleMenu);

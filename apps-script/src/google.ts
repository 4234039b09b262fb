/** The platform as Google gives it. Services are asked for when they are used, never before. */
import type { CellPlatform, Clock, Fetch, FetchRequest, MenuPlatform, Properties } from "./platform.ts";
import { countedFetch } from "./run/usage.ts";

/** An add-on that was installed but not yet used in a file is refused these services: then there is nothing to read. */
function orNull<Service>(find: () => Service | null): Service | null {
  try {
    return find();
  } catch {
    return null;
  }
}

const clock: Clock = { now: () => Date.now(), sleep: (milliseconds) => Utilities.sleep(milliseconds) };
const fetch: Fetch = {
  fetch: (address: string, request: FetchRequest) =>
    UrlFetchApp.fetch(address, request as GoogleAppsScript.URL_Fetch.URLFetchRequestOptions),
};
const workbookProperties = (): Properties | null => orNull(() => PropertiesService.getDocumentProperties());
const userProperties = (): Properties | null => orNull(() => PropertiesService.getUserProperties());

export const googleCells: CellPlatform = {
  spreadsheet: () => orNull(() => SpreadsheetApp.getActiveSpreadsheet()),
  fetch: countedFetch(fetch, workbookProperties, clock),
  cache: () => orNull(() => CacheService.getDocumentCache() ?? CacheService.getScriptCache()),
  properties: workbookProperties,
  clock,
  digest: (text) =>
    Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, text, Utilities.Charset.UTF_8)
      .map((byte) => (byte & 0xff).toString(16).padStart(2, "0"))
      .join(""),
  day: (time, timeZone) => Utilities.formatDate(new Date(time), timeZone, "yyyy-MM-dd"),
};

export const googleMenu: MenuPlatform = {
  ...googleCells,
  fetch: countedFetch(fetch, userProperties, clock),
  userProperties,
  showSidebar: () =>
    SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile("Sidebar").setTitle("Levelsheet")),
  spreadsheet: () => SpreadsheetApp.getActiveSpreadsheet(),
  builders: () => SpreadsheetApp,
  chartTypes: () => Charts.ChartType,
  lock: () => LockService.getDocumentLock(),
  prompt: {
    ask(title, question) {
      const ui = SpreadsheetApp.getUi();
      const answer = ui.prompt(title, question, ui.ButtonSet.OK_CANCEL);
      return answer.getSelectedButton() === ui.Button.OK ? answer.getResponseText().trim() : null;
    },
    say(title, message) {
      const ui = SpreadsheetApp.getUi();
      ui.alert(title, message, ui.ButtonSet.OK);
    },
    confirm(title, question) {
      const ui = SpreadsheetApp.getUi();
      return ui.alert(title, question, ui.ButtonSet.OK_CANCEL) === ui.Button.OK;
    },
  },
  flush: () => SpreadsheetApp.flush(),
};

/** The platform as Google gives it. Services are asked for when they are used, never before. */
import type { CellPlatform, FetchRequest, MenuPlatform } from "./platform.ts";

/** An add-on that was installed but not yet used in a file is refused these services: then there is nothing to read. */
function orNull<Service>(find: () => Service | null): Service | null {
  try {
    return find();
  } catch {
    return null;
  }
}

export const googleCells: CellPlatform = {
  spreadsheet: () => orNull(() => SpreadsheetApp.getActiveSpreadsheet()),
  fetch: {
    fetch: (address: string, request: FetchRequest) =>
      UrlFetchApp.fetch(address, request as GoogleAppsScript.URL_Fetch.URLFetchRequestOptions),
  },
  cache: () => orNull(() => CacheService.getDocumentCache() ?? CacheService.getScriptCache()),
  properties: () => orNull(() => PropertiesService.getDocumentProperties()),
  clock: { now: () => Date.now(), sleep: (milliseconds) => Utilities.sleep(milliseconds) },
  digest: (text) =>
    Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, text, Utilities.Charset.UTF_8)
      .map((byte) => (byte & 0xff).toString(16).padStart(2, "0"))
      .join(""),
  day: (time, timeZone) => Utilities.formatDate(new Date(time), timeZone, "yyyy-MM-dd"),
};

export const googleMenu: MenuPlatform = {
  ...googleCells,
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

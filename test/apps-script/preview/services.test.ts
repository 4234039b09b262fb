/** Network, storage, locks and passing data, with the figures at which Google stops. */
import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { Execution } from "../../../apps-script/preview/google/execution.ts";
import { HtmlService } from "../../../apps-script/preview/google/html-service.ts";
import { bytesOf, emptyCounters, LIMITS } from "../../../apps-script/preview/google/quota.ts";
import { LockService, Utilities } from "../../../apps-script/preview/google/services.ts";
import { CacheService, emptyProperties, PropertiesService } from "../../../apps-script/preview/google/storage.ts";
import type { Replies, UiView } from "../../../apps-script/preview/google/ui.ts";
import { Ui } from "../../../apps-script/preview/google/ui.ts";
import { type Answer, type Sent, UrlFetchApp } from "../../../apps-script/preview/google/url-fetch.ts";

let now = Date.UTC(2026, 10, 22);
const clock = () => now;
const full = () => new Execution("FULL", clock);
afterEach(() => {
  now = Date.UTC(2026, 10, 22);
});

describe("requests", () => {
  const network = (answer: Partial<Answer> | Error = {}) => {
    const sent: Sent[] = [];
    const counters = emptyCounters();
    const send = (one: Sent): Answer => {
      sent.push(one);
      if (answer instanceof Error) throw answer;
      return { status: 200, headers: {}, text: "", ...answer };
    };
    return { sent, counters, app: new UrlFetchApp(full(), send, counters, clock) };
  };

  test("carry method, headers and text, and give status and text back", () => {
    const { app, sent } = network({ status: 201, text: "made" });
    const response = app.fetch("https://example.com/x", {
      method: "post",
      headers: { a: "b" },
      contentType: "application/json",
      payload: "{}",
    });
    expect([response.getResponseCode(), response.getContentText()]).toEqual([201, "made"]);
    expect(sent).toEqual([
      {
        address: "https://example.com/x",
        method: "post",
        headers: { a: "b", "content-type": "application/json" },
        payload: "{}",
      },
    ]);
  });

  test("throw for a status from 400 on, unless that is muted", () => {
    const { app } = network({ status: 404, text: "nothing" });
    expect(() => app.fetch("https://example.com/x")).toThrow(
      "Request failed for https://example.com returned code 404. Truncated server response: nothing",
    );
    expect(app.fetch("https://example.com/x", { muteHttpExceptions: true }).getResponseCode()).toBe(404);
  });

  test("throw in Google's words where nobody answers", () => {
    expect(() => network(new Error("reset")).app.fetch("https://example.com/x")).toThrow(
      "Address unavailable: https://example.com/x",
    );
  });

  test("are 20,000 a day, each counted though it is lost", () => {
    const { app, counters, sent } = network(new Error("reset"));
    counters.day = "2026-11-22";
    counters.fetches = LIMITS.fetches - 1;
    expect(() => app.fetch("https://example.com/")).toThrow("Address unavailable");
    expect(() => app.fetch("https://example.com/")).toThrow("Service invoked too many times for one day: urlfetch.");
    expect(sent).toHaveLength(1);
    now += 86_400_000;
    const tomorrow = new UrlFetchApp(full(), () => ({ status: 200, headers: {}, text: "" }), counters, clock);
    expect(tomorrow.fetch("https://example.com/").getResponseCode()).toBe(200);
    expect([counters.day, counters.fetches]).toEqual(["2026-11-23", 1]);
  });

  test("have addresses of 2 kB and bodies of 50 MB at most", () => {
    const { app, counters } = network({ text: "é" });
    expect(() => app.fetch(`https://example.com/${"x".repeat(2_048)}`)).toThrow("URLFetch URL Length");
    expect(() => app.fetch("https://example.com/", { payload: "x".repeat(LIMITS.requestBytes + 1) })).toThrow(
      "POST Size",
    );
    app.fetch("https://example.com/", { payload: "äö" });
    expect([counters.sent, counters.received]).toEqual([4, 2]);
  });
});

describe("properties", () => {
  const open = (mode: "FULL" | "NONE" = "FULL") =>
    new PropertiesService(new Execution(mode, clock), emptyProperties(), () => undefined);

  test("are texts by name; null where there is none", () => {
    const store = open().getDocumentProperties();
    store.setProperties({ a: "1", b: "2" }).setProperty("a", "3").deleteProperty("b");
    expect([store.getProperties(), store.getProperty("b"), store.getKeys()]).toEqual([{ a: "3" }, null, ["a"]]);
    expect(store.getProperty("constructor")).toBeNull();
  });

  test("have 9 kB each and 500 kB together", () => {
    const store = open().getDocumentProperties();
    expect(() => store.setProperty("a", "é".repeat(4_609))).toThrow("Argument too large: value");
    for (let place = 0; place < 55; place++) store.setProperty(`p${place}`, "x".repeat(9 * 1_024));
    expect(() => store.setProperty("one more", "x".repeat(9 * 1_024))).toThrow("property storage quota");
    expect(store.getProperty("one more")).toBeNull();
  });

  test("are not there before the add-on is used", () => {
    expect(() => open("NONE").getDocumentProperties()).toThrow("You do not have permission");
  });
});

describe("the cache", () => {
  const open = () => new CacheService(full(), new Map(), clock).getScriptCache();

  test("forgets after its time", () => {
    const cache = open();
    cache.put("a", "1", 10);
    expect([cache.get("a"), cache.getAll(["a", "b"])]).toEqual(["1", { a: "1" }]);
    now += 10_000;
    expect(cache.get("a")).toBeNull();
  });

  test("takes 100 kB a value, keys of 250 letters, 6 hours", () => {
    const cache = open();
    expect(() => cache.put("a", "x".repeat(102_401))).toThrow("Argument too large: value");
    expect(() => cache.put("a".repeat(251), "x")).toThrow("Argument too large: key");
    expect(() => cache.put("a", "x", 21_601)).toThrow("Invalid argument");
  });

  test("keeps the 900 of 1,000 entries that live longest", () => {
    const cache = open();
    for (let place = 0; place <= 1_000; place++) cache.put(`k${place}`, "x", 600 + place);
    expect([cache.get("k0"), cache.get("k100"), cache.get("k1000")]).toEqual([null, null, "x"]);
    expect(cache.get("k101")).toBe("x");
  });
});

test("a lock is one person's at a time", () => {
  const state = { heldBy: null };
  const [mine, theirs] = [
    new LockService(full(), state).getDocumentLock(),
    new LockService(full(), state).getDocumentLock(),
  ];
  expect([mine.tryLock(1), theirs.tryLock(1), theirs.hasLock()]).toEqual([true, false, false]);
  theirs.releaseLock();
  expect(() => theirs.waitLock(1)).toThrow("Lock timeout");
  mine.releaseLock();
  expect(theirs.tryLock(1)).toBe(true);
});

describe("utilities", () => {
  const utilities = new Utilities((milliseconds) => {
    now += milliseconds;
  });

  test("digest as bytes with a sign", () => {
    const expected = [...Int8Array.from(createHash("sha256").update("Größe").digest())];
    expect(utilities.computeDigest("SHA_256", "Größe")).toEqual(expected);
    expect(expected.some((byte) => byte < 0)).toBe(true);
  });

  test("write days in a time zone", () => {
    const date = new Date(Date.UTC(2026, 11, 31, 23, 5, 9)) as unknown as GoogleAppsScript.Base.Date;
    expect(utilities.formatDate(date, "Europe/Berlin", "yyyy-MM-dd'T'HH:mm:ss")).toBe("2027-01-01T00:05:09");
  });

  test("sleep for at most five minutes", () => {
    const before = now;
    utilities.sleep(1_500);
    expect(now - before).toBe(1_500);
    expect(() => utilities.sleep(300_001)).toThrow("Invalid argument");
  });
});

describe("pages and dialogs", () => {
  const view = (): UiView & { shown: string[] } => {
    const shown: string[] = [];
    return {
      shown,
      showMenu: (caption, items) => shown.push(`${caption}: ${items.map((item) => item.kind).join()}`),
      say: ({ message }) => shown.push(message),
      showSidebar: (html, title) => shown.push(`${title}: ${html}`),
      showDialog: (html, title) => shown.push(`${title}: ${html}`),
    };
  };

  test("a page comes from the project's files", () => {
    const service = new HtmlService({ Sidebar: "<p>Hi</p>" });
    const seen = view();
    new Ui(full(), seen, { given: [], pending: null }).showSidebar(
      service.createHtmlOutputFromFile("Sidebar.html").setTitle("Mine"),
    );
    expect(seen.shown).toEqual(["Mine: <p>Hi</p>"]);
    expect(() => service.createHtmlOutputFromFile("Other")).toThrow("No HTML file named Other was found.");
  });

  test("a question ends the run, and its reply is there in the next one", () => {
    const replies: Replies = { given: [], pending: null };
    const execution = full();
    const ui = new Ui(execution, view(), replies);
    expect(() => ui.prompt("Title", "Which?", "OK_CANCEL")).toThrow();
    expect(replies.pending).toEqual({ kind: "prompt", title: "Title", message: "Which?", buttons: ["OK", "CANCEL"] });
    expect(() => execution.use("spreadsheet", "Range.getValues")).toThrow();
    const again = new Ui(full(), view(), { given: [{ button: "OK", text: "this" }], pending: null });
    expect(again.prompt("Title", "Which?", "OK_CANCEL").getResponseText()).toBe("this");
  });

  test("what is only said holds nothing up", () => {
    const seen = view();
    const ui = new Ui(full(), seen, { given: [], pending: null });
    expect([ui.alert("Title", "Done.", "OK"), ui.alert("Bare")]).toEqual(["OK", "OK"]);
    ui.createMenu("Mine").addItem("One", "one").addSeparator().addSubMenu(ui.createMenu("Sub")).addToUi();
    expect(seen.shown).toEqual(["Done.", "Bare", "Mine: item,separator,menu"]);
  });
});

test("bytes are those of UTF-8", () => {
  expect(["a", "é", "–", "😀"].map(bytesOf)).toEqual([1, 2, 3, 4]);
});

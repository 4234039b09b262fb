/** Connecting: what people type, and what each refusal tells them to do. */
import { describe, expect, test } from "vitest";
import { readAddress } from "../../apps-script/src/connection.ts";
import { answersOf } from "../../apps-script/src/sidebar/calls.ts";
import { FakeGoogle, type Reply } from "../support/sheet-google.ts";
import { ADDRESS, newKey, problem, serve } from "../support/sheet-service.ts";
import { small, three, workbook } from "../support/sheet-workbook.ts";

const KEY = newKey();

function sidebar(reply?: Reply) {
  const google = new FakeGoogle({ serve: reply === undefined ? serve : () => reply });
  return { google, script: answersOf(google.platform()) };
}

test.each([
  ["https://levelsheet.example.workers.dev", "https://levelsheet.example.workers.dev"],
  ["  https://levelsheet.example.workers.dev/  ", "https://levelsheet.example.workers.dev"],
  ["http://levelsheet.example.workers.dev", "https://levelsheet.example.workers.dev"],
  ["levelsheet.example.workers.dev/docs", "https://levelsheet.example.workers.dev"],
  ["https://levelsheet.example.workers.dev/setup", "https://levelsheet.example.workers.dev"],
  ["https://levelsheet.example.workers.dev/docs#problem-not-found", "https://levelsheet.example.workers.dev"],
  [
    "https://levelsheet.example.workers.dev/models/partner-maturity?language=de",
    "https://levelsheet.example.workers.dev",
  ],
  ["https://levelsheet.example.workers.dev/v1/score/grid", "https://levelsheet.example.workers.dev"],
  ["https://portal.example/levelsheet/docs", "https://portal.example/levelsheet"],
  ["https://levelsheet.example.workers.dev/a/tok_123", "https://levelsheet.example.workers.dev"],
  ["https://docs.example/", "https://docs.example"],
  ["localhost:8787/docs", "http://localhost:8787"],
  ["http://127.0.0.1:8787/", "http://127.0.0.1:8787"],
])("the address %s is read as %s", (typed, address) => {
  expect(readAddress(typed)).toBe(address);
});

test.each([
  "",
  "levelsheet",
  "ftp://levelsheet.example",
  "https://",
  "https://levelsheet.example@other.example",
  "two words.example",
])("“%s” is no address", (typed) => {
  expect(readAddress(typed)).toBeNull();
});

describe("connecting", () => {
  test("names workspace and address, and shows of the key how it begins", () => {
    const { google, script } = sidebar();
    const said = script.connect(`${ADDRESS}/docs`, ` ${KEY} `);
    expect(said).toMatchObject({
      ok: true,
      value: {
        connection: { address: ADDRESS, workspace: "Acme channel", keyPrefix: KEY.slice(0, 12), from: "sidebar" },
        message: expect.stringMatching(
          /^Connected to Acme channel, https:\/\/levelsheet\.example\.workers\.dev\. It offers /,
        ),
      },
    });
    const state = script.readState();
    expect(state).toMatchObject({
      ok: true,
      value: { connection: { workspace: "Acme channel", keyPrefix: KEY.slice(0, 12) } },
    });
    expect(JSON.stringify([said, state, script.testConnection()])).not.toContain(KEY);
    expect(google.sent).toHaveLength(2);
    expect(google.sent[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test("without a key says where to get one, and asks nobody", () => {
    const { google, script } = sidebar();
    expect(script.connect(ADDRESS, " ")).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^The key is missing\. It begins with lsk_/),
    });
    expect(google.sent).toHaveLength(0);
  });

  test("forgets address, key and workspace again", () => {
    const { google, script } = sidebar();
    script.connect(ADDRESS, KEY);
    expect(script.disconnect()).toEqual({ ok: true, value: null });
    expect([...google.properties.keys()]).toEqual([]);
    expect(script.testConnection()).toEqual({
      ok: false,
      message: "Not connected. Open Extensions > Levelsheet > Settings.",
    });
  });

  test("leaves a connection alone that the Settings tab holds", () => {
    const { google, tab } = workbook(small, three);
    const script = answersOf(google.platform());
    tab("Settings")
      .getRange(2, 2, 2, 1)
      .setValues([[ADDRESS], [KEY]]);
    expect(script.readState()).toMatchObject({ value: { connection: { from: "tab", keyPrefix: KEY.slice(0, 12) } } });
    expect(script.disconnect()).toMatchObject({
      ok: false,
      message: expect.stringMatching(/written in the Settings tab/),
    });
    expect(script.connect(ADDRESS, "")).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^The Settings tab names/),
    });
  });

  test.each<[string, Reply, RegExp]>([
    ["a wrong key", problem(401, "This key is not known."), /^The key is not accepted\. Enter another one/],
    ["a revoked key", problem(401, "This key has been revoked."), /^The key has been revoked\. Enter another one/],
    ["an expired key", problem(401, "This key has expired."), /^The key has expired\. Enter another one/],
    ["no key where one is needed", problem(401, "The request has no key. Send …"), /^This needs a key\. Enter one/],
    ["a key that may not", problem(403, "This needs a key with the scope “write”."), /^The key does not allow this\./],
    ["some other page", { status: 200, text: "<html>" }, /^There is no Levelsheet service at this address/],
    [
      "some other service",
      { status: 200, text: '{"models":[]}' },
      /^The service at this address is older than this add-on/,
    ],
    [
      "some other page that is missing",
      { status: 404, text: "<html>" },
      /^There is no Levelsheet service at this address/,
    ],
    [
      "a service that does not know it yet",
      { status: 404, text: JSON.stringify({ type: "/docs#problem-not-found", detail: "There is nothing here." }) },
      /^The service at this address is older than this add-on/,
    ],
    ["too many requests", problem(429, "Slow down."), /^Too many requests at once\. Try again in a minute/],
    ["a service that is down", { status: 503, text: "" }, /^The service cannot answer now\. Try again in a minute/],
  ])("says what to do about %s", (_, reply, words) => {
    const { google, script } = sidebar(reply);
    expect(script.connect(ADDRESS, KEY)).toMatchObject({ ok: false, message: expect.stringMatching(words) });
    expect(google.properties.size).toBe(0);
  });

  test.each([
    ["DNS error: https://nowhere.example/v1/models", /^Nothing is found at this address\. Correct the address/],
    ["SSL Error https://nowhere.example", /^The address has no valid certificate, so nothing was sent there\./],
    ["Address unavailable: https://nowhere.example", /^The service did not answer\. Try again in a minute/],
    ["Service invoked too many times for one day: urlfetch.", /^Google allows no more requests today\./],
    ["You do not have permission to call UrlFetchApp.fetch.", /^Google does not let this sheet reach the service\./],
  ])("says what to do where Google says “%s”", (message, words) => {
    const { google, script } = sidebar();
    google.serve = () => {
      throw new Error(message);
    };
    expect(script.connect(ADDRESS, KEY)).toMatchObject({ ok: false, message: expect.stringMatching(words) });
  });

  test.each(["lsk_abc def", "lsk_ключ"])("turns down “%s” as a key without sending it", (key) => {
    const { google, script } = sidebar();
    expect(script.connect(ADDRESS, key)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^That is no key/),
    });
    expect(google.sent).toEqual([]);
  });
});

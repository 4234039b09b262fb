/** Runs as the sidebar drives them: one portion a call, with nothing remembered between calls but properties. */
import { describe, expect, test } from "vitest";
import { commands, type RunId } from "../../apps-script/src/commands.ts";
import { chooseFromMenu } from "../../apps-script/src/menu/choose.ts";
import { noteRun, readHistory } from "../../apps-script/src/run/history.ts";
import { answersOf } from "../../apps-script/src/sidebar/calls.ts";
import type { HistoryEntry, RunState, Said } from "../../apps-script/src/sidebar/wire.ts";
import type { FakeGoogle } from "../support/sheet-google.ts";
import { ADDRESS, problem, serve } from "../support/sheet-service.ts";
import { many, oneInTen, partner, small, three, workbook } from "../support/sheet-workbook.ts";

/** Each call has a platform of its own, as each call of the page is a run of its own at Google. */
const script = (google: FakeGoogle) => answersOf(google.platform());

function value<Value>(said: Said<Value>): Value {
  if (!said.ok) throw new Error(said.message);
  return said.value;
}

/** Drives as the page does, without waiting. */
function drive(google: FakeGoogle, begun: RunId | string, calls = 50): RunState {
  let state = commands.some(({ id }) => id === begun)
    ? value(script(google).startRun(begun as RunId))
    : value(script(google).continueRun(begun, true));
  for (let count = 0; state.status === "running" && count < calls; count++) {
    google.time += state.waitSeconds * 1_000;
    state = value(script(google).continueRun(state.id, false));
  }
  return state;
}

describe("a run in portions", () => {
  test("starts without a request, does one request a call, and says at the end what the menu says", () => {
    const { google, tab } = workbook(small, three);
    const started = value(script(google).startRun("scoreAllPartners"));
    expect(started).toMatchObject({ status: "running", done: 0, total: 3, message: "", waitSeconds: 0 });
    expect(google.sent).toEqual([]);
    const ended = value(script(google).continueRun(started.id, false));
    expect(ended).toMatchObject({ status: "finished", done: 3, message: "3 partners scored. See the Scores tab." });
    expect(google.sent).toHaveLength(1);
    expect(tab("Scores").grid()).toHaveLength(4);
    expect(google.locks).toBe(0);
    // The answer of the last portion may have been lost.
    expect(value(script(google).continueRun(started.id, false))).toEqual(ended);
    expect(google.sent).toHaveLength(1);
  });

  test("can be cancelled, keeps what is done, and goes on from there, in the sidebar or in the menu", () => {
    const { model, partners } = many(2_000);
    const { google, tab, said, platform } = workbook(model, partners);
    const { id } = value(script(google).startRun("scoreAllPartners"));
    value(script(google).continueRun(id, false));
    expect(value(script(google).cancelRun(id))).toMatchObject({ status: "cancelled", done: 1_000, total: 2_000 });
    expect(tab("Scores").grid()).toHaveLength(1_001);
    // Whoever else drives it lets go; it goes on only where somebody chooses so.
    expect(value(script(google).continueRun(id, false)).status).toBe("cancelled");
    expect(value(script(google).readState()).run).toMatchObject({ id, status: "cancelled" });
    chooseFromMenu("scoreAllPartners", platform);
    expect(said()).toMatch(/^2,000 partners scored/);
    expect(google.sent).toHaveLength(2);
    expect(value(script(google).readState())).toMatchObject({
      run: null,
      history: [{ outcome: "finished", requests: 2 }],
    });
  }, 30_000);

  test("comes to the same when one request in ten is lost and every call may be repeated", () => {
    const { model, partners } = many(2_000);
    const calm = workbook(model, partners);
    drive(calm.google, "scoreAllPartners");
    expect(calm.google.sent).toHaveLength(2);
    const rough = workbook(model, partners, oneInTen(11));
    const twice = oneInTen(5);
    for (let run = 0; run < 10; run++) {
      let state = value(script(rough.google).startRun("scoreAllPartners"));
      while (state.status === "running") {
        rough.google.time += state.waitSeconds * 1_000;
        if (twice()) script(rough.google).continueRun(state.id, false);
        state = value(script(rough.google).continueRun(state.id, false));
      }
      expect(state.status).toBe("finished");
    }
    expect(rough.google.sent.length).toBeGreaterThan(20);
    expect(rough.tab("Scores").grid()).toEqual(calm.tab("Scores").grid());
  }, 60_000);

  test("waits after a failure, longer each time, and gives up after five", () => {
    const { google } = workbook(small, three, () => true);
    let state = value(script(google).startRun("scoreAllPartners"));
    const waits: number[] = [];
    while (state.status === "running") {
      state = value(script(google).continueRun(state.id, false));
      waits.push(state.waitSeconds);
    }
    expect(waits).toEqual([2, 4, 8, 16, 0]);
    expect(state).toMatchObject({ status: "failed", message: "The service did not answer. Try again in a minute." });
    expect(google.sent).toHaveLength(5);
    google.isLost = () => false;
    expect(drive(google, state.id)).toMatchObject({ status: "finished", done: 3 });
  });

  test("gives a run that goes on as many attempts as a new one", () => {
    const { google } = workbook(small, three, () => true);
    const { id } = drive(google, "scoreAllPartners");
    expect(value(script(google).continueRun(id, true))).toMatchObject({ status: "running", waitSeconds: 2 });
  });

  test("waits as long as the service asks, and leaves longer waits to the reader", () => {
    const { google } = workbook(small, three);
    google.serve = () => ({ ...problem(429, "Slow down."), headers: { "Retry-After": "30" } });
    const { id } = value(script(google).startRun("scoreAllPartners"));
    expect(value(script(google).continueRun(id, false))).toMatchObject({ status: "running", waitSeconds: 30 });
    google.serve = () => ({ ...problem(429, "Slow down."), headers: { "retry-after": "3600" } });
    expect(value(script(google).continueRun(id, false))).toMatchObject({ status: "failed", waitSeconds: 0 });
  });

  test("ends at once where waiting cannot help", () => {
    const { google } = workbook(small, three);
    google.serve = () => problem(401, "This key has been revoked.");
    expect(drive(google, "scoreAllPartners")).toMatchObject({
      status: "failed",
      message: "The key has been revoked. Enter another one in Extensions > Levelsheet > Settings.",
    });
    expect(google.sent).toHaveLength(1);
  });

  test("begins anew when somebody edits meanwhile, and gives up where the editing goes on", () => {
    const { model, partners } = many(1_500);
    const { google, tab } = workbook(model, partners);
    const { id } = value(script(google).startRun("scoreAllPartners"));
    value(script(google).continueRun(id, false));
    tab("Answers").getRange(3, 1).setValue("Renamed");
    expect(value(script(google).continueRun(id, false))).toMatchObject({
      done: 1_000,
      total: 1_500,
      status: "running",
    });
    for (let edit = 0; edit < 2; edit++) {
      tab("Answers").getRange(4, 1).setValue(`Renamed ${edit}`);
      value(script(google).continueRun(id, false));
    }
    tab("Answers").getRange(4, 1).setValue("Renamed again");
    expect(value(script(google).continueRun(id, false))).toMatchObject({
      status: "failed",
      message: "The answers keep changing while they are scored. Continue when nobody is editing them.",
    });
    expect(value(script(google).continueRun(id, false)).status).toBe("failed");
    expect(drive(google, id)).toMatchObject({ status: "finished", done: 1_500 });
  }, 30_000);

  test("keeps to the partners that were selected when it began, however many", () => {
    const { model, partners } = many(1_200);
    const { google, tab, requests } = workbook(model, partners);
    google.book.active = [tab("Answers").getRange(3, 2, 1_100, 1)];
    const { id, total } = value(script(google).startRun("scoreSelectedPartners"));
    expect(total).toBe(1_100);
    google.book.active = [tab("Answers").getRange(3, 2)];
    expect(drive(google, id)).toMatchObject({ status: "finished", done: 1_100 });
    expect(requests().flatMap(({ grid }) => grid.slice(1))).toHaveLength(1_100);
    for (const text of google.properties.values()) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(9 * 1024);
    // A smaller selection leaves nothing of the larger one behind.
    google.time += 100_000;
    value(script(google).startRun("scoreSelectedPartners"));
    expect([...google.properties.keys()].filter((name) => name.includes(".names."))).toHaveLength(1);
  }, 30_000);
});

describe("two people", () => {
  test("do not score at once: the second is told, and may after the first was left", () => {
    const { google, said, platform } = workbook(small, three);
    const { id } = value(script(google).startRun("scoreAllPartners"));
    expect(script(google).startRun("findGaps")).toEqual({
      ok: false,
      message: "Somebody else is scoring this workbook. Try again in a minute.",
    });
    chooseFromMenu("findGaps", platform);
    expect(said()).toBe("Somebody else is scoring this workbook. Try again in a minute.");
    google.time += 91_000;
    expect(drive(google, "findGaps").status).toBe("finished");
    expect(script(google).continueRun(id, false)).toEqual({
      ok: false,
      message: "Another run has begun in this workbook since. Look at the run history.",
    });
  });

  test("of whom one is in the middle of a portion: the other waits", () => {
    const { google } = workbook(small, three);
    const { id } = value(script(google).startRun("scoreAllPartners"));
    google.lockedByOther = true;
    expect(value(script(google).continueRun(id, false))).toMatchObject({ status: "running", waitSeconds: 10 });
    expect(google.sent).toEqual([]);
  });

  test("who drive the same run do every partner once", () => {
    const { model, partners } = many(2_000);
    const { google, tab } = workbook(model, partners);
    const { id } = value(script(google).startRun("scoreAllPartners"));
    for (let call = 0; call < 3; call++) {
      value(script(google).continueRun(id, false));
      value(script(google).continueRun(id, false));
    }
    expect(google.sent).toHaveLength(2);
    expect(
      new Set(
        tab("Scores")
          .grid()
          .map(([name]) => name),
      ).size,
    ).toBe(2_001);
  }, 30_000);
});

describe("what a run leaves behind", () => {
  test("an entry for each run, the newest first, of 20 at most and 9 kB", () => {
    const { google } = workbook(small, three);
    const platform = google.platform();
    const properties = platform.properties();
    const entry = (place: number): HistoryEntry => ({
      id: String(place),
      at: "2026-11-22T10:00:00.000Z",
      command: "scoreAllPartners",
      partners: 2_000,
      requests: 2,
      seconds: 12.3,
      outcome: "failed",
      message: "日本 ".repeat(100),
    });
    for (let place = 0; place < 30; place++) noteRun(entry(place), platform);
    const history = readHistory(properties);
    expect(history.length).toBeGreaterThan(8);
    expect(history.length).toBeLessThanOrEqual(20);
    expect(history[0]?.id).toBe("29");
    expect(history[0]?.message).toHaveLength(200);
    expect(Buffer.byteLength(google.properties.get("levelsheet.history") ?? "")).toBeLessThanOrEqual(9 * 1024);
    for (let place = 0; place < 30; place++) noteRun({ ...entry(place), message: "Fine." }, platform);
    expect(readHistory(properties)).toHaveLength(20);
  });

  test("what was done, with requests and time; a failure too", () => {
    const { google } = workbook(small, three);
    drive(google, "scoreAllPartners");
    value(script(google).runCommand("checkModel"));
    google.isLost = () => true;
    expect(script(google).runCommand("checkModel").ok).toBe(false);
    expect(value(script(google).readState()).history).toEqual([
      expect.objectContaining({ command: "checkModel", outcome: "failed", requests: 3, partners: null }),
      expect.objectContaining({ command: "checkModel", outcome: "finished", requests: 1 }),
      expect.objectContaining({
        command: "scoreAllPartners",
        outcome: "finished",
        partners: 3,
        requests: 1,
        seconds: 0.5,
      }),
    ]);
  });

  test("the last run in the Start tab, and the connection; not where somebody removed the cells", () => {
    const { google, tab } = workbook(small, three);
    drive(google, "scoreAllPartners");
    value(script(google).testConnection());
    const start = () =>
      Object.fromEntries(
        tab("Start")
          .grid()
          .map(([name, text]) => [name, text]),
      );
    expect(start()).toMatchObject({
      Connection: `Connected to ${ADDRESS}`,
      "Last run": "2026-11-22 00:00 UTC: Score all partners, finished. 3 partners scored. See the Scores tab.",
    });
    value(script(google).disconnect());
    expect(start().Connection).toBe("Not connected");
    google.book.names.delete("Levelsheet_last_run");
    google.properties.set("levelsheet.address", ADDRESS);
    expect(drive(google, "scoreAllPartners").status).toBe("finished");
  });

  test("nothing that a partner's name can turn into a formula", () => {
    const { google, tab } = workbook(small, [partner("=HYPERLINK(1)", 50, 50), partner("@x", 1, 2)]);
    drive(google, "scoreAllPartners");
    drive(google, "findGaps");
    for (const name of ["Scores", "Gaps"])
      expect(
        tab(name)
          .formulas.flat()
          .filter((formula) => formula),
      ).toEqual([]);
  });
});

test("a broken record of a run is no run", () => {
  const { google } = workbook(small, three);
  google.properties.set("levelsheet.run", "{");
  google.properties.set("levelsheet.history", "{");
  google.properties.set("levelsheet.usage", "yesterday");
  expect(value(script(google).readState())).toMatchObject({
    run: null,
    history: [],
    usage: { commands: 0, formulas: 0 },
  });
  google.serve = serve;
  expect(drive(google, "scoreAllPartners").status).toBe("finished");
});

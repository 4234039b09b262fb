/** What `npm start` understands, and what it says to what it does not. */
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { helpText, readOptions } from "../../../worker/local/options.ts";
import { start } from "../../support/worker-process.ts";

const DEFAULTS = { port: 8787, watch: false, model: "partner-maturity", portfolio: undefined };

describe("options", () => {
  test.each<[string[], object]>([
    [[], {}],
    [["--port", "8080", "--model=prm-performance"], { port: 8080, model: "prm-performance" }],
    [["-p", "8080", "--watch"], { port: 8080, watch: true }],
    [["--portfolio", "my partners.csv"], { portfolio: "my partners.csv" }],
  ])("%j", (args, expected) => {
    expect(readOptions(args, {})).toMatchObject({ ...DEFAULTS, ...expected });
  });

  test("a port of the environment gives way to one on the command line; a folder is made absolute", () => {
    expect(readOptions([], { PORT: "9000" })?.port).toBe(9000);
    expect(readOptions(["-p", "9001", "--state", "x"], { PORT: "9000" })).toMatchObject({
      port: 9001,
      state: resolve("x"),
    });
  });

  test.each([
    [["--prot", "80"], "There is no option “--prot”. Did you mean “--port”?"],
    [["-x"], "There is no option “-x”."],
    [["8080"], "There is no option “8080”."],
    [["--", "x"], "There is no option “x”."],
    [["--port"], "“--port” needs a value: --port <number>."],
    [["--model", "--port", "80"], "“--model” needs a value: --model <id>."],
    [["--state="], "“--state” needs a value: --state <folder>."],
    [["--watch=yes"], "“--watch” takes no value."],
  ])("%j is refused, and help is named", (args, message) => {
    expect(() => readOptions(args, {})).toThrow(`${message} npm start -- --help lists the options.`);
  });

  test("help has a line for each option, within 80 columns", () => {
    for (const name of ["port", "model", "portfolio", "state", "watch", "help"])
      expect(helpText()).toMatch(new RegExp(`^  --${name}\\b.* {2}\\S`, "m"));
    expect(helpText()).toContain("For example: npm start -- --port");
    for (const line of helpText().split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });
});

describe("npm start", () => {
  test("shows help and stops, whatever else is asked", async () => {
    const helped = await start(["--port", "none", "--help"]);
    await helped.waitFor(/--portfolio <file>/);
    expect(await helped.end("SIGTERM")).toBe(0);
    expect(helped.said()).not.toContain("is starting");
  });

  test("refuses what it does not know, before anything starts", async () => {
    const wrong = await start(["--prot", "80"]);
    await wrong.waitFor(/There is no option “--prot”/);
    expect(await wrong.end("SIGTERM")).toBe(1);
    expect(wrong.said()).not.toContain("is starting");
  });
});

/** A workspace of the service's in a spreadsheet, and from there in another workspace. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { KeptSpreadsheet } from "../../support/google-spreadsheet.ts";
import { canStandIn, Machine, MISSING, openService } from "../../support/sheet-command.ts";
import { ADDRESS, ask, newKey, serve } from "../../support/sheet-service.ts";
import { modelOf, yesno } from "../../support/small-model.ts";

if (process.env.CI === "true") test(MISSING, () => expect(canStandIn).toBe(true));

/** More than one cell can hold. */
const long = modelOf({
  id: "long",
  criteria: Array.from({ length: 60 }, (_, place) =>
    yesno(`q${place}`, { help: `${place} ${"Größe 😀 ".repeat(120)}` }),
  ),
});

describe.skipIf(!canStandIn)("a workspace", () => {
  let machine: Machine;
  let service: Awaited<ReturnType<typeof openService>>;
  let key = "";
  beforeAll(async () => {
    service = await openService();
    key = newKey();
    ask(key, "PUT", "/v1/models/long", long);
    const partners = [
      { id: "acme", name: '=HYPERLINK("http://evil")', region: "007", tags: ["@a", "b"], fields: { spend: 1.5 } },
      { id: "birch", name: "'t Birch 😀" },
      ...Array.from({ length: 800 }, (_, place) => ({ id: `p${place}`, name: `Partner ${place}` })),
    ];
    ask(key, "PUT", "/v1/partners", { partners });
    const note = "+1, said “Kim”\n=SUM(A1) ".repeat(100);
    for (const period of ["2026-Q3", "2026-Q4"]) {
      ask(key, "POST", "/v1/assessments", {
        model: "long",
        period,
        assessments: partners
          .slice(0, 402)
          .map(({ id }) => ({ partner: id, answers: { q0: { value: "yes", note }, q1: "no" } })),
      });
    }
    ask(key, "POST", "/v1/actions", { model: "long", partner: "acme", text: "-Call them", criterion: "q1" });
  }, 60_000);
  afterAll(() => service.close());
  beforeEach(async () => {
    machine = await Machine.open();
  });
  afterEach(() => machine.close());

  const lines = (of: string): string[] => {
    const all: string[] = [];
    for (let cursor = ""; ; ) {
      const { text, next } = page(of, cursor);
      all.push(...text.trim().split("\n"));
      if (next === undefined) return all;
      cursor = next;
    }
  };
  const page = (of: string, cursor: string) => {
    const { text, headers } = serve({
      address: `${ADDRESS}/v1/workspace?limit=1000&cursor=${encodeURIComponent(cursor)}`,
      method: "get",
      headers: { authorization: `Bearer ${of}` },
      payload: "",
    });
    return { text, next: headers?.["x-next-cursor"] };
  };
  const at = () => ["--url", service.address];

  test("comes back from its spreadsheet bit for bit, and stands there for people to read", async () => {
    const out = await machine.make(...at(), "--key", key, "--export", "Backup");
    expect(out.code, out.text).toBe(0);
    const kept = [...machine.google.spreadsheets.values()][0] as KeptSpreadsheet;
    expect(kept.tabs.map(({ title }) => title)).toEqual([
      "partners",
      "assessments",
      "standings",
      "actions",
      "models",
      "workspace",
    ]);
    expect(out.text).toMatch(
      /1 of 3 {2}Workspace: [\d,]+ lines read\n2 of 3 .*“Backup” made\n3 of 3 {2}Cells: written, in \d requests/,
    );
    expect(kept.tab("partners").values()[1]?.slice(0, 4)).toEqual(["acme", '=HYPERLINK("http://evil")', "", "007"]);
    expect(kept.tab("partners").values()[2]?.[1]).toBe("'t Birch 😀");
    expect(kept.tab("actions").values()[1]).toContain("-Call them");
    expect(kept.tab("workspace").columns).toBeGreaterThan(2);
    const formulas = kept.tabs.flatMap(({ cells }) =>
      cells.flat().filter((cell) => cell?.userEnteredValue?.formulaValue),
    );
    expect(formulas).toEqual([]);

    const other = newKey();
    service.requests.length = 0;
    const back = await machine.run(...at(), "--key", other, "--import", "Backup");
    expect(back.code, back.text).toBe(0);
    expect(back.text).toMatch(/[\d,]+ lines are in the workspace at http/);
    // More than the service takes in one request.
    expect(service.requests).toEqual(["POST /v1/workspace", "POST /v1/workspace"]);
    expect(lines(other)).toEqual(lines(key));

    // Its answer may have been lost: the same once more changes nothing.
    const again = await machine.run(...at(), "--key", other, "--import", kept.id);
    expect(again.code, again.text).toBe(0);
    const full = await machine.run(
      ...at(),
      "--key",
      key,
      "--import",
      `https://docs.google.com/spreadsheets/d/${kept.id}/edit#gid=0`,
    );
    expect(full).toMatchObject({
      code: 1,
      text: expect.stringContaining("This workspace is not empty. Import into a new one."),
    });
  }, 60_000);

  test("is not brought back from a tab that is not whole, nor from a spreadsheet that nobody made", async () => {
    await machine.make(...at(), "--key", newKey(), "--export", "Empty");
    const kept = [...machine.google.spreadsheets.values()][0] as KeptSpreadsheet;
    const tab = kept.tab("workspace");
    tab.enter(tab.values().length - 1, 1, "", "RAW");
    const { code, text } = await machine.run(...at(), "--key", newKey(), "--import", "Empty");
    expect(code).toBe(1);
    expect(text).toMatch(/The tab workspace of .* is no complete export/);
    expect((await machine.run(...at(), "--key", key, "--import", "Nothing")).text).toMatch(
      /No export “Nothing” was made/,
    );
  });

  test("that broke off on its way says so, and that it is not complete", async () => {
    machine.google.mishaps.push({ method: "sheets.spreadsheets.values.batchUpdate", times: 9, how: { status: 500 } });
    const { code, text } = await machine.make(...at(), "--key", newKey(), "--export", "Empty");
    expect(code).toBe(1);
    expect(text).toMatch(/So far there is: https.*It is not complete; delete it, and export again/);
  });
});

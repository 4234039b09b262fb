import { describe, expect, test } from "vitest";
import { compile } from "../../models/engine/compile.ts";
import { scoreGrid, scoreTable } from "../../models/engine/grid.ts";
import { programme, type Row, scoreRows } from "../support/grid-rows.ts";
import { scanned } from "../support/scanned.ts";

describe("problems of a grid", () => {
  test("name row and column as a person counts them", () => {
    const { problems, problemCount, rows } = scoreRows(
      programme,
      [
        ["partner", "certified", "plan"],
        ["Acme", "four", "yes"],
        ["Bonsai", 3, "perhaps"],
        [null, -1, "no"],
      ],
      ["index"],
    );
    expect(problems).toEqual([
      {
        row: 2,
        column: 2,
        message: "“Acme”: “four” is not a number for “Certified staff”. Enter a number, without unit or separators.",
      },
      { row: 3, column: 3, message: expect.stringContaining("“Bonsai”: “perhaps” is not an answer to “Joint plan”") },
      { row: 4, column: 2, message: "-1 is less than 0, the least “Certified staff” can be." },
    ]);
    expect(problemCount).toBe(3);
    expect(rows).toEqual([[33.3], [33.3], [0]]);
  });

  test("name rows that are too short or too long", () => {
    const { problems, rows } = scoreRows(
      programme,
      [
        ["partner", "certified", "plan"],
        ["Short", 6],
        ["Long", 6, "yes", "extra"],
        ["Blank tail", 6, "yes", "", null],
        [],
      ],
      ["index"],
    );
    expect(problems).toEqual([
      { row: 2, column: 0, message: "Row 2 has 2 cells, the header has 3. The missing cells count as unanswered." },
      { row: 3, column: 0, message: "Row 3 has 4 cells, the header has 3. Cells without a header are left out." },
    ]);
    expect(rows).toEqual([[66.7], [100], [100], [""]]);
  });

  test("name partners that stand in two rows, which are both scored", () => {
    const grid = [
      ["partner", "plan"],
      ["Acme", "yes"],
      [" Acme ", "no"],
      ["acme", "no"],
      ["", "no"],
      ["", "yes"],
      [5, "yes"],
      ["5", "no"],
    ];
    const { problems, rows } = scoreRows(programme, grid, ["index"]);
    expect(problems).toEqual([
      { row: 3, column: 1, message: "“Acme” stands in row 2 as well. Both rows are scored; remove one." },
      {
        row: 4,
        column: 1,
        message: "“acme” is the same partner as “Acme” in row 2. Both rows are scored; remove one.",
      },
      { row: 8, column: 1, message: "“5” stands in row 7 as well. Both rows are scored; remove one." },
    ]);
    expect(rows).toHaveLength(7);
  });

  describe("name one partner written in two ways", () => {
    const problemsOf = (names: readonly string[], body: string) => {
      const table = scanned(body)?.table;
      if (table === undefined) throw new Error(`not scanned: ${body}`);
      const scores = [
        scoreGrid(compile(programme), [["partner", "plan"], ...names.map((name) => [name, "yes"])], ["index"]),
        scoreTable(compile(programme), table, ["index"]),
      ];
      expect(scores[1]).toEqual(scores[0]);
      return scores[0]?.problems.map(({ row, message }) => [row, message.split(".")[0]]);
    };
    const bodyOf = (names: readonly string[]) =>
      JSON.stringify({ grid: [["partner", "plan"], ...names.map((name) => [name, "yes"])] });

    test.each([
      ["case", ["Acme", "Other", "aCME"], [[4, "“aCME” is the same partner as “Acme” in row 2"]]],
      [
        "three ways",
        ["ACME", "acme", "Acme"],
        [
          [3, "“acme” is the same partner as “ACME” in row 2"],
          [4, "“Acme” is the same partner as “ACME” in row 2"],
        ],
      ],
      ["outer blanks", ["Acme", "acme "], [[3, "“acme” is the same partner as “Acme” in row 2"]]],
      ["accents of Latin letters", ["ÉCOLE", "école"], [[3, "“école” is the same partner as “ÉCOLE” in row 2"]]],
      [
        "accents as characters of their own",
        ["école", "E\u0301COLE"],
        [[3, "“E\u0301COLE” is the same partner as “école” in row 2"]],
      ],
      [
        "other scripts",
        ["ΔΈΛΤΑ", "Żółw", "δέλτα", "ŻÓŁW"],
        [
          [4, "“δέλτα” is the same partner as “ΔΈΛΤΑ” in row 2"],
          [5, "“ŻÓŁW” is the same partner as “Żółw” in row 3"],
        ],
      ],
      ["nothing else", ["Acme", "Acme 2", "Acme-2", "acne", "[cme", "{cme", "Ecole", "École", "a", "b"], []],
    ])("%s", (_, names, expected) => {
      expect(problemsOf(names, bodyOf(names))).toEqual(expected);
    });

    test("among names with escapes", () => {
      const body = String.raw`{"grid":[["partner","plan"],["\u0041cme","yes"],["ACME","yes"]]}`;
      expect(problemsOf(["Acme", "ACME"], body)).toEqual([[3, "“ACME” is the same partner as “Acme” in row 2"]]);
    });

    test("wherever they stand among thousands of others", () => {
      const names = Array.from(
        { length: 5_000 },
        (_, place) => `Partner ${place} ${place % 3 === 0 ? "GmbH" : "Łódź"}`,
      );
      names[4_000] = names[17]?.toUpperCase() ?? "";
      names[4_500] = names[18]?.toLowerCase() ?? "";
      expect(problemsOf(names, bodyOf(names))?.map(([row]) => row)).toEqual([4_002, 4_502]);
    });
  });

  test("name a second column of a partner's region, which is not read", () => {
    const model = {
      ...programme,
      overlays: [{ id: "far", when: { region: ["APAC"] }, criteria: { plan: { weight: 8 } } }],
    };
    const grid = [
      ["partner", "region", "plan", "Region "],
      ["Acme", "APAC", "yes", "EMEA"],
    ];
    const { problems, rows } = scoreRows(model, grid, ["overlay", "index"]);
    expect(rows).toEqual([["far", 80]]);
    expect(problems).toEqual([
      { row: 1, column: 4, message: "“Region” is column 2 already. Only that column is read; remove one." },
    ]);
  });

  test("count a single cell in the singular", () => {
    const { problems } = scoreRows(programme, [["partner", "certified"], ["Acme"]], ["index"]);
    expect(problems[0]?.message).toBe("Row 2 has 1 cell, the header has 2. The missing cells count as unanswered.");
  });

  test("are listed up to a hundred and all counted, in the order of the rows", () => {
    const grid: Row[] = [["partner", "certified", "plan"]];
    for (let row = 0; row < 50_000; row++) grid.push([`p${row}`, `bad ${row}`, "perhaps"]);
    const { problems, problemCount } = scoreRows(programme, grid, ["index"]);
    expect(problemCount).toBe(100_000);
    expect(problems).toHaveLength(100);
    expect(problems.slice(0, 3).map(({ row, column }) => [row, column])).toEqual([
      [2, 2],
      [2, 3],
      [3, 2],
    ]);
    expect(problems.at(-1)).toMatchObject({ row: 51, column: 3 });
  });

  test("name numbers that are none", () => {
    const { problems } = scoreRows(
      programme,
      [
        ["partner", "certified"],
        ["a", Number.NaN],
        ["b", Number.POSITIVE_INFINITY],
        ["c", "4,5"],
        ["d", "1.000"],
      ],
      ["index"],
    );
    expect(problems.map(({ row, column }) => [row, column])).toEqual([
      [2, 2],
      [3, 2],
      [4, 2],
      [5, 2],
    ]);
  });
});

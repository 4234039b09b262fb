import { describe, expect, test } from "vitest";
import { criterionHeader } from "../../models/engine/grid/criterion-header.ts";
import { isGridColumn } from "../../models/engine/grid.ts";
import type { Model } from "../../models/format.ts";
import { programme, scoreRows } from "../support/grid-rows.ts";
import { criterion, levelsOf, modelOf, percent, yesno } from "../support/small-model.ts";

describe("a grid", () => {
  test("gives the columns asked for, in their order", () => {
    const { header, rows, problemCount, ignored } = scoreRows(
      programme,
      [
        ["partner", "certified", "plan"],
        ["Acme", 3, "yes"],
        ["Bonsai", 6, "no"],
      ],
      ["partner", "level", "next", "index", "coverage", "position", "dimensions", "overlay"],
    );
    expect(header).toEqual(["Partner", "Level", "Next level", "Index", "Coverage", "Position", "All", "Variant"]);
    expect(rows).toEqual([
      ["Acme", "Silver", "Gold", 66.7, 1, 1.7917, 66.7, "–"],
      ["Bonsai", "Silver", "Gold", 66.7, 1, 1.9167, 66.7, "–"],
    ]);
    expect({ problemCount, ignored }).toEqual({ problemCount: 0, ignored: [] });
  });

  test("says why in words", () => {
    const { rows } = scoreRows(
      programme,
      [
        ["partner", "certified", "plan"],
        ["Acme", 3, "yes"],
        ["Best", 6, "yes"],
        ["None", 0, "no"],
      ],
      ["why"],
    );
    expect(rows).toEqual([
      ["Held at Silver: index 66.7 of 80; certified staff 3 of 4"],
      ["Gold is the top level"],
      ["Held at Bronze: index 0 of 50"],
    ]);
  });

  test("lists gaps with what they add and cost: what blocks first, then by points per day", () => {
    const { header, rows } = scoreRows(
      programme,
      [
        ["partner", "certified", "plan"],
        ["Acme", 2, "no"],
        ["Bonsai", 3, "no"],
        ["Best", 6, "yes"],
      ],
      ["gaps:2"],
    );
    expect(header).toEqual(["Gap 1", "Gap 2"]);
    expect(rows).toEqual([
      ["Joint plan → Yes (+33.3 points, 1 day)", "Certified staff → 6 (+44.4 points, 2 days)"],
      ["Joint plan → Yes (+33.3 points, 1 day)", "Certified staff → 6 (+33.3 points, 1.5 days)"],
      ["", ""],
    ]);
  });

  test("finds criteria by id, name or question, in any order and case, and names the other headers", () => {
    const { rows, ignored } = scoreRows(
      programme,
      [
        ["Notes", " IS THERE A PLAN? ", "Partner", "certified STAFF", "__proto__", ""],
        ["x", "YES ", " Acme ", 3, 1, 2],
      ],
      ["partner", "index"],
    );
    expect(rows).toEqual([["Acme", 66.7]]);
    expect(ignored).toEqual(["Notes", "__proto__"]);
  });

  test("finds a criterion by its name with the unit, as the Answers tab writes it", () => {
    const staff = {
      ...criterion("certified", {
        kind: "number",
        unit: "people",
        points: [
          [0, 0],
          [6, 1],
        ],
      }),
      name: "Certified staff",
    };
    const hours = {
      ...criterion("first", {
        kind: "number",
        unit: "hours",
        points: [
          [0, 1],
          [9, 0],
        ],
      }),
      name: "Hours to first contact",
    };
    expect([staff, hours].map(criterionHeader)).toEqual(["Certified staff (people)", "Hours to first contact"]);
    const { ignored, rows } = scoreRows(
      modelOf({ criteria: [staff, hours] }),
      [
        ["partner", "certified STAFF (people)", "Hours to first contact (hours)"],
        ["Acme", 3, 4],
      ],
      ["coverage"],
    );
    expect({ ignored, rows }).toEqual({ ignored: ["Hours to first contact (hours)"], rows: [[0.5]] });
  });

  test("takes the first column for the partner where no header says so", () => {
    const { rows } = scoreRows(
      programme,
      [
        ["Company", "certified"],
        ["Acme", 6],
      ],
      ["partner"],
    );
    expect(rows).toEqual([["Acme"]]);
  });

  test("says so when no header names a criterion", () => {
    const { problems } = scoreRows(
      programme,
      [
        ["partner", "mdf"],
        ["Acme", 1],
      ],
      ["index"],
    );
    expect(problems).toEqual([
      { row: 1, column: 1, message: expect.stringContaining("No header cell names a criterion of “Small model”") },
    ]);
  });

  test("reads only the first of two columns for one criterion", () => {
    const { rows, problems } = scoreRows(
      programme,
      [
        ["partner", "plan", "Joint plan"],
        ["Acme", "yes", "no"],
      ],
      ["index"],
    );
    expect(rows).toEqual([[33.3]]);
    expect(problems).toEqual([
      {
        row: 1,
        column: 3,
        message: "“Joint plan” is the same criterion as column 2. Only that column is read; remove one.",
      },
    ]);
  });

  test("keeps blank rows blank", () => {
    const { rows, problemCount } = scoreRows(
      programme,
      [["partner", "certified", "plan"], [], ["", null, "  "], [undefined], ["Acme", 6, "yes"]],
      ["level", "gaps:2"],
    );
    expect(rows).toEqual([
      ["", "", ""],
      ["", "", ""],
      ["", "", ""],
      ["Gold", "", ""],
    ]);
    expect(problemCount).toBe(0);
  });

  test("has no rows where only a header is sent", () => {
    expect(scoreRows(programme, [["partner", "plan"]], ["index"]).rows).toEqual([]);
    expect(scoreRows(programme, [], ["index"]).rows).toEqual([]);
  });

  test("shows an unknown value as an en dash, never as 0", () => {
    const model = { ...programme, missing: { unanswered: "exclude" as const, coverage: 0.5 } };
    const { rows } = scoreRows(
      model,
      [
        ["partner", "certified", "plan"],
        ["Acme", null, null],
      ],
      ["index", "level", "next", "dimensions", "position", "coverage", "why"],
    );
    expect(rows).toEqual([["–", "–", "Bronze", "–", "–", 0, "No level yet: 0% answered, 50% needed"]]);
  });

  test("writes text that looks like a formula as text", () => {
    const model = modelOf({
      criteria: [percent("a", { name: "+1 support" })],
      levels: [
        { id: "low", name: "=LOW()" },
        { id: "high", name: "-high", requires: [{ of: "index", min: 50 }] },
      ],
    });
    const { header, rows } = scoreRows(
      { ...model, dimensions: [{ id: "all", name: "@all" }] },
      [
        ["partner", "a"],
        ['=HYPERLINK("x")', 10],
        ["+49", 60],
        ["\tTab", 0],
        ["Ok = fine", 100],
      ],
      ["partner", "level", "next", "why", "gaps:1", "dimensions"],
    );
    expect(header.at(-1)).toBe("'@all");
    expect(rows).toEqual([
      [
        '\'=HYPERLINK("x")',
        "'=LOW()",
        "'-high",
        "Held at =LOW(): index 10 of 50",
        "'+1 support → 100 (+90 points, 0.9 days)",
        10,
      ],
      ["'+49", "'-high", "–", "'-high is the top level", "'+1 support → 100 (+40 points, 0.4 days)", 60],
      ["Tab", "'=LOW()", "'-high", "Held at =LOW(): index 0 of 50", "'+1 support → 100 (+100 points, 1 day)", 0],
      ["Ok = fine", "'-high", "–", "'-high is the top level", "", 100],
    ]);
  });

  test("escapes what JSON needs escaped", () => {
    const model = modelOf({
      criteria: [percent("a", { name: 'The "big\\" one\n' })],
      levels: [{ id: "l", name: 'A "quoted" \u0007 level 🚀 \ud800' }],
    });
    const { rows } = scoreRows(
      model,
      [
        ["partner", "a"],
        ['Sm"ith \\ 🚀 \ud800', 10],
      ],
      ["partner", "level", "gaps:1"],
    );
    expect(rows).toEqual([
      ['Sm"ith \\ 🚀 \ud800', 'A "quoted" \u0007 level 🚀 \ud800', 'The "big\\" one\n → 100 (+90 points, 0.9 days)'],
    ]);
  });

  test("understands a choice that is answered by numbers", () => {
    const options = [0, 1, 2, 3].map((rating) => ({ id: `${rating}`, label: `Rating ${rating}`, value: rating / 3 }));
    const model = modelOf({ criteria: [criterion("rating", { kind: "choice", options })] });
    const { rows, problems } = scoreRows(
      model,
      [
        ["partner", "rating"],
        ["a", 0],
        ["b", 3],
        ["c", "2"],
        ["d", " rating 1 "],
        ["e", 7],
      ],
      ["index"],
    );
    expect(rows).toEqual([[0], [100], [66.7], [33.3], [0]]);
    expect(problems).toEqual([
      { row: 6, column: 2, message: expect.stringMatching(/^“e”: “7” is not an answer|^“e”: “?7”? is not an answer/) },
    ]);
  });

  test("understands tick boxes, checklists as text, and numbers as text", () => {
    const options = ["Mail", "Events, large", "Web"].map((label, place) => ({ id: `o${place}`, label, value: 1 / 3 }));
    const model = modelOf({
      criteria: [yesno("plan"), criterion("channels", { kind: "checklist", options }), percent("share")],
    });
    const { rows, problemCount } = scoreRows(
      model,
      [
        ["partner", "plan", "channels", "share"],
        ["a", true, "mail; Events, large;web", " 100 "],
        ["b", false, "o1", "50"],
        ["c", "n/a", "N/A", " n/A "],
      ],
      ["index", "coverage"],
    );
    expect(rows).toEqual([
      [100, 1],
      [27.8, 1],
      ["–", 1],
    ]);
    expect(problemCount).toBe(0);
  });

  test("scores each partner by the overlay of its segment, region or type", () => {
    const model: Model = {
      ...programme,
      overlays: [
        {
          id: "latam",
          when: { region: ["latam"] },
          criteria: {
            certified: {
              answer: {
                points: [
                  [0, 0],
                  [3, 1],
                ],
              },
            },
            plan: { omit: true },
          },
        },
      ],
    };
    const { rows, problems } = scoreRows(
      model,
      [
        ["partner", "certified", "plan", "region", "segment"],
        ["a", 3, "yes", "LATAM ", null],
        ["b", 3, "yes", "emea", null],
        ["c", 3, "what?", "latam", null],
        ["d", 3, "what?", null, "smb"],
      ],
      ["overlay", "index"],
    );
    expect(rows).toEqual([
      ["latam", 100],
      ["–", 66.7],
      ["latam", 100],
      ["–", 33.3],
    ]);
    expect(problems).toEqual([
      { row: 5, column: 3, message: expect.stringContaining("“d”: “what?” is not an answer to “Joint plan”") },
    ]);
  });

  test("names no way where the answers suffice and only a rank among partners is open", () => {
    const model = modelOf({
      criteria: [percent("a")],
      levels: levelsOf([{ of: "percentile", min: 90 }]),
    });
    expect(
      scoreRows(
        model,
        [
          ["partner", "a"],
          ["Acme", 50],
        ],
        ["path"],
      ).rows,
    ).toEqual([["–"]]);
  });

  test("leaves out columns it does not know", () => {
    expect(
      scoreRows(
        programme,
        [
          ["partner", "plan"],
          ["Acme", "yes"],
        ],
        ["index", "nonsense", "gaps:0", "gaps:21", "toString"],
      ),
    ).toMatchObject({ header: ["Index"], rows: [[33.3]] });
    expect(["index", "gaps", "gaps:20", "gaps:21", "gaps:03", "constructor"].map(isGridColumn)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
test("levels of independent ladders and levels nobody reaches", () => {
  const model = modelOf({
    criteria: [percent("a"), percent("b")],
    ladder: "independent",
    levels: [
      { id: "x", name: "X", requires: [{ of: "criterion", id: "b", min: 10 }] },
      ...levelsOf([{ of: "criterion", id: "a", min: 90 }]).slice(1),
    ],
  });
  const { rows } = scoreRows(
    model,
    [
      ["partner", "a", "b"],
      ["p", 95, 0],
      ["q", 0, 0],
      ["r", 0, 50],
    ],
    ["level", "next", "why"],
  );
  expect(rows).toEqual([
    ["Level 1", "–", "Level 1 is the top level"],
    ["–", "X", "Below X: b 0 of 10"],
    ["X", "Level 1", "Held at X: a 0 of 90"],
  ]);
});

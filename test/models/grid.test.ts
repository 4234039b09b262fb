import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnswerValue, Assessment, GapsResult, GridCell } from "../../models/contract.ts";
import { type CompiledModel, compile, type Variant, variantFor } from "../../models/engine/compile.ts";
import { coverage, evaluate } from "../../models/engine/evaluate.ts";
import { whyOf } from "../../models/engine/explain.ts";
import { rawGaps } from "../../models/engine/gaps.ts";
import { answerText } from "../../models/engine/grid/phrases.ts";
import { type GridScore, isGridColumn, scoreGrid, scoreTable } from "../../models/engine/grid.ts";
import { positionOf } from "../../models/engine/level.ts";
import { roundHalfUp, writeNumber } from "../../models/engine/numbers.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
import { newState, setAnswer } from "../../models/engine/state.ts";
import type { Model } from "../../models/format.ts";
import { type RandomModelOptions, randomAnswers, randomModel } from "../support/random-model.ts";
import { scanned } from "../support/scanned.ts";
import { criterion, levelsOf, modelOf, percent, yesno } from "../support/small-model.ts";

type Row = readonly (GridCell | undefined)[];

const decoder = new TextDecoder();
const rowsOf = ({ rows }: GridScore): (string | number)[][] => JSON.parse(`[${decoder.decode(rows)}]`);

function scoreRows(model: Model, grid: readonly Row[], columns: readonly string[]) {
  const score = scoreGrid(compile(model), grid, columns);
  return { ...score, rows: rowsOf(score) };
}

/** Certified staff up to 6 and a plan, two to one; Silver needs an index of 50, Gold 80 and four certified people. */
const programme = modelOf({
  criteria: [
    criterion(
      "certified",
      {
        kind: "number",
        points: [
          [0, 0],
          [6, 1],
        ],
        min: 0,
      },
      { name: "Certified staff", question: "How many?", weight: 2, effort: 3 },
    ),
    yesno("plan", { name: "Joint plan", question: "Is there a plan?" }),
  ],
  levels: [
    { id: "bronze", name: "Bronze" },
    { id: "silver", name: "Silver", requires: [{ of: "index", min: 50 }] },
    {
      id: "gold",
      name: "Gold",
      requires: [
        { of: "index", min: 80 },
        { of: "criterion", id: "certified", min: 4 },
      ],
    },
  ],
});

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
      { row: 8, column: 1, message: "“5” stands in row 7 as well. Both rows are scored; remove one." },
    ]);
    expect(rows).toHaveLength(7);
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

/** One row composed plainly from what the engine says about one partner. */
function plainRow(compiled: CompiledModel, assessment: Assessment): (string | number)[] {
  const { result } = scoreAssessment(compiled, assessment, { detail: "gaps" }) as { result: GapsResult };
  const variant = variantFor(compiled, assessment);
  const state = newState(variant);
  for (const { id, answer, position } of variant.criteria)
    setAnswer(variant, state, position, answer.read(assessment.answers[id] ?? null));
  evaluate(variant, state);
  const rank = variant.levels.findIndex(({ id }) => id === result.level);
  const gaps = rawGaps(variant, state, rank, Math.min(rank + 1, variant.levels.length - 1)).slice(0, 3);
  const unknown = "–";
  return [
    assessment.partner,
    result.index ?? unknown,
    variant.levels[rank]?.name ?? unknown,
    variant.levels[rank + 1]?.name ?? unknown,
    whyOf(variant, state, rank),
    roundHalfUp(coverage(variant, state), 4),
    result.position === null ? unknown : roundHalfUp(positionOf(variant, state, rank), 4),
    result.overlay ?? unknown,
    ...result.dimensions.map(({ score }) => score ?? unknown),
    ...[0, 1, 2].map((place) => gapText(variant, gaps[place])),
  ];
}

function gapText(variant: Variant, gap: ReturnType<typeof rawGaps>[number] | undefined): string {
  if (gap === undefined) return "";
  const { words, language, scale } = variant;
  const points = words.points(writeNumber(gap.points, scale.decimals, language));
  const days = words.days(writeNumber(gap.effort, 1, language));
  return `${variant.criteria[gap.position]?.name} → ${answerText(variant, gap.position, gap.step.answer)} (+${points}, ${days})`;
}

const COLUMNS = ["partner", "index", "level", "next", "why", "coverage", "position", "overlay", "dimensions", "gaps:3"];

/** Answers nobody can read count as unanswered. */
const unreadable = fc.constantFrom<AnswerValue>("no such option", "4,5", "1.000", "-0", 1e300, true);

interface Partner {
  answers: Record<string, AnswerValue>;
  region: string | null;
  segment: string | null;
}

function partnerOf(model: Model): fc.Arbitrary<Partner> {
  return fc
    .record({
      answers: randomAnswers(model),
      bad: fc.dictionary(fc.constantFrom(...model.criteria.map(({ id }) => id)), unreadable, { maxKeys: 1 }),
      region: fc.constantFrom(null, "latam", " LATAM ", "emea"),
      segment: fc.constantFrom(null, "smb", "enterprise", "public"),
    })
    .map(({ bad, answers, ...rest }) => ({ answers: asCells({ ...answers, ...bad }), ...rest }));
}

/** A sheet has no lists in its cells. */
function asCells(answers: Record<string, AnswerValue>): Record<string, AnswerValue> {
  return Object.fromEntries(
    Object.entries(answers).map(([id, answer]) => [id, Array.isArray(answer) ? answer.join(";") : answer]),
  );
}

interface Case {
  model: Model;
  partners: Partner[];
  language: string;
}

function randomCase(options: RandomModelOptions, rows: number): fc.Arbitrary<Case> {
  return fc
    .tuple(randomModel(options), fc.constantFrom("en", "de", "fr", "es"))
    .chain(([model, language]) =>
      fc
        .array(partnerOf(model), { minLength: 1, maxLength: rows })
        .map((partners) => ({ model: { ...model, language }, partners, language })),
    );
}

function gridOf({ model, partners }: Case, until: number): (GridCell | undefined)[][] {
  const ids = model.criteria.map(({ id }) => id);
  const body = partners.map(({ answers, region, segment }, row) => {
    const cells = [segment, `p${row}`, ...ids.map((id) => answers[id] as GridCell), region];
    // Ragged rows lack their region, too.
    return row % 4 === 3 ? cells.slice(0, until) : cells;
  });
  return [["segment", "partner", ...ids, "region"], ...body];
}

function assessmentOf(header: readonly unknown[], row: Row): Assessment {
  const at = (name: string) => row[header.indexOf(name)];
  const ids = header.filter(
    (name): name is string => typeof name === "string" && !["segment", "partner", "region"].includes(name),
  );
  return {
    partner: String(at("partner")),
    answers: Object.fromEntries(ids.map((id) => [id, (at(id) ?? null) as AnswerValue])),
    ...(typeof at("region") === "string" && { region: at("region") as string }),
    ...(typeof at("segment") === "string" && { segment: at("segment") as string }),
  };
}

function agree(drawn: Case, until: number): void {
  const compiled = compile(drawn.model);
  const grid = gridOf(drawn, until);
  const [header = [], ...body] = grid;
  const score = scoreGrid(compiled, grid, COLUMNS);
  expect(rowsOf(score)).toEqual(body.map((row) => plainRow(compiled, assessmentOf(header, row))));
  const table = scanned(JSON.stringify({ grid }))?.table;
  expect(table).toBeDefined();
  if (table) expect(scoreTable(compiled, table, COLUMNS)).toEqual(score);
}

describe("a row of the grid is what the engine says of the partner", () => {
  const runs = { seed: 20_261_122, numRuns: 500 };
  const everything: RandomModelOptions = {
    overlays: true,
    requirementKinds: ["index", "dimension", "dimensions", "criterion", "criteria", "practices", "percentile", "anyOf"],
  };
  const means: RandomModelOptions = {
    ...everything,
    combines: ["mean"],
    criteria: { min: 1, max: 12 },
    dimensions: { min: 1, max: 6 },
  };

  test.each([
    ["of every kind of model", everything, 1_000],
    ["where all scores are weighted means", means, 1_500],
    [
      "that a careful author writes",
      { ...means, plausible: true, levels: { min: 2, max: 5 } } as RandomModelOptions,
      500,
    ],
    [
      "with many requirements",
      { ...means, requirements: { min: 3, max: 6 }, levels: { min: 2, max: 4 } } as RandomModelOptions,
      500,
    ],
  ])("%s", (_, options, numRuns) => {
    const drawn = fc.tuple(randomCase(options, 9), fc.integer({ min: 2, max: 14 }));
    fc.assert(
      fc.property(drawn, ([drawn, until]) => agree(drawn, until)),
      { ...runs, numRuns },
    );
  });

  test("over many rows, whatever came before them", () => {
    const many = randomCase({ ...means, criteria: { min: 3, max: 6 } }, 12);
    fc.assert(
      fc.property(many, (drawn) => {
        const partners = Array.from(
          { length: 600 },
          (_, row) => drawn.partners[(row * 7) % drawn.partners.length] as Partner,
        );
        agree({ ...drawn, partners }, 4);
      }),
      { ...runs, numRuns: 20 },
    );
  });
});

test("a blocker that was told before reads as it would anew", () => {
  const many = randomCase({ overlays: true, requirements: { min: 1, max: 4 }, levels: { min: 2, max: 4 } }, 12);
  fc.assert(
    fc.property(many, (drawn) => {
      const compiled = compile(drawn.model);
      const [header = [], ...body] = gridOf(drawn, 14);
      for (const row of [...body, ...body]) {
        const assessment = assessmentOf(header, row);
        // As JSON, which knows one zero.
        const told = (by: CompiledModel) => JSON.stringify(scoreAssessment(by, assessment, { detail: "level" }));
        expect(told(compiled)).toBe(told(compile(drawn.model)));
      }
    }),
    { seed: 20_261_122, numRuns: 300 },
  );
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

/** From what a person typed to an attainment of 0..1: with one criterion, the index is its attainment in percent. */
import { describe, expect, test } from "vitest";
import type { AnswerValue } from "../../models/contract.ts";
import type { Answer, Model } from "../../models/format.ts";
import { criterion, modelOf, percent, type Scored, score } from "../support/small-model.ts";

const exclude = { missing: { unanswered: "exclude" as const } };

function scoreOne(answer: Answer, given: AnswerValue, model: Partial<Model> = {}): Scored {
  return score(modelOf({ ...exclude, ...model, criteria: [criterion("c", answer)] }), { c: given });
}

function expectRefused(result: Scored): void {
  expect(result.problems).toHaveLength(1);
  expect(result.problems[0]).toMatchObject({ partner: "acme", criterion: "c" });
  expect(result.coverage).toBe(0);
  expect(result.index).toBeNull();
}

describe("a choice", () => {
  const plan: Answer = {
    kind: "choice",
    options: [
      { id: "none", label: "No plan", value: 0 },
      { id: "year", label: "Year plan with budget", value: 0.6 },
      { id: "full", label: "Re-cut each quarter", value: 1 },
    ],
  };

  test.each([
    ["year", 60],
    ["YEAR", 60],
    ["  year ", 60],
    ["Year plan with budget", 60],
    ["year PLAN with budget\n", 60],
    ["full", 100],
    ["none", 0],
  ])("reads %j as %d %%", (given, index) => {
    expect(scoreOne(plan, given)).toMatchObject({ index, coverage: 1, problems: [] });
  });

  test("is matched by id before any label", () => {
    const crossed: Answer = {
      kind: "choice",
      options: [
        { id: "low", label: "High", value: 0.25 },
        { id: "high", label: "Low", value: 0.75 },
      ],
    };
    expect(scoreOne(crossed, "high").index).toBe(75);
    expect(scoreOne(crossed, "low").index).toBe(25);
  });

  test("whose labels are figures takes a number from a cell", () => {
    const stars: Answer = {
      kind: "choice",
      options: [
        { id: "one", label: "1", value: 0 },
        { id: "two", label: "2", value: 1 },
      ],
    };
    expect(scoreOne(stars, 2).index).toBe(100);
  });

  test.each<[AnswerValue]>([["yearly"], ["year plan"], [3], [true], [["year"]], ["__proto__"], ["constructor"]])(
    "refuses %j and counts it as unanswered",
    (given) => {
      expectRefused(scoreOne(plan, given));
    },
  );

  test("takes its options from an answer set, with the set's translated labels", () => {
    const model: Partial<Model> = {
      answerSets: {
        grade: [
          { id: "bad", label: "Bad", value: 0 },
          { id: "good", label: "Good", value: 1 },
        ],
      },
      translations: { de: { "answerSets.grade.good": "Gut" } },
    };
    const answer: Answer = { kind: "choice", options: "grade" };
    expect(scoreOne(answer, "good", model).index).toBe(100);
    expect(scoreOne(answer, " gut", model).index).toBe(100);
    expectRefused(scoreOne(answer, "Schlecht", model));
  });

  test("is matched by its translated label", () => {
    const model: Partial<Model> = { translations: { fr: { "criteria.c.options.none": "Aucun plan" } } };
    expect(scoreOne(plan, "aucun plan", model)).toMatchObject({ index: 0, coverage: 1 });
  });
});

describe("a checklist", () => {
  const tools: Answer = {
    kind: "checklist",
    options: [
      { id: "crm", label: "CRM", value: 0.5 },
      { id: "mail", label: "E-mail, SMS or chat", value: 0.25 },
      { id: "web", label: "Web analytics", value: 0.5 },
      { id: "nothing", label: "None of these", value: 0, exclusive: true },
    ],
  };

  test.each<[AnswerValue, number]>([
    [["crm", "mail"], 75],
    [["CRM", "e-mail, sms or chat"], 75],
    ["crm; mail", 75],
    ["crm;mail;", 75],
    ["crm\nmail", 75],
    ["crm, mail", 75],
    ["E-mail, SMS or chat", 25],
    ["CRM, E-mail, SMS or chat", 75],
    ["E-mail, SMS or chat, Web analytics", 75],
    ["nothing", 0],
    [["nothing"], 0],
  ])("reads %j as %d %%", (given, index) => {
    expect(scoreOne(tools, given)).toMatchObject({ index, coverage: 1, problems: [] });
  });

  test("is full at 1, however much is ticked", () => {
    expect(scoreOne(tools, ["crm", "mail", "web"]).index).toBe(100);
  });

  test("counts an option once, however often it is named", () => {
    expect(scoreOne(tools, "mail; mail; MAIL").index).toBe(25);
  });

  test("of nothing is an answer, an empty cell is none", () => {
    expect(scoreOne(tools, [])).toMatchObject({ index: 0, coverage: 1 });
    expect(scoreOne(tools, "")).toMatchObject({ index: null, coverage: 0 });
  });

  test("refuses an exclusive option together with another", () => {
    expectRefused(scoreOne(tools, ["nothing", "crm"]));
    expectRefused(scoreOne(tools, "crm; None of these"));
  });

  test.each<[AnswerValue]>([[["crm", "fax"]], ["crm; fax"], [5], ["constructor"], [";"], [" , ;"]])(
    "refuses %j as a whole",
    (given) => {
      expectRefused(scoreOne(tools, given));
    },
  );

  test("of three thirds is full", () => {
    const thirds = ["a", "b", "c"].map((id) => ({ id, label: id, value: 1 / 3 }));
    const model = modelOf({
      criteria: [criterion("c", { kind: "checklist", options: thirds })],
      levels: [
        { id: "start", name: "Start" },
        { id: "full", name: "Full", requires: [{ of: "criterion", id: "c", min: 1 }] },
      ],
    });
    expect(score(model, { c: ["a", "b", "c"] }).level).toBe("full");
  });
});

describe("yes or no", () => {
  test.each<[AnswerValue, number]>([
    [true, 100],
    [false, 0],
    ["yes", 100],
    [" No ", 0],
    ["TRUE", 100],
    ["false", 0],
  ])("reads %j as %d %%", (given, index) => {
    expect(scoreOne({ kind: "yesno" }, given)).toMatchObject({ index, coverage: 1, problems: [] });
  });

  test.each([
    ["de", "Ja", "nein"],
    ["fr", "oui", "Non"],
    ["es", "SÍ", "no"],
    ["es-MX", "sí", "No"],
  ])("is read in the model's language %s", (language, yes, no) => {
    expect(scoreOne({ kind: "yesno" }, yes, { language }).index).toBe(100);
    expect(scoreOne({ kind: "yesno" }, no, { language }).index).toBe(0);
  });

  test("is read in the languages the model is translated into, and in no other", () => {
    const translated = { translations: { de: { name: "Kleines Modell" } } };
    expect(scoreOne({ kind: "yesno" }, "ja", translated).index).toBe(100);
    expect(scoreOne({ kind: "yesno" }, "yes", translated).index).toBe(100);
    expectRefused(scoreOne({ kind: "yesno" }, "oui", translated));
  });

  test.each<[AnswerValue]>([["maybe"], ["y"], [2], [["yes"]]])("refuses %j", (given) => {
    expectRefused(scoreOne({ kind: "yesno" }, given));
  });
});

describe("a number", () => {
  // The partner model's revenue curve: models-brief section 3, `revenue`.
  const revenue: Answer = {
    kind: "number",
    unit: "USD",
    min: 0,
    points: [
      [0, 0],
      [25_000, 0.15],
      [100_000, 0.35],
      [250_000, 0.5],
      [1_000_000, 0.8],
      [3_000_000, 1],
    ],
  };

  test.each([
    [0, 0],
    [12_500, 7.5],
    [25_000, 15],
    [175_000, 42.5],
    [1_000_000, 80],
    [2_000_000, 90],
    [3_000_000, 100],
    [9_000_000, 100],
  ])("%d USD is %d %%: straight between the points, flat beyond the last", (given, index) => {
    expect(scoreOne(revenue, given).index).toBe(index);
  });

  // Median hours to first contact of a lead: models-brief section 3, `followUp`.
  const hours: Answer = {
    kind: "number",
    unit: "hours",
    points: [
      [1, 1],
      [24, 0.7],
      [48, 0.5],
      [120, 0],
    ],
  };

  test.each([
    [0, 100],
    [1, 100],
    [36, 60],
    [84, 25],
    [500, 0],
  ])("on a falling line %d hours is %d %%: less is better", (given, index) => {
    expect(scoreOne(hours, given).index).toBe(index);
  });

  const steps: Answer = {
    kind: "number",
    step: true,
    points: [
      [2, 0.4],
      [6, 1],
    ],
  };

  test.each([
    [0, 40],
    [2, 40],
    [5.999, 40],
    [6, 100],
    [7, 100],
  ])("on steps %d is %d %%: the last point reached, the first one before it", (given, index) => {
    expect(scoreOne(steps, given).index).toBe(index);
  });

  test("may have its points in any order", () => {
    const shuffled: Answer = {
      kind: "number",
      points: [
        [6, 1],
        [0, 0],
        [2, 0.4],
      ],
    };
    expect(scoreOne(shuffled, 1).index).toBe(20);
    expect(scoreOne(shuffled, 4).index).toBe(70);
  });

  test.each([
    ["4.5", 45],
    [" 4.5 ", 45],
    ["4.", 40],
    [".5", 5],
    ["1e1", 100],
    ["+4", 40],
    ["0.125", 1.3],
    ["9.0000", 90],
  ])("is read from the text %j", (given, index) => {
    expect(
      scoreOne(
        {
          kind: "number",
          points: [
            [0, 0],
            [10, 1],
          ],
        },
        given,
      ),
    ).toMatchObject({ index, problems: [] });
  });

  test.each<[AnswerValue]>([
    ["4,5"],
    ["1.000"],
    ["12.345.678"],
    ["1 000"],
    ["4 people"],
    ["50 %"],
    ["0x10"],
    ["Infinity"],
    ["1e999"],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [1e16],
    [-1e300],
    [true],
    [["4"]],
  ])("refuses %j rather than guess", (given) => {
    expectRefused(
      scoreOne(
        {
          kind: "number",
          points: [
            [0, 0],
            [10, 1],
          ],
        },
        given,
      ),
    );
  });

  test("outside what can be is refused, its limits are not", () => {
    const share: Answer = {
      kind: "number",
      min: 0,
      max: 100,
      points: [
        [0, 0],
        [100, 1],
      ],
    };
    expectRefused(scoreOne(share, 100.1));
    expectRefused(scoreOne(share, -1));
    expect(scoreOne(share, 100).index).toBe(100);
    expect(scoreOne(share, 0)).toMatchObject({ index: 0, coverage: 1 });
  });
});

describe("any answer", () => {
  const kinds: [string, Answer][] = [
    ["choice", { kind: "choice", options: [{ id: "a", label: "A", value: 1 }] }],
    ["checklist", { kind: "checklist", options: [{ id: "a", label: "A", value: 1 }] }],
    ["yesno", { kind: "yesno" }],
    [
      "number",
      {
        kind: "number",
        points: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
  ];

  test.each(kinds)("of kind %s may be blank", (_, answer) => {
    for (const blank of [null, "", "   ", "\n"]) {
      expect(scoreOne(answer, blank)).toMatchObject({ index: null, coverage: 0, problems: [] });
    }
    expect(score(modelOf({ ...exclude, criteria: [criterion("c", answer)] }), {})).toMatchObject({
      coverage: 0,
      problems: [],
    });
  });

  test.each(kinds)("of kind %s may be not applicable", (_, answer) => {
    for (const given of ["N/A", "n/a", " N/A "]) {
      expect(scoreOne(answer, given)).toMatchObject({ index: null, coverage: 1, problems: [] });
    }
  });

  test("that is refused leaves the others as they are", () => {
    const model = modelOf({ ...exclude, criteria: [percent("a"), percent("b"), percent("c")] });
    const result = score(model, { a: 40, b: "a lot", c: 60 });
    expect(result.index).toBe(50);
    expect(result.problems.map((problem) => problem.criterion)).toEqual(["b"]);
    expect(result.problems[0]?.message).toContain("a lot");
  });

  test("to a question the model does not ask is reported", () => {
    const result = score(modelOf({ criteria: [percent("a")] }), { a: 40, revenue: 5 });
    expect(result.index).toBe(40);
    expect(result.problems).toMatchObject([{ partner: "acme", criterion: "revenue" }]);
  });
});

/** The Model tab is the model: what stands in its cells, back again, and what it says about a slip. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readList, writeList } from "../../apps-script/src/model-tab/lists.ts";
import { modelOf } from "../../apps-script/src/model-tab/model-of.ts";
import { rowsOf } from "../../apps-script/src/model-tab/rows-of.ts";
import { catalog } from "../../models/catalog/index.ts";
import { checkModel } from "../../models/check.ts";
import { type Model, parseModel } from "../../models/format.ts";
import { randomModel } from "../support/random-model.ts";
import { criterion, levelsOf, modelOf as small } from "../support/small-model.ts";

const there = (model: Model) => modelOf(rowsOf(model));

describe("model to tab to model", () => {
  test.each(catalog.map((model) => [model.id, model] as const))("gives %s back exactly", (_, model) => {
    const { model: back, problems } = there(model);
    expect(problems).toEqual([]);
    expect(back).toStrictEqual(model);
  });

  test("gives any model back exactly", () => {
    fc.assert(
      fc.property(randomModel({ overlays: true }), (drawn) => {
        const model: Model = JSON.parse(JSON.stringify(drawn));
        expect(there(model).model).toStrictEqual(model);
      }),
      { numRuns: 300 },
    );
  });

  test("gives back what is there and empty, and what is null", () => {
    const model: Model = {
      ...small({
        criteria: [criterion("plan", { kind: "yesno" }, { guidance: {}, stages: [], tags: ["a; b", " c ", "–"] })],
      }),
      $schema: "",
      missing: {},
      review: {},
      answerSets: {},
      translations: { de: {} },
      dimensions: [{ id: "all", name: "All", parent: null, combine: { points: 3 } }],
      levels: [{ id: "start", name: "=1+1", requires: [], programme: [] }],
      source: [{ title: "Only one" }],
      overlays: [
        {
          id: "north",
          when: { region: ["Nord; Ost", "Süd"] },
          dimensions: {},
          criteria: { plan: { answer: {}, omit: false } },
          levels: { start: { requires: [] } },
        },
      ],
      tests: [
        {
          name: "All kinds",
          answers: { plan: null, a: "5", b: 5, c: true, d: ["", "x"], e: "", f: [] },
          expect: { index: null, level: null, overlay: null, dimensions: { all: null } },
        },
        { name: "None", answers: {}, expect: { dimensions: {} } },
      ],
    };
    expect(parseModel(model).findings).toEqual([]);
    expect(there(model).model).toStrictEqual(model);
  });

  test("reads columns in any order, beside columns of the reader's own", () => {
    const model = catalog[0] as Model;
    const turned = rowsOf(model).map((row, place) => ["", place === 0 ? "My notes" : "mine", ...[...row].reverse()]);
    expect(modelOf(turned).model).toStrictEqual(model);
  });

  test("keeps every list in a cell", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom("a", ";", "\\", " ", "–", "0", "\n"), maxLength: 5 })),
        (items) => {
          expect(readList(writeList(items))).toEqual(items);
        },
      ),
    );
  });
});

describe("what a marketer reads", () => {
  test("says each requirement in words beside its parts", () => {
    const model = small({
      criteria: [
        criterion(
          "certified",
          {
            kind: "number",
            points: [
              [0, 0],
              [6, 1],
            ],
          },
          { name: "Certified staff" },
        ),
      ],
      levels: levelsOf([{ of: "criterion", id: "certified", min: 4 }]),
    });
    const rows = rowsOf(model);
    const row = rows.filter((cells) => cells[0] === "Requirement").at(-1);
    expect(row?.filter((cell) => cell !== "")).toEqual([
      "Requirement",
      "certified",
      "criterion",
      "at least",
      4,
      "Certified staff: at least 4",
    ]);
  });
});

describe("slips", () => {
  const model = small({
    criteria: [
      criterion("plan", {
        kind: "choice",
        options: [
          { id: "no", label: "No plan", value: 0 },
          { id: "yes", label: "A plan", value: 1 },
        ],
      }),
      criterion(
        "staff",
        {
          kind: "number",
          points: [
            [0, 0],
            [6, 1],
          ],
        },
        { weight: 2 },
      ),
    ],
  });
  const rows = rowsOf(model);
  const at = (word: string, header: string) => ({
    row: rows.findIndex((cells) => cells.includes(word)),
    column: (rows[0] ?? []).indexOf(header),
  });
  const withCell = (word: string, header: string, value: unknown) => {
    const { row, column } = at(word, header);
    return rows.map((cells, place) =>
      place === row ? cells.map((cell, own) => (own === column ? value : cell)) : cells,
    );
  };

  test.each([
    [
      "staff",
      "Weight",
      "two",
      "“Weight” holds “two”, which is not a number. Enter a number such as 2.5, or clear the cell.",
    ],
    ["staff", "Name", "", "“Name” is blank. Enter a short name."],
    ["staff", "Required", "maybe", "“Required” holds “maybe”. Enter yes or no, or clear the cell."],
    ["A plan", "Value", "", "“Value” is blank. Enter a number such as 0.5."],
    ["staff", "Owner", new Date(0), "“Owner” holds a date. Format the cell as plain text and write it again."],
  ])("in the row of %s, column %s, are told with their cell", (word, header, value, message) => {
    const { row, column } = at(word, header);
    expect(modelOf(withCell(word, header, value))).toMatchObject({
      model: null,
      problems: [{ row: row + 1, column: column + 1, message }],
    });
  });

  test("in the first word say which words there are and where a row belongs", () => {
    expect(modelOf(withCell("staff", "Row", "Criterium")).problems[0]?.message).toMatch(
      /“Row” holds “Criterium”. Enter one of: Model, /,
    );
    const [header = [], head = [], ...rest] = rows;
    const option = rest.find((cells) => cells[0] === "Option") ?? [];
    expect(modelOf([header, head, option, ...rest]).problems[0]).toMatchObject({ row: 3, column: 1 });
  });

  test("in the header name the columns that lack", () => {
    const { column } = at("staff", "Weight");
    const without = rows.map((cells) => cells.filter((_, place) => place !== column));
    expect(modelOf(without).problems).toEqual([
      { row: 1, column: 1, message: "The column “Weight” is missing. Write the header into the first row." },
    ]);
  });

  test("of an empty tab", () => {
    expect(modelOf([]).model).toBeNull();
    expect(modelOf([rows[0] ?? []]).problems).toEqual([
      { row: 2, column: 1, message: "There is no model. Begin with a row “Model”." },
    ]);
  });
});

describe("findings of the check", () => {
  test.each(catalog.map((model) => [model.id, model] as const))(
    "of a %s that was spoilt lie in their cells",
    (_, model) => {
      const spoilt: Model = {
        ...model,
        criteria: model.criteria.map((own, place) => (place === 1 ? { ...own, dimension: "nowhere" } : own)),
      };
      const rows = rowsOf(spoilt);
      const { cellOf } = modelOf(rows);
      const cells = checkModel(spoilt).map(({ place }) => cellOf(place));
      expect(cells.map(({ row, column }) => rows[row - 1]?.[column - 1])).toEqual(["nowhere"]);
    },
  );

  test("find every place the linter names", () => {
    fc.assert(
      fc.property(randomModel({ overlays: true }), (model) => {
        const { cellOf } = there(model);
        for (const { place } of checkModel(model)) {
          const { row } = cellOf(place);
          expect(row, place).toBeGreaterThan(1);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("of a place without a cell lie in what it is part of", () => {
    const { cellOf } = there(catalog[0] as Model);
    const id = catalog[0]?.criteria[0]?.id;
    expect(cellOf(`criteria.${id}.unheard.of`)).toEqual(cellOf(`criteria.${id}`));
    expect(cellOf("nothing.known")).toEqual({ row: 2, column: 1 });
  });
});

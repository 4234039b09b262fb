/** The scanner may only take what `JSON.parse` takes, and must say the same of it; where it will not, it says nothing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellOf, FIRST_TEXT, isBlankCell } from "../../models/engine/grid/table.ts";
import { scanGrid, type Table } from "../../models/engine/grid.ts";

const encoder = new TextEncoder();
const bytesOf = (body: string | Uint8Array): Uint8Array => (typeof body === "string" ? encoder.encode(body) : body);

/** Null where the scanner leaves the body to `JSON.parse`, as the Worker does it. */
function scan(body: string | Uint8Array): { envelope: Record<string, unknown>; table: Table } | null {
  const scanned = scanGrid(bytesOf(body));
  if (scanned === null) return null;
  const decoder = new TextDecoder();
  try {
    const envelope = JSON.parse(`${decoder.decode(scanned.before)}[]${decoder.decode(scanned.after)}`);
    return { envelope, table: scanned.table };
  } catch {
    return null;
  }
}

const isMissing = (row: unknown[], column: number) => column >= row.length;

function expectSame(body: string | Uint8Array): boolean {
  const scanned = scan(body);
  if (scanned === null) return false;
  const parsed = JSON.parse(new TextDecoder().decode(bytesOf(body)));
  const { table, envelope } = scanned;
  expect(envelope).toEqual({ ...parsed, grid: [] });
  expect(Object.keys(envelope)).toEqual(Object.keys(parsed));
  const [header, ...rows] = parsed.grid as unknown[][];
  expect(table.header).toEqual(header);
  expect(table.rows).toBe(rows.length);
  rows.forEach((cells, row) => {
    expect(table.lengths[row]).toBe(cells.length);
    expect(table.overlong[row]).toBe(cells.slice(table.header.length).every(isBlankCell) ? 0 : 1);
    table.columns.forEach((column, place) => {
      const expected = isMissing(cells, place) ? null : cells[place];
      expect(Object.is(cellOf(column, row), expected), `row ${row}, column ${place}: ${expected}`).toBe(true);
    });
  });
  for (const column of table.columns) {
    const codes = [...column.codes.subarray(0, table.rows)];
    const texts = new Set(codes.filter((code) => code >= FIRST_TEXT));
    expect(new Set([...texts].map((code) => column.text(code))).size, "equal texts have one code").toBe(
      column.hasPlainTexts() ? texts.size : new Set([...texts].map((code) => column.text(code))).size,
    );
    for (const code of texts) expect(column.isBlank(code)).toBe(isBlankCell(column.text(code)));
  }
  return true;
}

const LABELS = [
  "Yes",
  "No",
  "",
  " ",
  "N/A",
  "Planned, but nobody owns it yet",
  "Planned, but nobody owns it",
  "Planned",
  "Plan",
  "12345678",
  "123456789",
  "A tool that some people use",
  "A tool that everybody uses",
  "Größer als “geplant”",
  "日本語のラベル",
  "🚀 launched",
  "\u00a0blank\u00a0",
  'with "quotes" and \\',
  "tab\tand\nline",
];
const cell = fc.oneof(
  { arbitrary: fc.constantFrom(...LABELS), weight: 6 },
  { arbitrary: fc.string({ unit: "binary", maxLength: 20 }), weight: 1 },
  { arbitrary: fc.integer({ min: -100, max: 1_000_000 }), weight: 2 },
  { arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }), weight: 2 },
  {
    arbitrary: fc.constantFrom(null, true, false, 0, -0, 0.1, 1e21, 4.35, 123456789012345, 1234567890123456),
    weight: 3,
  },
);
const grid = fc
  .tuple(
    fc.array(fc.string({ maxLength: 8 }), { maxLength: 6 }),
    fc.array(fc.array(cell, { maxLength: 7 }), { maxLength: 12 }),
  )
  .map(([header, rows]) => [header, ...rows]);
const envelope = fc.dictionary(
  fc.constantFrom("model", "columns", "language", "x,]}{", "__proto__", "a grid"),
  fc.jsonValue(),
  { maxKeys: 3 },
);
const bodies = fc
  .record({ before: envelope, grid, after: envelope, space: fc.constantFrom(undefined, 1, "\t") })
  .map(({ before, grid, after, space }) => {
    const fields = [
      ...Object.entries(before),
      ["grid", grid] as const,
      ...Object.entries(after).filter(([name]) => !Object.hasOwn(before, name)),
    ];
    return JSON.stringify(Object.fromEntries(fields), null, space);
  });

const runs = { seed: 20_261_122, numRuns: 2_000 };

describe("the scanner reads a grid as JSON.parse does", () => {
  test("of plain cells, in every layout", () => {
    fc.assert(
      fc.property(bodies, (body) => expectSame(body)),
      runs,
    );
  });

  test("of a body that is broken somewhere, or leaves it alone", () => {
    let read = 0;
    const mutation = fc.record({
      at: fc.nat(),
      remove: fc.integer({ min: 0, max: 3 }),
      insert: fc.oneof(
        fc.constantFrom(...'"\\,:[]{} \t\n0-.eE1tfnu'.split(""), "\ufeff", "null", '"grid":[],', "\\u0041"),
        fc.string({ maxLength: 2 }),
      ),
    });
    fc.assert(
      fc.property(bodies, fc.array(mutation, { minLength: 1, maxLength: 2 }), (body, mutations) => {
        let text = body;
        for (const { at, remove, insert } of mutations) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + insert + text.slice(place + remove);
        }
        if (expectSame(text)) read++;
      }),
      { ...runs, numRuns: 6_000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  test("of bytes that are no UTF-8, or leaves them alone", () => {
    const broken = fc.tuple(bodies, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([body, at, byte]) => {
      const bytes = encoder.encode(body);
      bytes[at % bytes.length] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(broken, (bytes) => void expectSame(bytes)),
      { ...runs, numRuns: 6_000 },
    );
  });

  test("of columns with hundreds of different texts", () => {
    const rows = Array.from({ length: 700 }, (_, row) => [
      `Partner ${(row * 7) % 350}`,
      `${row % 101} é`,
      row % 3 === 0 ? row / 7 : `${row}`,
      "Yes",
    ]);
    expect(expectSame(JSON.stringify({ model: "m", grid: [["a", "b", "c", "d"], ...rows] }))).toBe(true);
  });
});

describe("the scanner takes", () => {
  test.each([
    ["escapes", String.raw`{"grid":[["a","b"],["\u0041cme \"x\"","\u00e4"],["Acme","\u00e4"]]}`],
    ["lone surrogates in escapes", String.raw`{"grid":[["a"],["\ud800"]]}`],
    [
      "numbers of every form",
      '{"grid":[["a"],[0],[-0],[0.5],[-12.25],[1e3],[1E-7],[123456789012345678],[0.1234567890123456789],[2.50]]}',
    ],
    ["rows without cells and a header alone", '{"grid":[["a"],[],[]]}'],
    ["an empty header", '{"grid":[[],["x"],[]]}'],
    [
      "blanks wherever they may be",
      ' { "model" : "m" ,\n "grid" : [ [ "a" , "b" ] , [ 1 , "x" ] , [ null , true ] ] , "columns" : [ ] } ',
    ],
    ["texts that end at the end of the body", '{"grid":[["a"],["x"],["x"],["xy"],["xy"]]}'],
  ])("%s", (_, body) => {
    expect(expectSame(body)).toBe(true);
  });
});

describe("the scanner leaves alone", () => {
  test.each([
    ["a body that is no object", '[["a"]]'],
    ["a grid that is none", '{"grid":{}}'],
    ["an empty grid", '{"grid":[]}'],
    ["no grid at all", '{"model":"m"}'],
    ["two grids", '{"grid":[["a"]],"grid":[["b"]]}'],
    ["a second grid in disguise", String.raw`{"grid":[["a"]],"gr\u0069d":[["b"]]}`],
    ["nested cells", '{"grid":[["a"],[["x"]]]}'],
    ["a byte order mark", '\ufeff{"grid":[["a"]]}'],
    ["a byte order mark after the grid", '{"grid":[["a"]]\ufeff}'],
    ["numbers JSON does not know", '{"grid":[["a"],[01]]}'],
    ["a plus sign", '{"grid":[["a"],[+1]]}'],
    ["a point without digits", '{"grid":[["a"],[1.]]}'],
    ["words JSON does not know", '{"grid":[["a"],[nul]]}'],
    ["a comma too many", '{"grid":[["a"],["x",]]}'],
    ["a control character", '{"grid":[["a"],["x\u0001"]]}'],
    ["text without an end", '{"grid":[["a"],["x'],
    ["a number that goes on for ever", `{"grid":[["a"],[${"9".repeat(100_000)}]]}`],
    ["what follows the body", '{"grid":[["a"]]} x'],
    ["nothing", ""],
  ])("%s", (_, body) => {
    expect(scan(body)).toBeNull();
  });
});

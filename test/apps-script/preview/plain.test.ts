/** What needs no spreadsheet: notation, open ranges, data that may pass, and drawing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { a1Of, absoluteA1, parseA1 } from "../../../apps-script/preview/google/a1.ts";
import type { ChartRecord } from "../../../apps-script/preview/google/chart-record.ts";
import { closeRanges, openRanges } from "../../../apps-script/preview/google/open-ranges.ts";
import { passable } from "../../../apps-script/preview/google/passable.ts";
import { drawChart } from "../../../apps-script/preview/page/chart-svg.ts";
import { functionHelp } from "../../../apps-script/preview/univer/help.ts";
import { dark, light } from "../../../models/appearance.ts";

test("notation reads back what it writes", () => {
  const place = fc.integer({ min: 0, max: 700 });
  fc.assert(
    fc.property(place, place, place, place, fc.string(), (row, rows, column, columns, name) => {
      const area = { startRow: row, endRow: row + rows, startColumn: column, endColumn: column + columns };
      expect(parseA1(a1Of(area), { rows: 1, columns: 1 }).area).toEqual(area);
      fc.pre(!name.includes("!"));
      expect(parseA1(absoluteA1(name, area), { rows: 1, columns: 1 })).toEqual({ tab: name, area });
    }),
  );
});

describe("ranges without an end", () => {
  test.each([
    ["=SUM(A2:B)", "=SUM(A2:B9999)"],
    ["=COUNTIF(Scores!$C$2:$C,A6)", "=COUNTIF(Scores!$C$2:$C$9999,A6)"],
    ["=IF(A1:A3,\"A2:B\",'A2:B'!A2:B)", "=IF(A1:A3,\"A2:B\",'A2:B'!A2:B9999)"],
    ["=A2:B3+A:B", "=A2:B3+A:B"],
  ])("%s", (written, inside) => {
    expect(closeRanges(written)).toBe(inside);
    expect(openRanges(inside)).toBe(written);
  });
});

describe("data for the sidebar", () => {
  test("is copied; what is undefined goes, or becomes null", () => {
    expect(passable({ a: [1, "x", null, undefined], b: undefined, c: { d: true } })).toEqual({
      a: [1, "x", null, null],
      c: { d: true },
    });
    expect(passable(undefined)).toBeNull();
  });

  test("holds no dates, functions or other objects", () => {
    for (const value of [new Date(), () => 1, new Map(), [new Date()], { a: { b: () => 1 } }]) {
      expect(() => passable(value)).toThrow("illegal value");
    }
  });
});

test("help comes from the comment above a function", () => {
  const code = `
/** Not one. */
function other() {}
/**
 * Adds up.
 *
 * Example: =ADD(A1:A)
 *
 * @param {Array<Array>} numbers What to add.
 * @param {string} [how] As a word.
 * @return {number} The sum.
 * @customfunction
 */
function ADD(numbers, how) {}
/** @param {x} y Not one either. */
function last(y) {}`;
  const help = functionHelp(code);
  expect(help.map(({ functionName }) => functionName)).toEqual(["ADD"]);
  expect(help[0]).toMatchObject({ abstract: "Adds up.", description: "Adds up.\n=ADD(A1:A)" });
  expect(help[0]?.functionParameter.map(({ name, detail, require }) => [name, detail, require])).toEqual([
    ["numbers", "What to add.", 1],
    ["how", "As a word.", 0],
  ]);
});

describe("drawings", () => {
  const record = (type: string, options: Record<string, unknown> = {}): ChartRecord => ({
    id: 1,
    sheet: "s",
    type,
    ranges: [],
    row: 0,
    column: 0,
    offsetX: 0,
    offsetY: 0,
    width: 400,
    height: 300,
    headers: 1,
    transpose: false,
    options,
  });
  const table = {
    series: ["Acme", "Median"],
    rows: [
      { label: "Sell", x: 1, values: [10, 20] },
      { label: "Win", x: 2, values: [30, null] },
      { label: "Keep", x: 3, values: [0, 5] },
    ],
  };

  test.each(["RADAR", "COLUMN", "BAR", "LINE", "AREA", "SCATTER", "PIE", "unknown"])(
    "%s holds no broken number",
    (type) => {
      const drawn = drawChart(record(type, { title: "Title" }), table);
      expect(drawn).toMatch(/^<svg .*role="img" aria-label="Title".*<\/svg>$/);
      expect(drawn).not.toMatch(/NaN|Infinity|undefined|null/);
    },
  );

  test("say so where there is nothing", () => {
    expect(drawChart(record("COLUMN"), { series: ["a"], rows: [] })).toContain("Nothing to draw yet");
  });

  test("are dark on a dark page, with the sheet's own shades for the series", () => {
    const shade = (colour: string) => `shade-of-${colour}`;
    const drawn = drawChart(record("COLUMN", { colors: ["#0b2e52"] }), { ...table, series: ["Acme"] }, { shade });
    expect(drawn).toContain(`fill="${dark.background}" stroke="${dark.line}"`);
    expect(drawn).toContain('fill="shade-of-#0b2e52"');
    expect(drawn).not.toContain(light.background);
  });

  test("leave a gap where a value is not known", () => {
    const rows = [1, null, 3, 4].map((value, place) => ({ label: `P${place}`, x: place, values: [value] }));
    const one = { series: ["Acme"], rows };
    const [, line = ""] = /<path d="([^"]*)"/.exec(drawChart(record("LINE"), one)) ?? [];
    expect(line.match(/[ML]/g)).toEqual(["M", "M", "L"]);
    expect(drawChart(record("RADAR"), one)).not.toContain("fill-opacity");
    const known = { series: ["Acme"], rows: rows.map((row) => ({ ...row, values: [row.values[0] ?? 2] })) };
    expect(drawChart(record("RADAR"), known)).toContain("fill-opacity");
  });

  test("keep the words at the outermost ring of a radar apart", () => {
    const drawn = drawChart(record("RADAR", { vAxis: { viewWindow: { min: 0, max: 100 } } }), table);
    const yOf = (words: string): number => Number(new RegExp(`y="([\\d.]+)"[^>]*>${words}<`).exec(drawn)?.[1]);
    expect(yOf("100") - yOf("Sell")).toBeGreaterThan(12);
  });

  test("escape every text", () => {
    const evil = '<img src=x onerror="1">';
    const drawn = drawChart(record("COLUMN", { title: evil }), {
      series: [evil, evil],
      rows: [{ label: evil, x: evil, values: [1, 2] }],
    });
    expect(drawn).not.toContain("<img");
  });

  test("put columns on each other where that is asked for", () => {
    const heights = (options: Record<string, unknown>) =>
      [...drawChart(record("COLUMN", options), table).matchAll(/<rect x="([\d.]+)"[^>]*fill="#/g)].map(([, x]) => x);
    const [first, second] = heights({ isStacked: true });
    expect(first).toBe(second);
    const [left, right] = heights({});
    expect(left).not.toBe(right);
  });
});

/**
 * The look can be read by everybody: contrast by WCAG 2.2, success criterion 1.4.3, which asks for 4.5:1 for text, and
 * an order of levels that does not need colour vision.
 */
import { describe, expect, test } from "vitest";
import { contrast, dark, levelColour, light } from "../../models/appearance.ts";

const LEAST_CONTRAST = 4.5;
const counts = Array.from({ length: 11 }, (_, place) => place + 2);
const coloursOf = (count: number) => Array.from({ length: count }, (_, rank) => levelColour(rank, count));
/** The contrast with white rises as a colour gets darker. */
const darknessOf = (colour: string): number => contrast(colour, "#ffffff");

describe("contrast", () => {
  test.each([
    ["black on white, the most there is", "#000000", "#ffffff", 21],
    ["a colour on itself", "#2f72ab", "#2f72ab", 1],
    // The lightest grey that passes on white, and the one after it: webaim.org/resources/contrastchecker.
    ["#767676 on white", "#767676", "#ffffff", 4.54],
    ["#777777 on white", "#777777", "#ffffff", 4.48],
    // Pure red and blue, whose channels weigh 0.2126 and 0.0722: (1.05) / (0.2626) and (1.05) / (0.1222).
    ["red on white", "#ff0000", "#ffffff", 4],
    ["blue on white", "#0000ff", "#ffffff", 8.59],
  ])("%s", (_, one, other, expected) => {
    expect(contrast(one, other)).toBeCloseTo(expected, 2);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });
});

describe.each(counts)("a ladder of %d levels", (count) => {
  test("can be read at every level", () => {
    const contrasts = coloursOf(count).map(({ background, text }) => contrast(background, text));
    expect(contrasts.filter((own) => own < LEAST_CONTRAST)).toEqual([]);
  });

  test("runs from the palest colour to the deepest", () => {
    const colours = coloursOf(count).map(({ background }) => background);
    expect([colours[0], colours.at(-1)]).toEqual([levelColour(0, 2).background, levelColour(1, 2).background]);
  });
});

describe("the order of levels shows without colour", () => {
  test.each(counts.filter((count) => count <= 9))("%d levels: each is darker than the one below", (count) => {
    const darkness = coloursOf(count).map(({ background }) => darknessOf(background));
    expect(darkness.filter((own, rank) => rank > 0 && own <= (darkness[rank - 1] ?? 0))).toEqual([]);
  });

  test.each(counts.filter((count) => count > 9))("%d levels: none is paler than the one below", (count) => {
    const darkness = coloursOf(count).map(({ background }) => darknessOf(background));
    expect(darkness).toEqual([...darkness].sort((a, b) => a - b));
    expect(new Set(darkness).size).toBe(9);
  });
});

test("a rank beyond the ladder takes the colour of its end", () => {
  expect(levelColour(-1, 4)).toEqual(levelColour(0, 4));
  expect(levelColour(9, 4)).toEqual(levelColour(3, 4));
  expect(levelColour(0, 1)).toEqual(levelColour(0, 2));
});

describe.each([
  ["light", light],
  ["dark", dark],
])("the %s palette", (_, palette) => {
  test.each([
    ["text", "background"],
    ["text", "surface"],
    ["quiet", "background"],
    ["quiet", "surface"],
    ["accent", "background"],
    ["accent", "surface"],
    ["warning", "background"],
    ["warning", "surface"],
    ["onAccent", "accent"],
  ] as const)("%s can be read on %s", (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  });
});

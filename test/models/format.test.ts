/** What the schema says of a document that does not fit: the place, and what to do there. */
import { describe, expect, test } from "vitest";
import { parseModel } from "../../models/format.ts";

const sound = {
  id: "small",
  name: "Small",
  dimensions: [{ id: "d", name: "D" }],
  criteria: [
    { id: "a", name: "A", question: "A?", dimension: "d", answer: { kind: "number", points: [[0, 0]] as unknown[] } },
  ],
  levels: [{ id: "low", name: "Low", requires: [] as unknown[] }],
};

const findingsFor = (document: unknown) =>
  parseModel(document).findings.map(({ place, message }) => ({ place, message }));

const requiring = (requirement: unknown) =>
  findingsFor({ ...sound, levels: [{ id: "low", name: "Low", requires: [requirement] }] });

test("a sound document has no findings", () => {
  expect(findingsFor(sound)).toEqual([]);
});

describe("a requirement", () => {
  test("with two thresholds is to be written as two", () => {
    const message = "has min and max, but a requirement has one threshold; write a requirement for each";
    expect(requiring({ of: "index", min: 30, max: 60 })).toEqual([{ place: "levels.low.requires.0", message }]);
    expect(requiring({ of: "criterion", id: "a", min: 1, max: 5 })).toEqual([
      { place: "levels.low.requires.0", message },
    ]);
    expect(requiring({ of: "criterion", id: "a", above: 1, max: 5, is: ["x"] })[0]?.message).toMatch(
      /^has above, max and is, /,
    );
    expect(requiring({ anyOf: [[{ of: "index", min: 30, max: 60 }]] })).toEqual([
      { place: "levels.low.requires.0.anyOf.0.0", message },
    ]);
  });

  test("without a threshold is told which there are", () => {
    expect(requiring({ of: "index" })[0]?.message).toBe("needs a threshold: min, above, max or below");
    expect(requiring({ of: "criterion", id: "a" })[0]?.message).toBe("needs a threshold: min, above, max, below or is");
  });

  test("with an “anyOf” inside another is to be flattened", () => {
    expect(requiring({ anyOf: [[{ anyOf: [[{ of: "index", min: 2 }]] }]] })).toEqual([
      {
        place: "levels.low.requires.0.anyOf.0.0.of",
        message:
          "is missing, for an “anyOf” cannot stand inside another; write every combination as a route of its own in the outer one",
      },
    ]);
  });

  test("is told what is wrong with the part that is wrong", () => {
    expect(requiring({ of: "index", min: "30" })).toEqual([
      { place: "levels.low.requires.0.min", message: "must be a number, for example 2.5" },
    ]);
    expect(requiring({ of: "indx", min: 30 })).toEqual([
      { place: "levels.low.requires.0.of", message: expect.stringContaining("must name what it is of: “index”") },
    ]);
    expect(requiring({ anyOf: [{ of: "index", min: 30 }] })).toEqual([
      { place: "levels.low.requires.0.anyOf.0", message: "must be a list of requirements" },
    ]);
  });

  test("that is none at all is shown one of each shape", () => {
    const message = 'must be a requirement such as { "of": "index", "min": 30 } or { "anyOf": [[…], […]] }';
    for (const none of ["index", null, { min: 30 }, [{ of: "index", min: 30 }]])
      expect(requiring(none)).toEqual([{ place: "levels.low.requires.0", message }]);
  });
});

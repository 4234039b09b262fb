import { describe, expect, test } from "vitest";
import { compile } from "../../../models/engine/compile.ts";
import { variantOf } from "../../../models/engine/network/standing.ts";
import { levelsOf, modelOf, percent, yesno } from "../../support/small-model.ts";
import { compiledModel, sampleStandings, scored } from "./standings.ts";

const compiled = compile(
  modelOf({
    missing: { unanswered: "exclude", notApplicable: "exclude" },
    dimensions: [
      { id: "all", name: "All" },
      { id: "empty", name: "Empty" },
    ],
    criteria: [percent("first"), yesno("second"), percent("third"), percent("fourth", { dimension: "empty" })],
    levels: levelsOf([{ of: "index", min: 50 }]),
    overlays: [{ id: "small", when: { segment: ["small"] }, criteria: { third: { omit: true } } }],
  }),
);

describe("a standing", () => {
  test("holds scores, attainments and numbers by position, and what is not applicable", () => {
    expect(scored(compiled, "acme", { first: 40, second: "yes", fourth: "N/A" }, { region: "EMEA" })).toEqual({
      partner: "acme",
      segment: null,
      region: "EMEA",
      type: null,
      overlay: null,
      index: 0.7,
      rank: 1,
      dimensions: [0.7, null],
      attainments: [0.4, 1, null, null],
      measures: [40, null, null, null],
      notApplicable: [3],
    });
  });

  test("names its overlay and counts what that omits as not applicable", () => {
    const small = scored(compiled, "acme", { first: 40, third: 90 }, { segment: "small" });
    expect(small).toMatchObject({ overlay: "small", attainments: [0.4, null, null, null], notApplicable: [2] });
    expect(variantOf(compiled, small).overlay).toBe("small");
    expect(variantOf(compiled, { ...small, overlay: "gone" })).toBe(compiled.plain);
  });

  test("without any answer is null throughout", () => {
    expect(scored(compiled, "acme", {})).toMatchObject({ index: null, rank: -1, dimensions: [null, null] });
  });

  test("survives JSON", () => {
    const standings = sampleStandings(compiledModel("partner-maturity"), "partner-maturity");
    expect(standings).toHaveLength(60);
    expect(JSON.parse(JSON.stringify(standings))).toEqual(standings);
  });
});

/** What a model's test expects, against what its answers give: for the linter, and for whoever brings a test up to date. */
import type { DimensionResult, Result } from "../contract.ts";
import { roundHalfUp } from "../engine/numbers.ts";
import type { ModelTest } from "../format.ts";

/** The linter's rule for them: an answer that is refused, or an id that is unknown, is another one. */
export const FAILING_TEST = "failing-test";

export interface UnmetExpectation {
  /** Below the test's `expect`, such as `level` or `dimensions.sales`. */
  place: string;
  of: "overlay" | "index" | "level" | "dimension";
  /** Null for another expectation than a dimension's. */
  dimension: string | null;
  /** Index and scores in scale units, rounded half up; ids of level and overlay; null for none. */
  expected: string | number | null;
  got: string | number | null;
}

/**
 * @param result of the test's answers, with dimensions where the test expects some.
 * @param decimals of the model's scale; what is expected is rounded as results are, then both must be the same.
 */
export function unmetExpectations({ expect }: ModelTest, result: Result, decimals: number): UnmetExpectation[] {
  const rounded = <Value>(value: Value) => (typeof value === "number" ? roundHalfUp(value, decimals) : value);
  const scores: readonly DimensionResult[] = "dimensions" in result ? result.dimensions : [];
  const all: (Omit<UnmetExpectation, "expected"> & { expected: UnmetExpectation["expected"] | undefined })[] = [
    { place: "overlay", of: "overlay", dimension: null, expected: expect.overlay, got: result.overlay },
    { place: "index", of: "index", dimension: null, expected: rounded(expect.index), got: result.index },
    { place: "level", of: "level", dimension: null, expected: expect.level, got: result.level },
    ...scores.map(({ id, score }) => ({
      place: `dimensions.${id}`,
      of: "dimension" as const,
      dimension: id,
      expected: rounded(expect.dimensions && Object.hasOwn(expect.dimensions, id) ? expect.dimensions[id] : undefined),
      got: score,
    })),
  ];
  return all.flatMap(({ expected, ...rest }) =>
    expected === undefined || expected === rest.got ? [] : [{ ...rest, expected }],
  );
}

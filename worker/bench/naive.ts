/** What compiling a model brings: the scorers of the product beside the plain loop that the tests hold them against. */
import { compile } from "../../models/engine/compile.ts";
import { scanGrid, scoreTable } from "../../models/engine/grid.ts";
import { roundHalfUp } from "../../models/engine/numbers.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
// biome-ignore lint/style/noRestrictedImports: the tests' oracle is the naive loop, and a second one might be slower than it has to be
import { scorePlainly } from "../../test/support/plain-scorer.ts";
import { finding, interleave, type Measurement, ownCost, ratios } from "./measure.ts";
import { benchAssessments, benchGrid, benchModel, GRID_COLUMNS, WORKLOAD } from "./model.ts";

const ROUNDS = 7;
const PARTNERS = 1000;
const WARM_UP = 15;

export async function measureNaive(): Promise<Measurement> {
  const model = benchModel();
  const compiled = compile(model);
  const assessments = benchAssessments(model, PARTNERS);
  const body = new TextEncoder().encode(
    JSON.stringify({ model: model.id, grid: benchGrid(model, PARTNERS), columns: GRID_COLUMNS }),
  );
  const scored = () =>
    assessments.map((assessment) => scoreAssessment(compiled, assessment, { detail: "level" }).result);
  const plainly = () => assessments.map((assessment) => scorePlainly(model, assessment));
  const grid = (columns: readonly string[]) => {
    const scanned = scanGrid(body);
    if (scanned === null) throw new Error("The bench's grid cannot be read.");
    return scoreTable(compiled, scanned.table, columns);
  };

  requireEqual(
    scored().map(({ index, level }) => [index, level]),
    plainly().map(({ index, level }) => [index === null ? null : roundHalfUp(index, 1), level]),
  );
  const names = new Map(model.levels.map(({ id, name }) => [id, name]));
  const { rows } = grid(["index", "level"]);
  requireEqual(
    JSON.parse(`[${new TextDecoder().decode(rows)}]`),
    scored().map(({ index, level }) => [index ?? "", names.get(level ?? "") ?? ""]),
  );

  for (let warm = 0; warm < WARM_UP; warm++) {
    scored();
    plainly();
    grid(GRID_COLUMNS);
  }
  const [plain = [], objects = [], grids = []] = await interleave(
    [
      { name: "plain", run: () => ownCost(plainly) },
      { name: "objects", run: () => ownCost(scored) },
      { name: "grid", run: () => ownCost(() => grid(GRID_COLUMNS)) },
    ],
    ROUNDS,
  );
  return {
    title: `Naive: the plain loop against the compiled scorers, ${PARTNERS.toLocaleString("en")} partners, in Node`,
    work: `${WORKLOAD}. Index and level were compared first and are equal. The plain loop gives no reasons but works out the range as well, so that it adds up three times; the row scorer gives reasons, and the grid reads bytes and writes reasons and three gaps as text.`,
    findings: [
      finding("compiled scorer, row by row, detail level", objects, { unit: "ms" }),
      finding("grid, from bytes to bytes", grids, { unit: "ms", ratio: ratios(grids, objects) }),
      finding("plain loop", plain, { unit: "ms", ratio: ratios(plain, objects) }),
    ],
  };
}

function requireEqual(found: readonly unknown[], expected: readonly unknown[]): void {
  for (let row = 0; row < Math.max(found.length, expected.length); row++) {
    const [one, other] = [JSON.stringify(found[row]), JSON.stringify(expected[row])];
    if (one !== other) throw new Error(`Partner ${row + 1} scores ${one} here and ${other} there; nothing was timed.`);
  }
}

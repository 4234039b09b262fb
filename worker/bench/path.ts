/** The cheapest path to the next level, over random models of the size that programmes have. */
import fc from "fast-check";
import { compile } from "../../models/engine/compile.ts";
import { rankOf, withheld } from "../../models/engine/level.ts";
import { cheapestPath, DEFAULT_WORK } from "../../models/engine/path.ts";
import { evaluateAssessment } from "../../models/engine/score.ts";
// biome-ignore lint/style/noRestrictedImports: the models that the path's property tests draw, and no second kind of random model
import { type RandomModelOptions, randomAnswers, randomModel } from "../../test/support/random-model.ts";
import { type Finding, type Measurement, median, quantile, short } from "./measure.ts";

const MODELS = 300;
const PARTNERS = 4;
const REPEATS = 3;
const SEED = 20_261_122;
/** The first paths run before the code is optimised. */
const WARM_UP = 100;
const TIME_AIM = 1;
const PROVEN_AIM = 0.95;

const SIZE: RandomModelOptions = {
  criteria: { min: 40, max: 40 },
  dimensions: { min: 4, max: 6 },
  levels: { min: 4, max: 4 },
  requirements: { min: 1, max: 3 },
  options: { min: 2, max: 5 },
  plausible: true,
};

export async function measurePath(): Promise<Measurement> {
  return {
    title: `Cheapest path to the next level, ${MODELS} random models x ${PARTNERS} partners, ${DEFAULT_WORK.toLocaleString("en")} nodes of work each`,
    work: "40 criteria in 4 to 6 dimensions, 4 levels with 1 to 3 requirements each (index, dimension, dimensions, criterion, criteria, practices, alternatives), in Node, seed fixed. By clock, the median of 3 repeats of each path.",
    findings: [
      ...findingsOf("weighted means", pathsOver({ ...SIZE, combines: ["mean"] })),
      ...findingsOf("all ways of combining", pathsOver(SIZE)),
    ],
  };
}

interface Timed {
  milliseconds: number;
  proven: boolean;
}

/** For partners that have a level and one above it that can be reached; the others have no path. */
function pathsOver(options: RandomModelOptions): Timed[] {
  const cases = fc.sample(
    randomModel(options).chain((model) =>
      fc.record({
        model: fc.constant(model),
        partners: fc.array(randomAnswers(model), { minLength: PARTNERS, maxLength: PARTNERS }),
      }),
    ),
    { seed: SEED, numRuns: MODELS },
  );
  const searches = cases.flatMap(({ model, partners }) => {
    const compiled = compile(model);
    return partners.flatMap((answers) => {
      const { variant, state } = evaluateAssessment(compiled, { partner: "p", answers });
      const rank = rankOf(variant, state);
      if (withheld(variant, state, state.index) !== null || rank + 1 >= variant.levels.length) return [];
      const search = () => cheapestPath(variant, state, rank + 1, { left: DEFAULT_WORK });
      return search().reachable ? [search] : [];
    });
  });
  for (const search of searches.slice(0, WARM_UP)) search();
  return searches.map((search) => {
    const times: number[] = [];
    let proven = false;
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const start = performance.now();
      proven = search().optimal;
      times.push(performance.now() - start);
    }
    return { milliseconds: median(times), proven };
  });
}

function findingsOf(name: string, paths: readonly Timed[]): Finding[] {
  const times = paths.map(({ milliseconds }) => milliseconds);
  const proven = paths.filter((path) => path.proven).length / paths.length;
  const plain = { spread: "", ratio: "" };
  return [
    {
      what: `${name}, ${paths.length} paths: median`,
      median: `${short(median(times))} ms`,
      spread: `${short(Math.min(...times))} to ${short(Math.max(...times))}`,
      ratio: "",
      aim: `under ${TIME_AIM} ms`,
      met: median(times) < TIME_AIM,
    },
    { ...plain, what: `${name}: 99th percentile`, median: `${short(quantile(times, 0.99))} ms`, aim: "", met: null },
    {
      ...plain,
      what: `${name}: proven optimal`,
      median: `${short(proven * 100)} %`,
      aim: `${PROVEN_AIM * 100} % or more`,
      met: proven >= PROVEN_AIM,
    },
  ];
}

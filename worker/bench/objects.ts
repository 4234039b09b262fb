/** 1,000 partners as objects, detail `level`, against the floor. */
import { costOf, finding, interleave, type Measurement, median, ratios } from "./measure.ts";
import { benchAssessments, benchModel, WORKLOAD } from "./model.ts";
import { startRuntime } from "./runtime.ts";

const ROUNDS = 7;
const REQUESTS = 20;
const WARM_UP = 200;
const AIM = 2.5;

export async function measureObjects(): Promise<Measurement> {
  const runtime = await startRuntime();
  try {
    const model = benchModel();
    const request = { model: model.id, assessments: benchAssessments(model, 1000), detail: "level" };
    const body = new TextEncoder().encode(JSON.stringify(request));
    const score = () => runtime.send("POST", "/v1/score", body);
    const floor = () => runtime.send("POST", "/bench/floor", body);
    await runtime.send("PUT", "/bench/response", await score());
    for (let warm = 0; warm < WARM_UP; warm++) {
      await score();
      await floor();
    }
    const [floors = [], scores = []] = await interleave(
      [
        { name: "floor", run: () => costOf(runtime, REQUESTS, floor) },
        { name: "score", run: () => costOf(runtime, REQUESTS, score) },
      ],
      ROUNDS,
    );
    const ratio = ratios(scores, floors);
    return {
      title: "Objects: POST /v1/score, 1,000 partners, detail level",
      work: WORKLOAD,
      findings: [
        finding("floor: JSON.parse, JSON.stringify", floors, { unit: "ms" }),
        finding("score", scores, { unit: "ms", ratio, aim: `${AIM} or less`, met: median(ratio) <= AIM }),
      ],
    };
  } finally {
    await runtime.stop();
  }
}

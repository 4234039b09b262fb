/** A grid of 1,000 partners against the floor, and what ten times as many cost. */
import { costOf, type Finding, finding, interleave, type Measurement, median, notMeasured, ratios } from "./measure.ts";
import { benchGrid, benchModel, GRID_COLUMNS, WORKLOAD } from "./model.ts";
import { type Runtime, startRuntime } from "./runtime.ts";

const ROUNDS = 15;
const REQUESTS = 20;
const WARM_UP = 200;
/**
 * The compiler goes on working at what is called once per request for some 600 requests, in a thread whose time would
 * be counted as the grid's; the floor runs in code that was compiled before.
 */
const WARM_UP_TO_THE_END = 700;
const AIM = 1.5;
const HOPED_FOR = 1.2;
const GROWTH_AIM = 10.5;
const MEMORY_AIM = 32;

export async function measureGrid(): Promise<Measurement> {
  return {
    title: `Grid: POST /v1/score/grid, 1,000 partners, columns ${GRID_COLUMNS.join(", ")}`,
    work: WORKLOAD,
    findings: [...(await againstTheFloor()), ...(await growth()), ...(await memory())],
  };
}

const requestOf = (rows: number): Uint8Array => {
  const model = benchModel();
  const body = { model: model.id, grid: benchGrid(model, rows), columns: GRID_COLUMNS };
  return new TextEncoder().encode(JSON.stringify(body));
};

async function againstTheFloor(): Promise<Finding[]> {
  const runtime = await startRuntime();
  try {
    const body = requestOf(1000);
    const grid = () => runtime.send("POST", "/v1/score/grid", body);
    const floor = () => runtime.send("POST", "/bench/floor", body);
    await runtime.send("PUT", "/bench/response", await grid());
    for (let request = 0; request < WARM_UP_TO_THE_END; request++) {
      await grid();
      await floor();
    }
    const [floors = [], grids = []] = await interleave(
      [
        { name: "floor", run: () => costOf(runtime, REQUESTS, floor) },
        { name: "grid", run: () => costOf(runtime, REQUESTS, grid) },
      ],
      ROUNDS,
    );
    const ratio = ratios(grids, floors);
    return [
      finding("floor: JSON.parse, JSON.stringify", floors, { unit: "ms" }),
      finding("grid", grids, {
        unit: "ms",
        ratio,
        aim: `${AIM} or less, hoped for ${HOPED_FOR}`,
        met: median(ratio) <= AIM,
      }),
    ];
  } finally {
    await runtime.stop();
  }
}

/** By a route of the bench: 10,000 partners with their answers' labels are more than a request may carry. */
async function growth(): Promise<Finding[]> {
  const runtime = await startRuntime();
  try {
    const [small, large] = [requestOf(1000), requestOf(10_000)];
    const send = (body: Uint8Array) => () => runtime.send("POST", "/bench/grid", body);
    await warmUp(runtime, send(small), send(large));
    const [ones = [], tens = []] = await interleave(
      [
        { name: "1,000", run: () => costOf(runtime, REQUESTS, send(small)) },
        { name: "10,000", run: () => costOf(runtime, REQUESTS / 4, send(large)) },
      ],
      ROUNDS,
    );
    const ratio = ratios(tens, ones);
    return [
      finding("1,000 partners", ones, { unit: "ms" }),
      finding("10,000 partners", tens, {
        unit: "ms",
        ratio,
        aim: `${GROWTH_AIM} times 1,000 or less`,
        met: median(ratio) <= GROWTH_AIM,
      }),
    ];
  } catch (error) {
    return [notMeasured("10,000 partners not measured", (error as Error).message.slice(0, 80))];
  } finally {
    await runtime.stop();
  }
}

async function warmUp(runtime: Runtime, small: () => Promise<unknown>, large?: () => Promise<unknown>): Promise<void> {
  for (let request = 0; request < WARM_UP; request++) await small();
  for (let request = 0; large !== undefined && request < WARM_UP / 10; request++) await large();
  await runtime.peakMemory();
}

/**
 * One request of each size, in runtimes of their own: memory that a process once had stays with it, and bodies that are
 * done with stay until the next collection, whatever was done with them.
 */
async function memory(): Promise<Finding[]> {
  const ways = { grid: "/bench/grid", carry: "/bench/carry" };
  const more: Record<keyof typeof ways, number[]> = { grid: [], carry: [] };
  for (let round = 0; round < 3; round++) {
    for (const [way, path] of Object.entries(ways)) {
      const runtime = await startRuntime();
      try {
        const [small, large] = [requestOf(1000), requestOf(10_000)];
        await warmUp(runtime, () => runtime.send("POST", path, small));
        await runtime.send("POST", path, small);
        const before = await runtime.peakMemory();
        await runtime.send("POST", path, large);
        more[way as keyof typeof ways].push((await runtime.peakMemory()) - before);
      } catch (error) {
        return [notMeasured("memory not measured", (error as Error).message.slice(0, 80))];
      } finally {
        await runtime.stop();
      }
    }
  }
  return [
    finding("more memory at the peak for 10,000 than for 1,000", more.grid, {
      unit: "MB",
      aim: `${MEMORY_AIM} MB or less`,
      met: median(more.grid) <= MEMORY_AIM,
    }),
    finding("the same for a route that only takes the bytes", more.carry, { unit: "MB" }),
  ];
}

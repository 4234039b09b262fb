/** One partner per request: how many requests a second, beside a bare route of the same Worker. */
import { connect, type Socket } from "node:net";
import { BENCH_KEY } from "./key.ts";
import { finding, interleave, type Measurement, median, ratios } from "./measure.ts";
import { benchAssessments, benchModel, WORKLOAD } from "./model.ts";
import { type Runtime, startRuntime } from "./runtime.ts";

const ROUNDS = 7;
const REQUESTS = 2000;
const WARM_UP = 4000;
const CONNECTIONS = 8;
const AIM = 0.7;

export async function measureSingle(): Promise<Measurement> {
  const runtime = await startRuntime();
  const model = benchModel();
  const [assessment] = benchAssessments(model, 1);
  const body = JSON.stringify({ model: model.id, assessments: [assessment], detail: "level" });
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => Client.to(runtime)));
  try {
    const loads = { bare: requestTo("/v1/bench/bare", body), score: requestTo("/v1/score", body) };
    for (const request of Object.values(loads)) await sendAll(clients, request, WARM_UP);
    const perSecond: Record<string, number[]> = { bare: [], score: [] };
    const contestant = (name: keyof typeof loads) => ({
      name,
      async run() {
        const [processor, clock] = [await runtime.processorTime(), performance.now()];
        await sendAll(clients, loads[name], REQUESTS);
        perSecond[name]?.push(REQUESTS / ((performance.now() - clock) / 1000));
        return ((await runtime.processorTime()) - processor) / REQUESTS;
      },
    });
    const [bareCosts = [], scoreCosts = []] = await interleave([contestant("bare"), contestant("score")], ROUNDS);
    const { bare = [], score = [] } = perSecond;
    const rate = ratios(score, bare);
    const byProcessor = ratios(bareCosts, scoreCosts);
    const aim = `${AIM} or more`;
    return {
      title: `Single: POST /v1/score, one partner per request, ${CONNECTIONS} connections kept alive`,
      work: `${WORKLOAD}. The bare route has the same middleware and checks the same key (looked up once in 10 s), reads the same body as JSON and sends it back. By clock the client shares the machine; by processor only the runtime counts.`,
      findings: [
        finding("bare route, by clock", bare, { unit: "requests/s" }),
        finding("one partner, by clock", score, { unit: "requests/s", ratio: rate, aim, met: median(rate) >= AIM }),
        finding("bare route, by processor", bareCosts.map(rateOf), { unit: "requests/s" }),
        finding("one partner, by processor", scoreCosts.map(rateOf), {
          unit: "requests/s",
          ratio: byProcessor,
          aim,
          met: median(byProcessor) >= AIM,
        }),
      ],
    };
  } finally {
    for (const client of clients) client.close();
    await runtime.stop();
  }
}

const rateOf = (milliseconds: number): number => 1000 / milliseconds;

function requestTo(path: string, body: string): Buffer {
  const length = Buffer.byteLength(body);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nauthorization: Bearer ${BENCH_KEY}\r\ncontent-length: ${length}\r\n\r\n${body}`,
  );
}

async function sendAll(clients: readonly Client[], request: Buffer, count: number): Promise<void> {
  let left = count;
  await Promise.all(
    clients.map(async (client) => {
      while (left-- > 0) await client.send(request);
    }),
  );
}

/** `fetch` costs several times what the Worker does, and would make any two routes look equally fast. */
class Client {
  readonly #socket: Socket;
  #received = "";
  #answered: () => void = () => {};
  #failed: (error: Error) => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      this.#received += chunk;
      const end = endOfAnswer(this.#received);
      if (end < 0 || this.#received.length < end) return;
      const status = this.#received.slice(9, 12);
      this.#received = "";
      if (status === "200") this.#answered();
      else this.#failed(new Error(`A request was answered with status ${status}.`));
    });
    socket.on("error", (error) => this.#failed(error));
  }

  static to({ port }: Runtime): Promise<Client> {
    return new Promise((done, fail) => {
      const socket = connect(port, "127.0.0.1", () => done(new Client(socket)));
      socket.once("error", fail);
    });
  }

  send(request: Buffer): Promise<void> {
    return new Promise((done, fail) => {
      this.#answered = done;
      this.#failed = fail;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Length of the whole answer, -1 while it cannot be known. */
function endOfAnswer(text: string): number {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return -1;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head + 2))?.[1];
  if (length !== undefined) return head + 4 + Number(length);
  return text.endsWith("\r\n0\r\n\r\n") ? text.length : -1;
}

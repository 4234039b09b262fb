/**
 * The Worker killed in the middle of bulk saves and started again on the same data: what it acknowledged is there, no
 * save is there by half, and a save sent again with its Idempotency-Key takes effect once.
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const MODEL = "prm-performance";
const PARTNERS = 100;
/** Saves that are under way at the same time. */
const SENDERS = 3;
/** A kill comes within this time after the first request; a save takes some 20 ms. */
const LATEST_KILL = 600;

export interface Summary {
  kills: number;
  saves: number;
  /** Answered before the kill. */
  acknowledged: number;
  /** Stored before the kill, but not answered: the retry was told so. */
  storedUnanswered: number;
  /** Not stored before the kill: the retry did it. */
  lost: number;
  faults: string[];
}

interface Save {
  period: string;
  key: string;
  acknowledged: boolean;
}

interface Server {
  setupCode: string;
  kill(): Promise<void>;
}

export async function killAtRandom(kills: number, random: () => number): Promise<Summary> {
  const folder = await mkdtemp(join(tmpdir(), "levelsheet-faults-"));
  const port = await freePort();
  const client = new Client(`http://127.0.0.1:${port}`);
  const summary: Summary = { kills: 0, saves: 0, acknowledged: 0, storedUnanswered: 0, lost: 0, faults: [] };
  const startServer = () => start([folder, String(port)]);
  let server = await startServer();
  try {
    await client.setUp(server.setupCode);
    for (; summary.kills < kills; summary.kills++) {
      const saves: Save[] = [];
      const sending = Array.from({ length: SENDERS }, () => client.saveUntilCut(saves));
      await new Promise((done) => setTimeout(done, random() * LATEST_KILL));
      await server.kill();
      await Promise.all(sending);
      server = await startServer();
      for (const save of saves) await client.check(save, summary);
    }
    const audited = await client.auditedPeriods();
    if (audited.length !== summary.saves)
      summary.faults.push(`${summary.saves} saves, ${audited.length} in the audit log`);
    if (new Set(audited).size !== audited.length) summary.faults.push("a save is in the audit log twice");
  } finally {
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  }
  return summary;
}

class Client {
  readonly #origin: string;
  #key = "";
  #days = 0;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async setUp(code: string): Promise<void> {
    const response = await this.#send("POST", "/v1/setup", JSON.stringify({ code, name: "Faults" }));
    this.#key = ((await response.json()) as { key: string }).key;
  }

  /** One save after the other, each of a period of its own, until the connection breaks. */
  async saveUntilCut(saves: Save[]): Promise<void> {
    for (;;) {
      const period = new Date(Date.UTC(1990, 0, ++this.#days)).toISOString().slice(0, 10);
      const save: Save = { period, key: randomUUID(), acknowledged: false };
      saves.push(save);
      try {
        const response = await this.#save(save);
        await response.text();
        save.acknowledged = response.ok;
      } catch {
        return;
      }
    }
  }

  async check(save: Save, summary: Summary): Promise<void> {
    summary.saves++;
    const stored = await this.#stored(save.period);
    if (stored !== 0 && stored !== PARTNERS) summary.faults.push(`${save.period}: ${stored} of ${PARTNERS} rows`);
    if (save.acknowledged) {
      summary.acknowledged++;
      if (stored !== PARTNERS) summary.faults.push(`${save.period}: acknowledged, and ${stored} rows are there`);
    } else if (stored === 0) summary.lost++;
    else summary.storedUnanswered++;
    const again = await this.#save(save);
    const replayed = again.headers.get("idempotency-replayed") === "true";
    await again.text();
    if (!again.ok || replayed !== stored > 0) {
      summary.faults.push(
        `${save.period}: ${stored} rows, and the retry answers ${again.status}, replayed: ${replayed}`,
      );
    }
    const after = await this.#stored(save.period);
    if (after !== PARTNERS) summary.faults.push(`${save.period}: ${after} rows after the retry`);
  }

  async auditedPeriods(): Promise<string[]> {
    const periods: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const response: Response = await this.#send("GET", `/v1/audit?limit=1000&cursor=${cursor}`);
      const page = (await response.json()) as {
        entries: { action: string; what: { period: string } }[];
        cursor: string | null;
      };
      for (const { action, what } of page.entries) if (action === "assessments.saved") periods.push(what.period);
      ({ cursor } = page);
    }
    return periods;
  }

  async #stored(period: string): Promise<number> {
    const response = await this.#send("GET", `/v1/assessments?model=${MODEL}&period=${period}&limit=1000`);
    return ((await response.json()) as { assessments: unknown[] }).assessments.length;
  }

  #save({ period, key }: Save): Promise<Response> {
    const assessments = Array.from({ length: PARTNERS }, (_, at) => ({
      partner: `partner-${at}`,
      answers: { certified: at % 10, target: at },
    }));
    return this.#send("POST", "/v1/assessments", JSON.stringify({ model: MODEL, period, assessments }), {
      "idempotency-key": key,
    });
  }

  #send(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.#origin + path, {
      method,
      headers: { "content-type": "application/json", authorization: `Bearer ${this.#key}`, ...headers },
      ...(body !== undefined && { body }),
    });
  }
}

/** In a process group of its own, so that the runtime dies with the process that started it, at the same moment. */
async function start(parameters: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, "server.ts"), ...parameters], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const setupCode = await new Promise<string>((done, fail) => {
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const [, code] = /ready (\S+)\n/.exec(said) ?? [];
      if (code !== undefined) done(code);
    });
    child.once("exit", (code) => fail(new Error(`The Worker did not start; its process ended with ${code}.`)));
  });
  return {
    setupCode,
    async kill() {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, "SIGKILL");
      await ended;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** The receiver of worker/webhooks.md, copied and run, and the real Worker that sends to it. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../../worker/local/free-port.ts";
import { type Started, start } from "../../support/worker-process.ts";

const root = resolve(import.meta.dirname, "../../..");
const guide = readFileSync(resolve(root, "worker/webhooks.md"), "utf8");

let started: Started;
let address: string;
let key: string;
let folder: string;
let receiver: ChildProcess | null = null;
let received = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "levelsheet-receiver-"));
  started = await start(["--port", "18687", "--log"]);
  address = await started.address();
  key = (await started.waitFor(/export KEY=(lsk_\S+)/))[1] ?? "";
});
afterAll(async () => {
  receiver?.kill("SIGTERM");
  await started.end("SIGTERM");
  await rm(folder, { recursive: true, force: true });
});

async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(address + path, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(response.status, `${method} ${path}: ${text}`).toBe(200);
  return JSON.parse(text) as Answer;
}

async function startReceiver(secret: string, port: number): Promise<void> {
  const [, code = ""] = /```js\n([\s\S]*?)```/.exec(guide) ?? [];
  await writeFile(join(folder, "receiver.mjs"), code);
  await symlink(resolve(root, "node_modules"), join(folder, "node_modules"));
  const child = spawn(process.execPath, [join(folder, "receiver.mjs")], {
    env: { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  receiver = child;
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    received += chunk;
  });
  for (let tries = 0; tries < 200; tries++) {
    const answered = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: "{}" }).catch(() => null);
    // Nobody has signed this.
    if (answered !== null) return expect(answered.status).toBe(401);
    await new Promise((done) => setTimeout(done, 25));
  }
}

const runByTheClock = async () => expect((await fetch(`${address}/cdn-cgi/handler/scheduled`)).status).toBe(200);

test("the guide's receiver verifies what the real Worker sends, by the clock and as a test, with a rotated secret too", async () => {
  const port = await freePort(18_688);
  const { secret, webhook } = await ask<{ secret: string; webhook: { id: string } }>("POST", "/v1/webhooks", {
    url: `http://127.0.0.1:${port}/hooks`,
    events: ["assessment.saved", "level.changed"],
  });
  await startReceiver(secret, port);
  const tested = await ask<{ delivery: object }>("POST", `/v1/webhooks/${webhook.id}/test`);
  expect(tested).toMatchObject({ delivery: { state: "delivered", lastAttempt: { status: 204 } } });
  expect(received).toMatch(/^msg_\S+ webhook\.test /);

  await ask("POST", `/v1/webhooks/${webhook.id}/rotate`, { graceHours: 1 });
  await ask("POST", "/v1/assessments", {
    model: "prm-performance",
    period: "2099-Q4",
    assessments: [{ partner: "newcomer", answers: { target: 82, certified: 85 } }],
  });
  await runByTheClock();
  const { deliveries } = await ask<{ deliveries: { id: string; state: string; type: string }[] }>(
    "GET",
    `/v1/webhooks/${webhook.id}/deliveries`,
  );
  expect(deliveries.every(({ state }) => state === "delivered")).toBe(true);
  const [saved] = deliveries.filter(({ type }) => type === "assessment.saved");
  expect(received).toMatch(new RegExp(`^${saved?.id} assessment\\.saved .*"partner":"newcomer"`, "m"));

  // Sent again it is the same message, which the receiver has seen.
  const lines = received.split("\n").length;
  await ask("POST", `/v1/webhooks/${webhook.id}/deliveries/${saved?.id}/replay`);
  await runByTheClock();
  const again = await ask<{ deliveries: { id: string; state: string; attempts: number }[] }>(
    "GET",
    `/v1/webhooks/${webhook.id}/deliveries?state=delivered`,
  );
  expect(again.deliveries.find(({ id }) => id === saved?.id)).toMatchObject({ attempts: 1 });
  expect(received.split("\n")).toHaveLength(lines);
  await started.waitFor(/"webhooks":\{"checked":\d+,.*"delivered":1/);
  expect(started.said()).not.toMatch(/whsec_|newcomer/);
});

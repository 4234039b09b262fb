/** `npm run sheet` on a machine of its own: a folder for settings, a person at the browser, and Google's stand-in. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../apps-script/provision/command.ts";
import { scopesFor, signIn } from "../../apps-script/provision/sign-in.ts";
import type { ProvisionError, Surroundings } from "../../apps-script/provision/surroundings.ts";
import { CLIENT } from "./google-accounts.ts";
import { Discovery } from "./google-discovery.ts";
import { GoogleStandIn } from "./google-stand-in.ts";
import { serve } from "./sheet-service.ts";

/** Google's documents lie beside the project; without them there is nothing to hold requests against. */
export const canStandIn = Discovery.isThere;
export const MISSING = "Google's discovery documents are not there (../shared/google)";

export class Machine {
  readonly google: GoogleStandIn;
  readonly folder: string;
  readonly said: string[] = [];
  /** Milliseconds of each pause; none is waited for. */
  readonly pauses: number[] = [];
  /** What is answered when the command asks; null where nobody is there. */
  agrees: boolean | null = null;
  readonly asked: string[] = [];
  /** What the browser showed at last. */
  page = "";
  /** What the browser does instead of going where Google leads. */
  browse: ((address: string) => Promise<void>) | null = null;
  patience = 10_000;
  environment: NodeJS.ProcessEnv = {};

  private constructor(google: GoogleStandIn, folder: string) {
    this.google = google;
    this.folder = folder;
  }

  static async open(): Promise<Machine> {
    const folder = await mkdtemp(join(tmpdir(), "levelsheet-sheet-"));
    const machine = new Machine(await GoogleStandIn.open(), folder);
    await writeFile(
      join(folder, "client_secret.json"),
      JSON.stringify({ installed: { client_id: CLIENT.id, client_secret: CLIENT.secret } }),
    );
    return machine;
  }

  async close(): Promise<void> {
    await this.google.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  get settings(): string {
    return join(this.folder, "config", "levelsheet");
  }

  /** @returns the exit code and what was said. */
  async run(...args: string[]): Promise<{ code: number; text: string }> {
    const from = this.said.length;
    const code = await runCommand(args, this.#surroundings());
    return { code, text: this.said.slice(from).join("\n") };
  }

  /** The same, with the OAuth client's file. */
  make(...args: string[]): Promise<{ code: number; text: string }> {
    return this.run("--client", "client_secret.json", ...args);
  }

  /** Signs in alone. @returns what was said, and what went wrong. */
  async signIn({ addOn = true, client }: { addOn?: boolean; client?: string } = {}): Promise<string> {
    const from = this.said.length;
    const failed = await signIn(client, scopesFor(addOn), this.#surroundings()).then(
      () => "",
      (error: ProvisionError) => `${error.message} ${error.advice}`,
    );
    return this.said.slice(from).join("\n") + failed;
  }

  async file(name: string, text: string): Promise<string> {
    await writeFile(join(this.folder, name), text);
    return name;
  }

  #surroundings(): Surroundings {
    const { agrees } = this;
    return {
      google: this.google.addresses,
      environment: this.environment,
      workingFolder: this.folder,
      folder: this.settings,
      timeZone: "Europe/Berlin",
      say: (line) => this.said.push(line),
      complain: (line) => this.said.push(line),
      confirm:
        agrees === null
          ? null
          : async (question) => {
              this.asked.push(question);
              return agrees;
            },
      openPage: async (address) => {
        await (this.browse ?? this.follow)(address);
      },
      pause: async (milliseconds) => {
        this.pauses.push(milliseconds);
      },
      random: () => 0.5,
      patience: this.patience,
    };
  }

  /** Goes where Google leads, which is back to the command. */
  readonly follow = async (address: string): Promise<void> => {
    const response = await fetch(address);
    this.page = `${response.status} ${await response.text()}`;
  };
}

/** The Worker's own app behind an address on this machine. */
export async function openService(): Promise<{ address: string; requests: string[]; close(): Promise<void> }> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests.push(`${request.method} ${request.url}`);
      const { status, text, headers } = serve({
        address: `http://localhost${request.url}`,
        method: request.method ?? "GET",
        headers: request.headers as Record<string, string>,
        payload: Buffer.concat(chunks).toString("utf8"),
      });
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** The sidebar: the script's page in a frame that can reach nothing but `google.script.run`. */
import { passable } from "../google/passable.ts";
import { byId, element } from "./elements.ts";
import type { FromFrame, ToFrame } from "./messages.ts";

export interface SidebarHost {
  /** @throws what the function throws. */
  run(name: string, args: readonly unknown[]): Promise<unknown>;
  focusSheet(): void;
  resized(): void;
}

/** Google runs no more of them at once. */
const MOST_AT_ONCE = 10;

export class Sidebar {
  readonly #host: SidebarHost;
  readonly #panel = byId("sidebar");
  readonly #place = byId("sidebar-page");
  #frame: HTMLIFrameElement | null = null;
  #html = "";
  #running = 0;

  constructor(host: SidebarHost) {
    this.#host = host;
    byId("sidebar-close").addEventListener("click", () => this.close());
    window.addEventListener("message", (event: MessageEvent<FromFrame>) => {
      if (event.source !== null && event.source === this.#frame?.contentWindow) void this.#onMessage(event.data);
    });
  }

  open(html: string, title: string): void {
    this.#html = html;
    byId("sidebar-title").textContent = title === "" ? "Levelsheet" : title;
    this.#frame = element("iframe", {
      src: "/workbook/frame.html",
      title: title === "" ? "Levelsheet" : title,
      sandbox: "allow-scripts allow-forms allow-popups allow-modals allow-downloads",
    });
    this.#place.replaceChildren(this.#frame);
    this.#panel.hidden = false;
    this.#host.resized();
  }

  close(): void {
    this.#place.replaceChildren();
    this.#frame = null;
    this.#panel.hidden = true;
    this.#host.resized();
    this.#host.focusSheet();
  }

  async #onMessage(message: FromFrame): Promise<void> {
    if (message.kind === "ready") this.#tell({ kind: "page", html: this.#html });
    else if (message.kind === "close") this.close();
    else if (message.kind === "focus") this.#host.focusSheet();
    else await this.#call(message.call, message.name, message.args);
  }

  async #call(call: number, name: string, args: readonly unknown[]): Promise<void> {
    const frame = this.#frame;
    if (this.#running >= MOST_AT_ONCE) {
      this.#tell({ kind: "failed", call, message: "Too many calls at once. Wait for one to end." });
      return;
    }
    this.#running++;
    try {
      const value = passable(await this.#host.run(name, passable(args) as unknown[]));
      if (frame === this.#frame) this.#tell({ kind: "done", call, value });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (frame === this.#frame) this.#tell({ kind: "failed", call, message: text });
    } finally {
      this.#running--;
    }
  }

  /** The frame has an origin of its own, without a name. */
  #tell(message: ToFrame): void {
    this.#frame?.contentWindow?.postMessage(message, "*");
  }
}

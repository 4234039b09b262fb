/** The connection: made, tested, changed and given up. The key goes to the script and never comes back. */
import type { ConnectionState, SidebarState } from "../wire.ts";
import type { App, Part } from "./app.ts";
import { button, element, paragraph, redraw } from "./elements.ts";
import { call, wordsOf } from "./script.ts";
import { Section } from "./section.ts";

export class ConnectionPart implements Part {
  readonly #section = new Section("connection", "Connection");
  readonly node = this.#section.node;
  readonly shows = ["connection"] as const;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  draw({ connection }: SidebarState): void {
    const { body } = this.#section;
    if (connection === null) redraw(body, [this.#form("", null)], "address");
    else redraw(body, this.#present(connection), "test");
  }

  #present(connection: ConnectionState): HTMLElement[] {
    const { address, workspace, keyPrefix, from } = connection;
    const change = button("change", "Change", () => {
      redraw(this.#section.body, [this.#form(address, connection)]);
      this.#section.clear();
      document.getElementById("address")?.focus();
    });
    const disconnect = button("disconnect", "Disconnect", () => this.#confirm(connection));
    return [
      element(
        "p",
        {},
        "Connected to ",
        workspace === null ? null : element("strong", {}, workspace),
        workspace === null ? null : ", ",
        element("span", { class: "address" }, address),
      ),
      paragraph(keyPrefix === null ? "There is no key yet. Every request needs one." : `Key ${keyPrefix}…`, "hint"),
      ...(from === "tab" ? [paragraph("It is written in the Settings tab. Change it there.", "hint")] : []),
      element(
        "div",
        { class: "row" },
        button("test", "Test", () => this.#test()),
        from === "tab" ? null : change,
        from === "tab" ? null : disconnect,
      ),
    ];
  }

  #form(address: string, present: ConnectionState | null): HTMLElement {
    const typedAddress = element("input", {
      id: "address",
      type: "text",
      inputmode: "url",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      required: true,
      value: address,
      "aria-describedby": "address-hint",
    });
    const typedKey = element("input", {
      id: "key",
      type: "password",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": "key-hint",
    });
    const back = button("back", "Keep the present one", () => {
      if (present !== null) redraw(this.#section.body, this.#present(present), "test");
      this.#section.clear();
    });
    const submit = (event: Event): void => {
      event.preventDefault();
      this.#app.whileBusy(async () => {
        this.#section.say("Connecting…");
        try {
          const { message } = await call("connect", typedAddress.value, typedKey.value);
          await this.#app.refresh();
          this.#section.say(message);
        } catch (error) {
          this.#section.warn(wordsOf(error));
        }
      });
    };
    return element(
      "form",
      { submit, novalidate: true },
      element("label", { for: "address" }, "Address of your service"),
      typedAddress,
      element("p", { class: "hint", id: "address-hint" }, "Such as https://levelsheet.example.workers.dev"),
      element("label", { for: "key" }, "Key"),
      typedKey,
      element(
        "p",
        { class: "hint", id: "key-hint" },
        "It begins with lsk_. Everybody who may edit this workbook uses it.",
      ),
      element(
        "div",
        { class: "row" },
        element("button", { type: "submit", id: "connect", class: "primary" }, "Connect"),
        present === null ? null : back,
      ),
    );
  }

  #test(): void {
    this.#app.whileBusy(async () => {
      this.#section.say("Testing…");
      try {
        const { message } = await call("testConnection");
        await this.#app.refresh();
        this.#section.say(message);
      } catch (error) {
        this.#section.warn(wordsOf(error));
      }
    });
  }

  #confirm(present: ConnectionState): void {
    const keep = button("keep", "Keep it", () => redraw(this.#section.body, this.#present(present), "disconnect"));
    const disconnect = button("confirm", "Disconnect", () =>
      this.#app.whileBusy(async () => {
        try {
          await call("disconnect");
          await this.#app.refresh();
          this.#section.say("Disconnected. Formulas of this workbook say so when they calculate again.");
        } catch (error) {
          this.#section.warn(wordsOf(error));
        }
      }),
    );
    redraw(
      this.#section.body,
      [
        paragraph("Disconnect this workbook for everybody? To connect again you need the address and the key."),
        element("div", { class: "row" }, disconnect, keep),
      ],
      "keep",
    );
  }
}

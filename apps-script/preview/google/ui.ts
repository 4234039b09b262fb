/** Menus, dialogs and the sidebar. */
import { asGoogle } from "./as-google.ts";
import { type Execution, Suspended } from "./execution.ts";
import type { HtmlOutput } from "./html-service.ts";

type GoogleUi = GoogleAppsScript.Base.Ui;
type GoogleMenu = GoogleAppsScript.Base.Menu;
type Button = GoogleAppsScript.Base.Button;

export type MenuItem = { kind: "item"; caption: string; handler: string } | { kind: "separator" } | SubMenu;

export interface SubMenu {
  kind: "menu";
  caption: string;
  items: MenuItem[];
}

export interface Question {
  kind: "alert" | "prompt";
  title: string;
  message: string;
  buttons: readonly string[];
}

export interface Reply {
  /** `CLOSE` where the dialog was closed without a button. */
  button: string;
  text: string;
}

/** What a page does for the user interface. */
export interface UiView {
  /** @param caption null for the add-on's own menu. */
  showMenu(caption: string | null, items: readonly MenuItem[]): void;
  /** What is only said needs no reply, so the script goes on. */
  say(question: Question): void;
  showSidebar(html: string, title: string): void;
  showDialog(html: string, title: string, size: { width: number; height: number }): void;
}

/** Replies to the questions of this run, in order: a run that asks is ended, and begun again when the reply is there. */
export interface Replies {
  given: readonly Reply[];
  /** Where a run ended to ask. */
  pending: Question | null;
}

const BUTTONS: Record<string, readonly string[]> = {
  OK: ["OK"],
  OK_CANCEL: ["OK", "CANCEL"],
  YES_NO: ["YES", "NO"],
  YES_NO_CANCEL: ["YES", "NO", "CANCEL"],
};

type Offered =
  | "createMenu"
  | "createAddonMenu"
  | "alert"
  | "prompt"
  | "showSidebar"
  | "showModalDialog"
  | "showModelessDialog";

export class Ui implements Pick<GoogleUi, Offered> {
  readonly ButtonSet = Object.fromEntries(Object.keys(BUTTONS).map((name) => [name, name]));
  readonly Button = { OK: "OK", CANCEL: "CANCEL", YES: "YES", NO: "NO", CLOSE: "CLOSE" };
  readonly #execution: Execution;
  readonly #view: UiView;
  readonly #replies: Replies;
  #asked = 0;

  constructor(execution: Execution, view: UiView, replies: Replies) {
    this.#execution = execution;
    this.#view = view;
    this.#replies = replies;
  }

  createMenu(caption: string): GoogleMenu {
    return asGoogle(new Menu(this.#view, caption, caption));
  }

  createAddonMenu(): GoogleMenu {
    return asGoogle(new Menu(this.#view, null, "Levelsheet"));
  }

  alert(...given: unknown[]): Button {
    this.#execution.use("dialog", "Ui.alert");
    const texts = given.filter((one) => !Object.hasOwn(BUTTONS, String(one))).map(String);
    const buttons = BUTTONS[String(given.find((one) => Object.hasOwn(BUTTONS, String(one))) ?? "OK")] ?? ["OK"];
    const [title = "", message = ""] = texts.length > 1 ? texts : ["", texts[0]];
    const question: Question = { kind: "alert", title, message, buttons };
    if (buttons.length > 1) return asGoogle(this.#ask(question).button);
    this.#view.say(question);
    return asGoogle("OK");
  }

  prompt(...given: unknown[]): GoogleAppsScript.Base.PromptResponse {
    this.#execution.use("dialog", "Ui.prompt");
    const texts = given.filter((one) => !Object.hasOwn(BUTTONS, String(one))).map(String);
    const buttons = BUTTONS[String(given.find((one) => Object.hasOwn(BUTTONS, String(one))) ?? "OK")] ?? ["OK"];
    const [title = "", message = ""] = texts.length > 1 ? texts : ["", texts[0]];
    const { button, text } = this.#ask({ kind: "prompt", title, message, buttons });
    return asGoogle({ getSelectedButton: () => button, getResponseText: () => text });
  }

  showSidebar(html: unknown): void {
    this.#execution.use("dialog", "Ui.showSidebar");
    const output = asGoogle<HtmlOutput>(html);
    this.#view.showSidebar(output.getContent(), output.getTitle());
  }

  showModalDialog(html: unknown, title: string): void {
    this.#execution.use("dialog", "Ui.showModalDialog");
    const output = asGoogle<HtmlOutput>(html);
    this.#view.showDialog(output.getContent(), title, { width: output.getWidth(), height: output.getHeight() });
  }

  showModelessDialog(html: unknown, title: string): void {
    this.showModalDialog(html, title);
  }

  #ask(question: Question): Reply {
    const reply = this.#replies.given[this.#asked++];
    if (reply !== undefined) return reply;
    this.#replies.pending = question;
    this.#execution.suspended = true;
    throw new Suspended();
  }
}

class Menu implements Pick<GoogleMenu, "addItem" | "addSeparator" | "addSubMenu" | "addToUi"> {
  readonly #view: UiView;
  readonly #caption: string | null;
  readonly menu: SubMenu;

  constructor(view: UiView, caption: string | null, shown: string) {
    this.#view = view;
    this.#caption = caption;
    this.menu = { kind: "menu", caption: shown, items: [] };
  }

  addItem(caption: string, handler: string): GoogleMenu {
    this.menu.items.push({ kind: "item", caption, handler });
    return asGoogle(this);
  }

  addSeparator(): GoogleMenu {
    this.menu.items.push({ kind: "separator" });
    return asGoogle(this);
  }

  addSubMenu(menu: GoogleMenu): GoogleMenu {
    this.menu.items.push(asGoogle<Menu>(menu).menu);
    return asGoogle(this);
  }

  addToUi(): void {
    this.#view.showMenu(this.#caption, this.menu.items);
  }
}

/** Menus by mouse and by keyboard, as the ARIA pattern for menu bars has them. */
import type { MenuItem } from "../google/ui.ts";
import { element } from "./elements.ts";

export type Entry = MenuItem | { kind: "action"; caption: string; act(): void } | { kind: "heading"; caption: string };

export class MenuBar {
  readonly #bar: HTMLElement;
  readonly #run: (handler: string) => void;
  readonly #menus = new Map<string, { button: HTMLButtonElement; list: HTMLElement }>();

  /** @param run what a script's item calls. */
  constructor(bar: HTMLElement, run: (handler: string) => void) {
    this.#bar = bar;
    this.#run = run;
    document.addEventListener("pointerdown", ({ target }) => {
      if (!(target instanceof Node) || !bar.contains(target)) this.#close();
    });
    // The sheet and the sidebar keep their clicks to themselves.
    window.addEventListener("blur", () => this.#close());
    bar.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** Makes the menu, or replaces what is in it. */
  show(caption: string, entries: readonly Entry[]): void {
    const known = this.#menus.get(caption);
    const list = known?.list ?? element("div", { class: "menu", role: "menu", "aria-label": caption, hidden: true });
    list.replaceChildren(...entries.map((entry) => this.#entry(entry)));
    if (known !== undefined) return;
    const first = this.#menus.size === 0;
    const button = element(
      "button",
      {
        type: "button",
        role: "menuitem",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        tabindex: first ? "0" : "-1",
      },
      caption,
    );
    button.addEventListener("click", () => this.#toggle(caption));
    this.#menus.set(caption, { button, list });
    this.#bar.append(element("div", { class: "menu-place", role: "none" }, button, list));
  }

  #entry(entry: Entry): HTMLElement {
    if (entry.kind === "separator") return element("hr", { role: "separator" });
    if (entry.kind === "heading") return element("p", { class: "menu-heading", role: "presentation" }, entry.caption);
    if (entry.kind === "menu") {
      const heading = element("p", { class: "menu-heading", role: "presentation" }, entry.caption);
      return element(
        "div",
        { role: "group", "aria-label": entry.caption },
        heading,
        ...entry.items.map((item) => this.#entry(item)),
      );
    }
    const item = element("button", { type: "button", role: "menuitem", tabindex: "-1" }, entry.caption);
    item.addEventListener("click", () => {
      this.#close();
      if (entry.kind === "action") entry.act();
      else this.#run(entry.handler);
    });
    return item;
  }

  #toggle(caption: string): void {
    const wasOpen = this.#menus.get(caption)?.list.hidden === false;
    this.#close();
    if (!wasOpen) this.#open(caption);
  }

  #open(caption: string): void {
    const menu = this.#menus.get(caption);
    if (menu === undefined) return;
    menu.list.hidden = false;
    menu.button.setAttribute("aria-expanded", "true");
    this.#items(menu.list)[0]?.focus();
  }

  #close(): void {
    for (const { button, list } of this.#menus.values()) {
      list.hidden = true;
      button.setAttribute("aria-expanded", "false");
    }
  }

  #items(list: HTMLElement): HTMLElement[] {
    return [...list.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  }

  #onKey(event: KeyboardEvent): void {
    const captions = [...this.#menus.keys()];
    const open = captions.find((caption) => this.#menus.get(caption)?.list.hidden === false);
    const menu = open === undefined ? undefined : this.#menus.get(open);
    const items = menu === undefined ? [] : this.#items(menu.list);
    const at = items.indexOf(document.activeElement as HTMLElement);
    const besides = (step: number): void => {
      const focused = captions.findIndex((caption) => this.#menus.get(caption)?.button === document.activeElement);
      const from = open === undefined ? focused : captions.indexOf(open);
      const next = captions[(from + step + captions.length) % captions.length] ?? "";
      this.#close();
      if (open === undefined) this.#menus.get(next)?.button.focus();
      else this.#open(next);
    };
    const moves: Record<string, () => void> = {
      Escape: () => {
        this.#close();
        menu?.button.focus();
      },
      ArrowRight: () => besides(1),
      ArrowLeft: () => besides(-1),
      ArrowDown: () =>
        menu === undefined ? (document.activeElement as HTMLElement).click() : items[(at + 1) % items.length]?.focus(),
      ArrowUp: () => items[(at - 1 + items.length) % items.length]?.focus(),
      Home: () => items[0]?.focus(),
      End: () => items.at(-1)?.focus(),
    };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      move();
    } else if (event.key === "Tab") this.#close();
  }
}

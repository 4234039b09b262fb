/** Making elements, without ever turning text into markup. */
type Attributes = Record<string, string | boolean>;

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** What stands in the page from the start. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no #${id}.`);
  return found;
}

export const count = (number: number): string => number.toLocaleString("en");
export const rowCount = (number: number): string => `${count(number)} ${number === 1 ? "row" : "rows"}`;

/** A step of the page, with a heading that takes the focus when the step begins. */
export function step(id: string, title: string, ...children: (Node | string)[]): HTMLElement {
  const heading = element("h2", { tabindex: "-1", id: `${id}-title` }, title);
  return element("section", { id, "aria-labelledby": `${id}-title` }, heading, ...children);
}

export function warning(title: string, ...children: (Node | string)[]): HTMLElement {
  const sentence = element("p", {}, element("strong", {}, `▲ ${title}`));
  return element("div", { class: "warning", role: "alert" }, sentence, ...children);
}

/** A file that is made here; nothing is sent anywhere. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([`\ufeff${text}`], { type: "text/csv;charset=utf-8" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

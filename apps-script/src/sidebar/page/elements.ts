/** The few elements the page is made of. Text goes in as text, never as markup. */

type Child = Node | string | null;

interface Attributes {
  [name: string]: string | boolean | EventListener;
}

/** @param attributes `true` sets an empty one, `false` leaves it out, a function listens. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false) made.setAttribute(key, value);
  }
  made.append(...children.filter((child): child is Node | string => child !== null));
  return made;
}

export const paragraph = (text: string, kind = ""): HTMLParagraphElement => element("p", { class: kind }, text);

/** @param id finds it again after the section was drawn anew, so that it keeps the focus. */
export function button(id: string, label: string, click: () => void, kind = ""): HTMLButtonElement {
  return element("button", { type: "button", id, class: kind, click }, label);
}

/** Draws a section anew. What had the focus gets it back; where it is gone, what stands in its place does. */
export function redraw(section: HTMLElement, children: readonly Child[], instead = ""): void {
  const focused = section.contains(document.activeElement) ? (document.activeElement?.id ?? "") : "";
  section.replaceChildren(...children.filter((child): child is Node | string => child !== null));
  if (focused !== "") (document.getElementById(focused) ?? document.getElementById(instead))?.focus();
}

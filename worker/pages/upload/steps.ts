/** One step of the page after the other: shown, worked on, and what goes wrong said where it happened. */
import { LevelsheetError } from "../../errors.ts";
import { byId, element, warning } from "./elements.ts";
import { Refused } from "./service.ts";

const form = byId("upload", HTMLFormElement);
const steps = byId("steps", HTMLElement);
const status = byId("status", HTMLElement);

/** Shows a step in place of all after it, and takes the reader there. */
export function begin(section: HTMLElement): void {
  const old = document.getElementById(section.id);
  if (old === null) steps.append(section);
  else {
    while (old.nextElementSibling) old.nextElementSibling.remove();
    old.replaceWith(section);
  }
  section.querySelector<HTMLElement>("h2")?.focus();
}

export function dropAfter(id: string): void {
  const section = document.getElementById(id);
  while (section?.nextElementSibling) section.nextElementSibling.remove();
}

export function fault(error: unknown): HTMLElement {
  if (error instanceof Refused || error instanceof LevelsheetError) {
    const places = error instanceof Refused ? error.places : error.errors;
    const said = places.map(({ location, message }) => `${location}: ${message}`);
    const list = element("ul", {}, ...said.slice(0, 20).map((text) => element("li", {}, text)));
    return warning(error.message, ...(said.length > 0 ? [list] : []));
  }
  console.error(error);
  return warning("Something went wrong on this page. Load it again and try once more.");
}

/** While one step works no other begins. */
export async function working(button: HTMLButtonElement, said: string, work: () => Promise<void>): Promise<void> {
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  button.disabled = true;
  status.textContent = said;
  try {
    await work();
    status.textContent = "";
  } catch (error) {
    status.textContent = "";
    button.closest("section, form")?.querySelector(":scope > .warning")?.remove();
    (button.closest(".buttons") ?? button).before(fault(error));
  } finally {
    form.ariaBusy = "false";
    button.disabled = false;
  }
}

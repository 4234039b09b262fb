/** Lists in one cell: `sell; market`. A backslash keeps what would otherwise separate or fall away. */
import { NONE } from "./columns.ts";

export function writeList(items: readonly string[]): string {
  if (items.length === 0) return NONE;
  return items.map((item) => (items.length === 1 && item === NONE ? `\\${item}` : writeItem(item))).join("; ");
}

/** Stands for an item without a character in it. */
const EMPTY = "\\0";

function writeItem(item: string): string {
  if (item === "") return EMPTY;
  const body = item.replace(/[\\;]/g, "\\$&").replace(/^\s/, "\\$&");
  return item.length > 1 ? body.replace(/\s$/, "\\$&") : body;
}

export function readList(text: string): string[] {
  if (text.trim() === NONE) return [];
  const items: string[] = [];
  let item = "";
  /** Up to here nothing may be trimmed from the end. */
  let kept = 0;
  let isMarked = false;
  const close = (): void => {
    items.push(item.slice(0, kept) + item.slice(kept).trimEnd());
    item = "";
    kept = 0;
    isMarked = false;
  };
  for (let place = 0; place < text.length; place++) {
    const character = text.charAt(place);
    if (text.startsWith(EMPTY, place)) {
      place++;
      isMarked = true;
    } else if (character === "\\" && place + 1 < text.length) {
      place++;
      item += text.charAt(place);
      kept = item.length;
    } else if (character === ";") close();
    else if (item !== "" || character.trim() !== "") item += character;
  }
  // “a; b;” are two items.
  if (item !== "" || isMarked || items.length === 0) close();
  return items;
}

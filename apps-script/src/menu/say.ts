/** How a command ends: in words, whatever happened. */
import type { MenuPlatform } from "../platform.ts";
import { Trouble } from "../service.ts";

/** @param work gives what to tell at the end, null where nothing is to be said. */
export function command(title: string, platform: MenuPlatform, work: () => string | null): void {
  let message: string | null;
  try {
    message = work();
  } catch (error) {
    message = inWords(error);
  }
  if (message !== null) platform.prompt.say(title, message);
}

/** What to tell about anything that was thrown. */
export function inWords(error: unknown): string {
  return error instanceof Trouble
    ? sentence(error.message)
    : "Something went wrong, and the work stopped there. Choose the command again; it continues where it stopped.";
}

export const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

export const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

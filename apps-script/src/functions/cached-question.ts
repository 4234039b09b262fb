/** One question to the service, or what it said last time. */
import { findConnection } from "../connection.ts";
import type { CellPlatform } from "../platform.ts";
import { recall, remember } from "../remembered.ts";
import { ask, NOT_CONNECTED, type Question, readAnswer, Trouble } from "../service.ts";

/** Seconds an answer is remembered: 6 hours, the longest Google allows, for what cannot change. */
export const LASTING = 21_600;
export const CHANGING = 300;
const REFUSED = 60;
const PASSING = 15;

/** @throws Trouble. */
export function cachedQuestion<Answer>(question: Question, seconds: number, platform: CellPlatform): Answer {
  const connection = findConnection(platform.properties(), platform.spreadsheet());
  if (connection === null) throw new Trouble(NOT_CONNECTED);
  const cache = platform.cache();
  const key = `levelsheet.${platform.digest(
    [connection.address, connection.key, question.method, question.path, question.body ?? ""].join("\n"),
  )}`;
  const known = recall(key, cache);
  if (known !== null) {
    if ("trouble" in known) throw new Trouble(known.trouble);
    return readAnswer<Answer>(known.answer);
  }
  try {
    const answer = ask(question, connection, platform.fetch);
    const read = readAnswer<Answer>(answer);
    remember(key, { answer }, seconds, cache);
    return read;
  } catch (error) {
    if (error instanceof Trouble) {
      remember(key, { trouble: error.message }, error.passing ? PASSING : REFUSED, cache);
    }
    throw error;
  }
}

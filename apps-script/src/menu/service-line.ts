/** The connected service: one question, a change that takes effect once, or every page of a list. */
import type { MenuPlatform } from "../platform.ts";
import { askPatiently, type Question, queryOf, readAnswer } from "../service.ts";
import { requireConnection } from "./settings.ts";

export interface ServiceLine {
  /** @throws Trouble. */
  ask<Answer>(question: Question): Answer;
  /**
   * Sends a change with a key made of what it says and of `occasion`, so that an answer that was lost is given again.
   *
   * @param occasion what tells this change from the same one at another time.
   */
  change<Answer>(question: Question & { body: string }, occasion: string): Answer;
  /** All items of a list, page by page. @param name of the list in the answer. */
  list<Item>(path: string, query: Record<string, string>, name: string, limit: number): Item[];
}

/** @throws Trouble where nothing is connected. */
export function openLine(platform: MenuPlatform): ServiceLine {
  const connection = requireConnection(platform);
  const ask = <Answer>(question: Question): Answer =>
    readAnswer<Answer>(askPatiently(question, connection, platform.fetch, platform.clock));
  return {
    ask,
    change: (question, occasion) => {
      const { method, path, body } = question;
      return ask({ ...question, once: platform.digest([occasion, method, path, body].join("\n")) });
    },
    list<Item>(path: string, query: Record<string, string>, name: string, limit: number): Item[] {
      const items: Item[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const page: Record<string, unknown> = ask({
          method: "get",
          path: `${path}${queryOf({ ...query, limit: String(limit), cursor })}`,
        });
        items.push(...(page[name] as Item[]));
        cursor = page.cursor as string | null;
      }
      return items;
    },
  };
}

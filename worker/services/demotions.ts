import {
  confirmDemotion,
  dismissDemotion,
  type PendingDemotion,
  type StandingLevel,
} from "../../models/engine/policy.ts";
import { type Decided, decideStandings, listPending, type PendingRow } from "../db/standings.ts";
import { type ErrorEntry, InvalidRequest } from "../errors.ts";
import { announce, type News } from "./announce.ts";
import type { Caller } from "./caller.ts";
import { type Outcome, once } from "./once.ts";
import { fromCursor, pageOf } from "./paging.ts";

export interface Demotion {
  model: string;
  partner: string;
  period: string;
  /** Where the partner stands. */
  level: string | null;
  pending: PendingDemotion;
}

const toDemotion = ({ model, partner, period, level, pending }: PendingRow): Demotion => ({
  model,
  partner,
  period,
  level,
  pending: JSON.parse(pending) as PendingDemotion,
});

/** Falls that wait for a person, a page of them. */
export async function listDemotions(
  caller: Caller,
  filter: { model?: string | undefined; dismissed: boolean },
  cursor: string | undefined,
  limit: number,
): Promise<{ demotions: Demotion[]; cursor: string | null }> {
  const rows = await listPending(caller.database, filter, fromCursor(cursor, 2), limit + 1);
  const page = pageOf(rows, limit, ({ model, partner }) => [model, partner]);
  return { demotions: page.items.map(toDemotion), cursor: page.cursor };
}

export interface DecisionRequest {
  model: string;
  partners: readonly string[];
  decision: "confirm" | "dismiss";
}

export interface DecidedDemotions {
  decided: { partner: string; level: string | null }[];
}

/**
 * Lets falls take place, or lets the partners stay.
 *
 * @throws InvalidRequest where a partner has no fall to decide about; nothing is decided then.
 */
export function decideDemotions(
  caller: Caller,
  sent: Uint8Array,
  request: DecisionRequest,
): Promise<Outcome<DecidedDemotions>> {
  const { model, decision } = request;
  const partners = [...new Set(request.partners)];
  const change = async () => {
    const rows = await listPending(caller.database, { model, dismissed: true, partners }, [], partners.length);
    const found = new Map(rows.map((row) => [row.partner, row]));
    const errors = partners.flatMap((partner, place): ErrorEntry[] =>
      found.has(partner)
        ? []
        : [{ location: `partners.${place}`, message: "has no pending demotion under this model" }],
    );
    if (errors.length > 0) throw new InvalidRequest(errors.slice(0, 100));
    const inOrder = partners.flatMap((partner) => found.get(partner) ?? []);
    const decided = inOrder.map((row): Decided => {
      const standing: StandingLevel = { level: row.level, pending: JSON.parse(row.pending) as PendingDemotion };
      const { level, pending } =
        decision === "confirm" ? confirmDemotion(standing) : dismissDemotion(standing, caller.now);
      // Saving the same period again starts from here, or the question would come up once more.
      return { partner: row.partner, level, pending, before: { level, pending }, version: row.version };
    });
    const answer = { decided: decided.map(({ partner, level }) => ({ partner, level })) };
    return {
      answer,
      // Without names, which erasing a partner could not find.
      kept: answer.decided.map(({ level }) => level),
      audit: {
        action: `demotions.${decision}ed`,
        what: { model, partners: partners.slice(0, 100), count: partners.length },
      },
      queries: [decideStandings(model, decided), ...announce(caller, [movesOf(model, inOrder, decided)])],
    };
  };
  return once<DecidedDemotions, (string | null)[]>(caller, sent, change, (levels) => ({
    decided: partners.map((partner, place) => ({ partner, level: levels[place] ?? null })),
  }));
}

function movesOf(model: string, before: readonly PendingRow[], decided: readonly Decided[]): News {
  const moves = decided.flatMap(({ partner, level: to }, at) => {
    const from = before[at]?.level ?? null;
    return from === to ? [] : [{ partner, from, to, direction: "demoted" }];
  });
  return { type: "level.changed", head: { model: { id: model } }, entries: () => moves };
}

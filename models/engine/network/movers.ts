/** Who is about to move: partners one step below the next level, and partners one step above a fall. */
import { DEFAULT_WORK, type Work } from "../path.ts";
import type { Cohort } from "../state.ts";
import { type AtRisk, describeRisk, type SlipRisk, type StaleRisk, slipRisks, staleRisk } from "./at-risk.ts";
import type { Member } from "./member.ts";
import { type NearMiss, nearMisses } from "./near-misses.ts";

export interface MoversOptions {
  /** How many of each are listed; all are counted. */
  limit?: number | undefined;
  /** ISO 8601: answers that are stale on that day count as unanswered. Without it nothing goes stale. */
  staleBy?: string | undefined;
  /** Search nodes for the paths of all near misses together. */
  work?: Work | undefined;
  /** What a partner is worth, such as its revenue: those at risk are listed by it times the number of risks. */
  worth?: ((partner: string) => number) | undefined;
  cohort?: Cohort | undefined;
}

export interface Movers {
  nearMisses: { count: number; partners: NearMiss[] };
  atRisk: { count: number; partners: AtRisk[] };
}

/** Listed when the caller names no limit. */
export const LISTED_MOVERS = 10;
/** More risks than this of one partner tell nothing new. */
const RISKS_OF_A_PARTNER = 5;

/**
 * Near misses, cheapest first, and partners at risk, most at stake first. The rules are those of `nearMiss`,
 * `slipRisks` and `staleRisk`. Levels are what the answers reach, whatever the model's demotion policy makes of it.
 */
export function movers(members: readonly Member[], options: MoversOptions = {}): Movers {
  const limit = Math.max(0, Math.floor(options.limit ?? LISTED_MOVERS) || 0);
  return {
    nearMisses: nearMisses(members, limit, options.work ?? { left: DEFAULT_WORK }, options.cohort),
    atRisk: atRisk(members, limit, options),
  };
}

function atRisk(
  members: readonly Member[],
  limit: number,
  { staleBy, worth, cohort }: MoversOptions,
): { count: number; partners: AtRisk[] } {
  const found: { member: Member; risks: (SlipRisk | StaleRisk)[]; stake: number }[] = [];
  const reviews = new Map<string, string | null>();
  for (const member of members) {
    const slips = slipRisks(member, cohort);
    const stale = staleBy === undefined ? null : staleRisk(member, staleBy, cohort, reviews);
    if (slips.length === 0 && stale === null) continue;
    const risks = stale === null ? slips : [stale, ...slips];
    const value = worth?.(member.partner) ?? 1;
    found.push({ member, risks, stake: Number.isFinite(value) ? value * risks.length : 0 });
  }
  found.sort((a, b) => b.stake - a.stake);
  const partners = found.slice(0, limit).map(({ member, risks }) => ({
    partner: member.partner,
    level: member.variant.levels[member.rank]?.id ?? "",
    risks: risks
      .sort((a, b) => a.rank - b.rank)
      .slice(0, RISKS_OF_A_PARTNER)
      .map((risk) => describeRisk(member, risk, cohort)),
  }));
  return { count: found.length, partners };
}

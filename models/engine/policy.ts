/**
 * From the level that the answers reach to the level a partner stands at: a model may let partners rise one level at
 * a time, and hold a fall back until a person has looked at it.
 */
import type { Model } from "../format.ts";
import { isStale } from "./freshness.ts";

type Review = NonNullable<Model["review"]>;

/** A fall that waits for a person. */
export interface PendingDemotion {
  /** The level the answers reach; null where they reach none. */
  to: string | null;
  /** When the answers first fell short of the standing level, ISO 8601. */
  since: string;
  /** When a person decided to let the partner stay; null while nobody has. */
  dismissed: string | null;
}

export interface StandingLevel {
  /** Level id; null where the partner stands at none. */
  level: string | null;
  pending: PendingDemotion | null;
}

export interface PolicyResult extends StandingLevel {
  changed: "promoted" | "demoted" | "none";
}

/**
 * The standing after new answers.
 *
 * - `promotion` `any`: up to whatever the answers reach; `one-step`: one level up from the previous standing.
 * - `demotion` `immediate`: down at once; `pending`: the level stays and the fall waits for `confirmDemotion` or
 *   `dismissDemotion`; `sticky`: a level once reached is kept.
 *
 * The format's defaults are `any` and `immediate`. A partner that stands at no level, or at one the model does not
 * have any more, is placed at what its answers reach, because there is no step to count from. Answers that reach no
 * level, for lack of coverage too, count as a fall below the lowest. A dismissed fall is asked about again when the
 * answers reach even less, or when the review interval has passed since.
 *
 * @param levels level ids, lowest first.
 * @param previous the standing before the period that is assessed. Saving one period twice starts from the same
 *   standing both times, else `one-step` would climb twice.
 * @param computed the level that the answers reach.
 * @param now ISO 8601.
 */
export function standingAfter(
  levels: readonly string[],
  review: Review | undefined,
  previous: StandingLevel,
  computed: string | null,
  now: string,
): PolicyResult {
  const before = rankIn(levels, previous.level);
  const reached = rankIn(levels, computed);
  const known = reached < 0 ? null : computed;
  if (before < 0) {
    const stood = previous.level !== null;
    return { level: known, pending: null, changed: reached < 0 || stood ? "none" : "promoted" };
  }
  if (reached === before) return settled(previous.level, "none");
  if (reached > before) {
    const level = review?.promotion === "one-step" ? (levels[before + 1] ?? known) : known;
    return settled(level, "promoted");
  }
  switch (review?.demotion ?? "immediate") {
    case "immediate":
      return settled(known, "demoted");
    case "sticky":
      return settled(previous.level, "none");
    case "pending":
      return {
        level: previous.level,
        pending: pendingAfter(levels, review, previous.pending, known, now),
        changed: "none",
      };
  }
}

const settled = (level: string | null, changed: PolicyResult["changed"]): PolicyResult => ({
  level,
  pending: null,
  changed,
});

const rankIn = (levels: readonly string[], level: string | null): number =>
  level === null ? -1 : levels.indexOf(level);

function pendingAfter(
  levels: readonly string[],
  review: Review | undefined,
  pending: PendingDemotion | null,
  to: string | null,
  now: string,
): PendingDemotion {
  if (pending === null) return { to, since: now, dismissed: null };
  const { since, dismissed } = pending;
  const lower = rankIn(levels, to) < rankIn(levels, pending.to);
  const lapsed = dismissed !== null && isStale(dismissed, review?.every, now);
  return { to, since, dismissed: lower || lapsed ? null : dismissed };
}

/** The fall takes place. Without a pending one nothing changes. */
export function confirmDemotion({ level, pending }: StandingLevel): PolicyResult {
  return pending === null ? settled(level, "none") : settled(pending.to, "demoted");
}

/** The partner stays; see `standingAfter` for when the question comes up again. Without a pending fall nothing changes. */
export function dismissDemotion({ level, pending }: StandingLevel, now: string): PolicyResult {
  return { level, pending: pending === null ? null : { ...pending, dismissed: now }, changed: "none" };
}

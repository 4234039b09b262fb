/**
 * Programme or partner: a criterion where a majority of the network falls short speaks of the programme, because so
 * many partners do not fail at the same thing by chance; one where a minority does speaks of those partners.
 */
import { TOLERANCE } from "../answers.ts";
import type { CompiledModel, Variant } from "../compile.ts";
import { MINIMUM_COHORT } from "./benchmark.ts";
import { type Need, needHolds, needsOf } from "./needs.ts";
import { wilsonInterval } from "./proportion.ts";
import { type Standing, variantOf } from "./standing.ts";

/** A cut by segment, region, type or level is reported from this many answers on. */
export const MINIMUM_CUT = 20;

export type Verdict = "programme" | "partner";

export interface Shortfall {
  /** How many partners answered. */
  answered: number;
  /** How many of them fall short. */
  short: number;
  /** `short / answered` with Wilson's 95 % interval, 0..1; null where nobody answered. */
  share: number | null;
  low: number | null;
  high: number | null;
  /** `programme` where even the low end is above one half; null under 5 answers. */
  verdict: Verdict | null;
}

export interface Cut extends Shortfall {
  by: "segment" | "region" | "type" | "level";
  /** The segment, region or type as it was written first, or the id of the level. */
  name: string;
}

export interface CriterionDiagnosis extends Shortfall {
  criterion: string;
  name: string;
  dimension: string;
  /** Those who fall short, in the order given. */
  partners: string[];
  /**
   * Of those whose next level asks something of this criterion, how many miss it. No verdict follows: whoever misses
   * nothing is on that level already, so most of the others miss any hard requirement of it, whoever is at fault.
   */
  belowNext: Omit<Shortfall, "verdict">;
  /** What to look at when the programme is at fault: the criterion's tags that begin with “programme:”, without it. */
  programme: string[];
  help: string | null;
  cuts: Cut[];
}

/** Less than half of what can be attained is short. */
export const SHORT_BELOW = 0.5;

/**
 * Diagnoses every criterion of the model, in its order.
 *
 * A partner is *short* on a criterion it answered when its attainment is below one half and, where its next level
 * asks something of the criterion, that is missed too. One half of its own scale means the same for every criterion
 * and does not depend on how partners were sorted into levels; a level's own bar does (see `belowNext`), so it
 * can only excuse: what is enough for the next level is not a shortfall. Left out are criteria that are unanswered or not
 * applicable (silence is a matter of coverage, not of ability) and practices of levels beyond the partner's next one,
 * which nobody expects of it yet.
 *
 * @param partnersListed how many partners to name per criterion at most; the counts are of all.
 */
export function diagnose(
  compiled: CompiledModel,
  standings: readonly Standing[],
  partnersListed = Number.POSITIVE_INFINITY,
): CriterionDiagnosis[] {
  const { plain } = compiled;
  const length = plain.criteria.length;
  const groups = new Groups(plain);
  const needs = new NeedsByVariant();
  const answered = new Counts(length);
  const short = new Counts(length);
  const asked = new Float64Array(length);
  const missed = new Float64Array(length);
  const partners: string[][] = plain.criteria.map(() => []);
  for (const standing of standings) {
    const variant = variantOf(compiled, standing);
    const needed = needs.of(variant, standing.rank + 1);
    const places = groups.of(standing);
    for (let position = 0; position < length; position++) {
      const attainment = standing.attainments[position];
      const need = needed[position];
      if (attainment == null || !need?.due) continue;
      answered.add(places, position);
      const named = need.conditions.length > 0;
      const misses = named && !needHolds(variant, need, standing, position, attainment);
      if (named) asked[position] = (asked[position] as number) + 1;
      if (misses) missed[position] = (missed[position] as number) + 1;
      if ((named && !misses) || attainment >= SHORT_BELOW - TOLERANCE) continue;
      short.add(places, position);
      const listed = partners[position] as string[];
      if (listed.length < partnersListed) listed.push(standing.partner);
    }
  }
  return plain.criteria.map(({ id, name, position, dimension }): CriterionDiagnosis => {
    const document = plain.model.criteria[position];
    const { verdict: _, ...belowNext } = shortfall(missed[position] as number, asked[position] as number);
    return {
      criterion: id,
      name,
      dimension: plain.dimensions[dimension]?.id ?? "",
      ...shortfall(short.at(0, position), answered.at(0, position)),
      partners: partners[position] ?? [],
      belowNext,
      programme: (document?.tags ?? []).flatMap((tag) => (tag.startsWith(PREFIX) ? [tag.slice(PREFIX.length)] : [])),
      help: document?.help ?? null,
      cuts: groups.cuts.flatMap(({ by, name: group, place }): Cut[] =>
        answered.at(place, position) >= MINIMUM_CUT
          ? [{ by, name: group, ...shortfall(short.at(place, position), answered.at(place, position)) }]
          : [],
      ),
    };
  });
}

const PREFIX = "programme:";

/** Positions of the criteria where the programme is at fault, ascending; for `setAsideIndexes`. */
export function programmeFaults(diagnoses: readonly CriterionDiagnosis[]): number[] {
  return diagnoses.flatMap(({ verdict }, position) => (verdict === "programme" ? [position] : []));
}

export function shortfall(short: number, answered: number): Shortfall {
  const interval = wilsonInterval(short, answered);
  if (interval === null) return { answered, short, share: null, low: null, high: null, verdict: null };
  const { low, high } = interval;
  const verdict = answered < MINIMUM_COHORT ? null : low > 0.5 ? "programme" : "partner";
  return { answered, short, share: short / answered, low, high, verdict };
}

/** What each level of each variant needs, found out once. */
class NeedsByVariant {
  private readonly known = new Map<Variant, Map<number, Need[]>>();

  of(variant: Variant, rank: number): Need[] {
    let ranks = this.known.get(variant);
    if (ranks === undefined) {
      ranks = new Map();
      this.known.set(variant, ranks);
    }
    let needs = ranks.get(rank);
    if (needs === undefined) {
      needs = needsOf(variant, rank);
      ranks.set(rank, needs);
    }
    return needs;
  }
}

/** Counts by group and criterion; group 0 is the whole network. */
class Counts {
  private readonly rows: Float64Array[] = [];
  private readonly length: number;

  constructor(length: number) {
    this.length = length;
  }

  add(places: readonly number[], position: number): void {
    for (const place of places) {
      let row = this.rows[place];
      if (row === undefined) {
        row = new Float64Array(this.length);
        this.rows[place] = row;
      }
      row[position] = (row[position] as number) + 1;
    }
  }

  at(place: number, position: number): number {
    return this.rows[place]?.[position] ?? 0;
  }
}

/** The groups standings fall into, numbered from 1 as they come. */
class Groups {
  readonly cuts: { by: Cut["by"]; name: string; place: number }[] = [];
  private readonly places = new Map<string, number>();
  private readonly levels: readonly string[];

  constructor(variant: Variant) {
    this.levels = variant.levels.map((level) => level.id);
  }

  of(standing: Standing): number[] {
    const places = [0];
    this.join(places, "segment", standing.segment);
    this.join(places, "region", standing.region);
    this.join(places, "type", standing.type);
    this.join(places, "level", this.levels[standing.rank]);
    return places;
  }

  private join(places: number[], by: Cut["by"], name: string | null | undefined): void {
    if (name == null) return;
    const folded = name.trim().toLowerCase();
    if (folded === "") return;
    const key = `${by}:${folded}`;
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.cuts.length + 1;
      this.places.set(key, place);
      this.cuts.push({ by, name: name.trim(), place });
    }
    places.push(place);
  }
}

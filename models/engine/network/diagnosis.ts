/**
 * Programme or partner: a criterion where a majority of the network falls short speaks of the programme, because so
 * many partners do not fail at the same thing by chance; one where a minority does speaks of those partners.
 */
import type { CompiledModel, Variant } from "../compile.ts";
import { MINIMUM_COHORT } from "./cohort.ts";
import { wilsonInterval } from "./proportion.ts";
import { addShortfallCounts, countShortfalls, newShortfallCounts, type ShortfallCounts } from "./shortfall-counts.ts";
import type { Standing } from "./standing.ts";

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

/**
 * Diagnoses every criterion of the model, in its order. Who is short is said at `countShortfalls`.
 *
 * @param partnersListed how many partners to name per criterion at most; the counts are of all.
 */
export function diagnose(
  compiled: CompiledModel,
  standings: readonly Standing[],
  partnersListed = Number.POSITIVE_INFINITY,
): CriterionDiagnosis[] {
  const partners: string[][] = compiled.plain.criteria.map(() => []);
  const groups = new Groups(compiled.plain);
  for (const standing of standings) {
    countShortfalls(compiled, groups.countsOf(standing), standing, 1, (position) => {
      const listed = partners[position] as string[];
      if (listed.length < partnersListed) listed.push(standing.partner);
    });
  }
  const { whole, cuts } = groups.sums();
  return diagnosisOf(compiled, whole, cuts, partners);
}

/** What a cut is taken of; the counts of its cohort. */
export interface CutCounts {
  by: Cut["by"];
  name: string;
  counts: ShortfallCounts;
}

/**
 * The diagnosis from counts that were kept, such as those of stored cohorts, without reading a single standing.
 *
 * @param partners those who fall short, by criterion position, where they are known.
 */
export function diagnosisOf(
  { plain }: CompiledModel,
  whole: ShortfallCounts,
  cuts: readonly CutCounts[] = [],
  partners: readonly (readonly string[])[] = [],
): CriterionDiagnosis[] {
  const of = ({ short, answered }: ShortfallCounts, position: number): Shortfall =>
    shortfall(short[position] ?? 0, answered[position] ?? 0);
  return plain.criteria.map(({ id, name, position, dimension }): CriterionDiagnosis => {
    const document = plain.model.criteria[position];
    const { verdict: _, ...belowNext } = shortfall(whole.missed[position] ?? 0, whole.asked[position] ?? 0);
    return {
      criterion: id,
      name,
      dimension: plain.dimensions[dimension]?.id ?? "",
      ...of(whole, position),
      partners: [...(partners[position] ?? [])],
      belowNext,
      programme: (document?.tags ?? []).flatMap((tag) => (tag.startsWith(PREFIX) ? [tag.slice(PREFIX.length)] : [])),
      help: document?.help ?? null,
      cuts: cuts.flatMap(({ by, name: group, counts }): Cut[] =>
        (counts.answered[position] ?? 0) >= MINIMUM_CUT ? [{ by, name: group, ...of(counts, position) }] : [],
      ),
    };
  });
}

const PREFIX = "programme:";

/** Positions of the criteria where the programme is at fault, ascending; for `setAsideIndexes`. */
export function programmeFaults(diagnoses: readonly CriterionDiagnosis[]): number[] {
  return diagnoses.flatMap(({ verdict }, position) => (verdict === "programme" ? [position] : []));
}

/** A share short with its interval and what follows from it. */
export function shortfall(short: number, answered: number): Shortfall {
  const interval = wilsonInterval(short, answered);
  if (interval === null) return { answered, short, share: null, low: null, high: null, verdict: null };
  const { low, high } = interval;
  const verdict = answered < MINIMUM_COHORT ? null : low > 0.5 ? "programme" : "partner";
  return { answered, short, share: short / answered, low, high, verdict };
}

const CUTS = ["segment", "region", "type", "level"] as const;

/**
 * Counts once for every combination of segment, region, type and level that occurs; what belongs to a segment, say,
 * is summed up at the end.
 */
class Groups {
  private readonly length: number;
  private readonly levels: readonly string[];
  private readonly combinations = new Map<string, { sample: Standing; counts: ShortfallCounts }>();

  constructor(variant: Variant) {
    this.length = variant.criteria.length;
    this.levels = variant.levels.map((level) => level.id);
  }

  countsOf(standing: Standing): ShortfallCounts {
    const key = JSON.stringify([standing.segment, standing.region, standing.type, standing.rank]);
    let known = this.combinations.get(key);
    if (known === undefined) {
      known = { sample: standing, counts: newShortfallCounts(this.length) };
      this.combinations.set(key, known);
    }
    return known.counts;
  }

  /** The whole network, and each segment, region, type and level; case and outer blanks make no difference. */
  sums(): { whole: ShortfallCounts; cuts: CutCounts[] } {
    let whole = newShortfallCounts(this.length);
    const cuts = CUTS.map(() => new Map<string, CutCounts>());
    for (const { sample, counts } of this.combinations.values()) {
      whole = addShortfallCounts(whole, counts);
      const names = [sample.segment, sample.region, sample.type, this.levels[sample.rank]];
      CUTS.forEach((by, place) => {
        const name = names[place]?.trim() ?? "";
        if (name === "") return;
        const known = cuts[place]?.get(name.toLowerCase());
        if (known) known.counts = addShortfallCounts(known.counts, counts);
        else cuts[place]?.set(name.toLowerCase(), { by, name, counts });
      });
    }
    return { whole, cuts: cuts.flatMap((groups) => [...groups.values()]) };
  }
}

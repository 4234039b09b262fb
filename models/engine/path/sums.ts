/**
 * Scores as sums over the candidates: exact where all is a plain mean, else never less than the score can be. This is
 * what makes a requirement on a score a demand that the relaxation can work with.
 */
import type { Combine } from "../../format.ts";
import type { Variant } from "../compile.ts";
import type { Demand } from "./goal.ts";
import { ALWAYS, MAYBE, NEVER, type Outlook, valueOfNotApplicable } from "./optimistic.ts";
import type { Problem } from "./problem.ts";

export class ScoreSums {
  /** False once a sum is more than its score. */
  exact = true;
  readonly #problem: Problem;
  readonly #variant: Variant;
  readonly #outlook: Outlook;

  constructor(problem: Problem, outlook: Outlook) {
    this.#problem = problem;
    this.#variant = problem.variant;
    this.#outlook = outlook;
  }

  /** Visits the candidates of a criterion; none where it is not applicable. */
  each(position: number, visit: (candidate: number) => void): void {
    const variable = this.#problem.variableAt[position] as number;
    if (variable < 0) return;
    const end = this.#problem.first[variable + 1] as number;
    for (let candidate = this.#problem.first[variable] as number; candidate < end; candidate++) visit(candidate);
  }

  /** What a dimension, or the index for -1, is made of. */
  childrenOf(dimension: number): { criteria: readonly number[]; dimensions: readonly number[]; combine: Combine } {
    return (
      this.#variant.dimensions[dimension] ?? {
        criteria: [],
        dimensions: this.#variant.tops,
        combine: this.#variant.combine,
      }
    );
  }

  /** Whether a dimension, or the index for -1, has a score. */
  presenceOf(dimension: number): number {
    return dimension < 0 ? this.#outlook.indexPresence : (this.#outlook.dimensionPresence[dimension] as number);
  }

  /**
   * Adds `sign` times (score minus threshold), or more than that, times a positive factor, as gains; the constant
   * part is taken off the need. Absent criteria add 0 by themselves, which is why the threshold is carried down.
   */
  addScore(demand: Demand, dimension: number, threshold: number, sign: 1 | -1): void {
    const { criteria, dimensions, combine } = this.childrenOf(dimension);
    const isPoints = typeof combine !== "string";
    if (isPoints) demand.need += sign * threshold * combine.points;
    const inner = isPoints ? 0 : threshold;
    const weigh = (weight: number): number => (combine === "stack" ? 1 : weight);
    for (const position of criteria) {
      const weight = weigh(this.#variant.criteria[position]?.weight ?? 1);
      this.#addCriterion(demand, position, weight, weight, inner, sign);
    }
    for (const child of dimensions) {
      const weight = weigh(this.#variant.dimensions[child]?.weight ?? 1);
      this.#addDimension(demand, child, weight, weight, inner, sign);
    }
    if (combine === "stack") {
      this.exact = false;
      demand.need -= 1e-8 * (criteria.length + dimensions.length);
    }
  }

  /** The factor lies between `low` and `high`, depending on which unanswered criteria take part. */
  #addCriterion(demand: Demand, position: number, low: number, high: number, threshold: number, sign: 1 | -1): void {
    const added = (value: number): number => {
      const over = sign * (value - threshold);
      return over * (over >= 0 ? high : low);
    };
    if ((this.#problem.variableAt[position] as number) < 0) {
      const value = valueOfNotApplicable(this.#problem, position);
      if (!Number.isNaN(value)) demand.need -= added(value);
      return;
    }
    this.each(position, (candidate) => {
      const value = this.#problem.value[candidate] as number;
      if (!Number.isNaN(value)) demand.gain[candidate] = (demand.gain[candidate] as number) + added(value);
    });
  }

  #addDimension(demand: Demand, dimension: number, low: number, high: number, threshold: number, sign: 1 | -1): void {
    const presence = this.presenceOf(dimension);
    if (presence === NEVER || high === 0) return;
    const { criteria, dimensions, combine } = this.childrenOf(dimension);
    /** Adds a value that does not depend on the answers, or less where the dimension may be absent. */
    const addConstant = (over: number): void => {
      const added = over * (over >= 0 ? high : low);
      demand.need -= presence === MAYBE ? Math.max(0, added) : added;
    };
    if (combine !== "mean") this.exact = false;
    if (sign < 0 && combine !== "mean") {
      addConstant(threshold);
      return;
    }
    const children = [
      ...criteria.map((position) => ({
        position,
        isCriterion: true,
        weight: this.#variant.criteria[position]?.weight ?? 1,
        presence: this.#outlook.criterionPresence[position] as number,
      })),
      ...dimensions.map((position) => ({
        position,
        isCriterion: false,
        weight: this.#variant.dimensions[position]?.weight ?? 1,
        presence: this.#outlook.dimensionPresence[position] as number,
      })),
    ].filter((child) => child.presence !== NEVER);
    const add = (child: (typeof children)[number], least: number, most: number, inner: number): void => {
      if (child.isCriterion) this.#addCriterion(demand, child.position, least, most, inner, sign);
      else this.#addDimension(demand, child.position, least, most, inner, sign);
    };

    if (typeof combine !== "string") {
      addConstant(-threshold);
      for (const child of children)
        add(child, (low * child.weight) / combine.points, (high * child.weight) / combine.points, 0);
      return;
    }
    if (combine === "mean" || combine === "stack") {
      // A stack is never more than the plain mean of its children.
      const weigh = (child: { weight: number }): number => (combine === "stack" ? 1 : child.weight);
      let sure = 0;
      let most = 0;
      let smallest = Number.POSITIVE_INFINITY;
      for (const child of children) {
        const weight = weigh(child);
        if (weight === 0) continue;
        most += weight;
        if (child.presence === ALWAYS) sure += weight;
        else smallest = Math.min(smallest, weight);
      }
      const least = sure > 0 ? sure : smallest;
      if (least !== most) this.exact = false;
      for (const child of children) {
        const weight = weigh(child);
        if (weight > 0) add(child, (low * weight) / most, (high * weight) / least, threshold);
      }
      if (combine === "stack") demand.need -= 1e-8 * high;
      return;
    }
    this.#addOrderStatistic(demand, dimension, children, high, threshold, addConstant);
  }

  /**
   * At least q of the children reach an order statistic m: all of them for the least, half and one for the median,
   * one for the greatest. So for any floor B, m - B is at most the sum of what children have above B, divided by q;
   * and since m cannot exceed the outlook C, what they have above C does not count. A median of an even number is a
   * mean of two, of which one may lie above C; otherwise the same holds for it.
   */
  #addOrderStatistic(
    demand: Demand,
    dimension: number,
    children: readonly { position: number; isCriterion: boolean; presence: number }[],
    high: number,
    threshold: number,
    addConstant: (over: number) => void,
  ): void {
    const { combine } = this.childrenOf(dimension);
    const always = children.filter((child) => child.presence === ALWAYS).length;
    const sure = Math.max(1, always);
    const isOne = combine !== "median" || (always === children.length && always % 2 === 1);
    const ceiling = isOne ? (this.#outlook.dimension[dimension] as number) : 1;
    const present = this.#problem.start.dimension[dimension] as number;
    const floor = !Number.isNaN(present) ? Math.min(present, ceiling) : 0;
    const quota = combine === "min" ? sure : combine === "median" ? Math.floor(sure / 2) + 1 : 1;
    const above = (value: number): number => ((Math.min(Math.max(value, floor), ceiling) - floor) * high) / quota;
    addConstant(floor - threshold);
    for (const child of children) {
      const variable = child.isCriterion ? (this.#problem.variableAt[child.position] as number) : -1;
      if (variable >= 0) {
        this.each(child.position, (candidate) => {
          const value = this.#problem.value[candidate] as number;
          if (!Number.isNaN(value)) demand.gain[candidate] = (demand.gain[candidate] as number) + above(value);
        });
        continue;
      }
      const value = child.isCriterion
        ? valueOfNotApplicable(this.#problem, child.position)
        : (this.#outlook.dimension[child.position] as number);
      if (!Number.isNaN(value)) demand.need -= above(value);
    }
  }
}

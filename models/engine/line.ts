/** The line of a number answer: piecewise linear between its points or in steps, flat outside. */

const TOLERANCE = 1e-9;

export class Line {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly step: boolean;
  /** Less is better: the last point attains less than the first. */
  readonly falling: boolean;
  private readonly last: number;

  constructor(points: readonly (readonly [number, number])[], step: boolean) {
    const sorted = [...points].sort((a, b) => a[0] - b[0]);
    this.xs = Float64Array.from(sorted, (point) => point[0]);
    this.ys = Float64Array.from(sorted, (point) => point[1]);
    this.step = step;
    this.last = sorted.length - 1;
    this.falling = (this.ys[0] as number) > (this.ys[this.last] as number);
  }

  /** The attainment 0..1 of a measure. */
  attain(measure: number): number {
    const { xs, ys, last } = this;
    if (this.step) return ys[Math.max(0, this.placeOf(measure + TOLERANCE * Math.max(1, Math.abs(measure))))] as number;
    const place = this.placeOf(measure);
    if (place < 0) return ys[0] as number;
    if (place === last) return ys[last] as number;
    const x = xs[place] as number;
    const y = ys[place] as number;
    return y + (((ys[place + 1] as number) - y) * (measure - x)) / ((xs[place + 1] as number) - x);
  }

  /** Steps of effort from the worst end: 1 for each point passed, in proportion between and beyond them. */
  effort(measure: number): number {
    const { xs, last } = this;
    if (last === 0) return measure >= (xs[0] as number) ? 1 : 0;
    const place = Math.min(Math.max(this.placeOf(measure), 0), last - 1);
    const x = xs[place] as number;
    const width = (xs[place + 1] as number) - x;
    const along = place + (width === 0 ? 1 : (measure - x) / width);
    return this.falling ? last - along : along;
  }

  /** Attainments and steps of effort of many measures, as `attain` and `effort` give them. */
  readAll(measures: Float64Array, attainments: Float64Array, efforts: Float64Array, count: number): void {
    const { xs, ys, last } = this;
    if (this.step || last === 0) {
      for (let at = 0; at < count; at++) {
        attainments[at] = this.attain(measures[at] as number);
        efforts[at] = this.effort(measures[at] as number);
      }
      return;
    }
    const [first, most] = [ys[0] as number, ys[last] as number];
    for (let at = 0; at < count; at++) {
      const measure = measures[at] as number;
      let place = 0;
      while (place < last - 1 && (xs[place + 1] as number) <= measure) place++;
      const x = xs[place] as number;
      const width = (xs[place + 1] as number) - x;
      const y = ys[place] as number;
      const from = measure - x;
      const attained = y + (((ys[place + 1] as number) - y) * from) / width;
      attainments[at] = from < 0 ? first : measure >= (xs[last] as number) ? most : attained;
      const along = place + (width === 0 ? 1 : from / width);
      efforts[at] = this.falling ? last - along : along;
    }
  }

  /** Place of the last point at or left of the measure, -1 when it lies left of all. */
  private placeOf(measure: number): number {
    const { xs, last } = this;
    let place = -1;
    while (place < last && (xs[place + 1] as number) <= measure) place++;
    return place;
  }
}

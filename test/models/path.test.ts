import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerValue, Path } from "../../models/contract.ts";
import { NOT_APPLICABLE } from "../../models/engine/answers.ts";
import { compile, type Variant } from "../../models/engine/compile.ts";
import { allHold } from "../../models/engine/conditions.ts";
import { evaluate } from "../../models/engine/evaluate.ts";
import { rankOf, withheld } from "../../models/engine/level.ts";
import { cheapestPath, DEFAULT_WORK } from "../../models/engine/path.ts";
import { type Cohort, copyState, newState, type State, setAnswer, setMeasure } from "../../models/engine/state.ts";
import type { Criterion, Model, Requirement } from "../../models/format.ts";
import { type RandomModelOptions, randomAnswers, randomModel } from "../support/random-model.ts";

type Answers = Record<string, AnswerValue>;

function stateOf(variant: Variant, answers: Answers): State {
  const state = newState(variant);
  variant.criteria.forEach((criterion, position) => {
    setAnswer(variant, state, position, criterion.answer.read(answers[criterion.id]));
  });
  evaluate(variant, state);
  return state;
}

function pathOf(variant: Variant, answers: Answers, target: number, left = 200_000, cohort?: Cohort): Path {
  return cheapestPath(variant, stateOf(variant, answers), target, { left }, cohort);
}

/** Everything the target needs, as the engine itself sees it. */
function holdsAll(variant: Variant, state: State, target: number, cohort?: Cohort): boolean {
  evaluate(variant, state);
  const conditions = variant.levels
    .slice(variant.cumulative ? 0 : target, target + 1)
    .flatMap((level) => level.conditions);
  return withheld(variant, state, state.index) === null && allHold(variant, conditions, state, cohort);
}

interface Move {
  measure: number;
  effort: number;
}

/** What a criterion can move to, written down without the path's help: a checklist may tick anything more. */
function movesOf(variant: Variant, state: State, position: number): Move[] {
  const criterion = variant.criteria[position];
  if (criterion === undefined || state.status[position] === NOT_APPLICABLE) return [];
  const { answer } = criterion;
  const present = state.measure[position] as number;
  const from = Number.isNaN(present) ? 0 : answer.effortAt(present);
  const measures = answer
    .steps(criterion.thresholds, Number.isNaN(present) ? null : present)
    .map((step) => step.measure);
  if (answer.kind === "checklist") {
    const ticked = Number.isNaN(present) ? 0 : present;
    for (let measure = 0; measure < 2 ** answer.options.length; measure++) {
      const excluded = answer.options.some(
        (option, place) => option.exclusive && answer.includes(measure, place) && measure !== 2 ** place,
      );
      const keeps = answer.options.every(
        (option, place) => option.exclusive || !answer.includes(ticked, place) || answer.includes(measure, place),
      );
      const alone = answer.options.some((option, place) => option.exclusive && measure === 2 ** place);
      if (!excluded && (keeps || alone)) measures.push(measure);
    }
  }
  return [...new Set(measures)].map((measure) => ({
    measure,
    effort: criterion.effort * Math.max(0, answer.effortAt(measure) - from),
  }));
}

/** Tries every combination of moves. */
function bruteForce(variant: Variant, start: State, target: number, cohort?: Cohort): number {
  const moves = variant.criteria.map((_, position) =>
    movesOf(variant, start, position).sort((a, b) => a.effort - b.effort),
  );
  let least = Number.POSITIVE_INFINITY;
  const visit = (position: number, state: State, effort: number): void => {
    if (effort >= least - 1e-12) return;
    if (position === moves.length) {
      if (holdsAll(variant, state, target, cohort)) least = effort;
      return;
    }
    visit(position + 1, state, effort);
    const before = {
      status: state.status[position] as number,
      measure: state.measure[position] as number,
      attainment: state.attainment[position] as number,
    };
    for (const move of moves[position] ?? []) {
      setMeasure(variant, state, position, move.measure);
      visit(position + 1, state, effort + move.effort);
    }
    state.status[position] = before.status;
    state.measure[position] = before.measure;
    state.attainment[position] = before.attainment;
  };
  visit(0, copyState(start), 0);
  return least;
}

/** From the best answers everywhere, step by step back wherever the level allows it; null where that does not reach it. */
function simpleGreedy(variant: Variant, start: State, target: number): number | null {
  const state = copyState(start);
  const taken = variant.criteria.map(({ answer }, position) => {
    const moves = movesOf(variant, start, position);
    const best = moves.reduce<Move | null>(
      (most, move) => (most === null || answer.attain(move.measure) > answer.attain(most.measure) ? move : most),
      null,
    );
    if (
      best !== null &&
      (start.status[position] === 0 || answer.attain(best.measure) > (start.attainment[position] as number))
    ) {
      setMeasure(variant, state, position, best.measure);
      return best.effort;
    }
    return 0;
  });
  if (!holdsAll(variant, state, target)) return null;
  const dearest = variant.criteria
    .map((criterion) => criterion.position)
    .sort((a, b) => (taken[b] ?? 0) - (taken[a] ?? 0));
  for (const position of dearest) {
    for (const move of movesOf(variant, start, position).sort((a, b) => a.effort - b.effort)) {
      if (move.effort >= (taken[position] ?? 0)) break;
      const before = state.measure[position] as number;
      setMeasure(variant, state, position, move.measure);
      if (holdsAll(variant, state, target)) {
        taken[position] = move.effort;
        break;
      }
      setMeasure(variant, state, position, before);
    }
  }
  return taken.reduce((sum, effort) => sum + effort, 0);
}

function applied(variant: Variant, answers: Answers, path: Path): State {
  return stateOf(variant, {
    ...answers,
    ...Object.fromEntries(path.changes.map((change) => [change.criterion, change.to])),
  });
}

interface Case {
  model: Model;
  answers: Answers;
  target: number;
}

function randomCase(options: RandomModelOptions, unanswered = 3): fc.Arbitrary<Case> {
  return randomModel(options).chain((model) =>
    fc.record({
      model: fc.constant(model),
      answers: randomAnswers(model, { unanswered }),
      target: fc.integer({ min: Math.min(1, model.levels.length - 1), max: model.levels.length - 1 }),
    }),
  );
}

const small: RandomModelOptions = {
  criteria: { min: 3, max: 5 },
  dimensions: { min: 1, max: 3 },
  options: { min: 1, max: 3 },
  levels: { min: 2, max: 3 },
};
const isThere = (variant: Variant, answers: Answers, target: number): boolean => {
  const state = stateOf(variant, answers);
  return withheld(variant, state, state.index) === null && rankOf(variant, state) >= target;
};

function expectLeast({ model, answers, target }: Case, cohort?: Cohort): void {
  const variant = compile(model).plain;
  const path = pathOf(variant, answers, target, 200_000, cohort);
  // On an independent ladder a partner may be above a level whose own requirements do not hold.
  if (path.reachable && path.changes.length === 0) return;
  const least = bruteForce(variant, stateOf(variant, answers), target, cohort);
  expect(path.optimal).toBe(true);
  expect(path.reachable).toBe(least < Number.POSITIVE_INFINITY);
  if (path.reachable) {
    expect(path.effort).toBeCloseTo(least, 6);
    expect(path.bound).toBe(path.effort);
  }
}

describe("the cheapest path, against brute force", () => {
  it("is least over all answer kinds, ways of combining, lower bounds and states of missing", {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(randomCase({ ...small, bounds: ["min", "above"] }), (drawn) => expectLeast(drawn)),
      { numRuns: 250 },
    );
  });

  it("is least where scores and measures are bounded from above as well", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(randomCase({ ...small, kinds: ["choice", "yesno", "number"] }), (drawn) => expectLeast(drawn)),
      { numRuns: 250 },
    );
  });

  it("is least in models as careful authors write them", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(randomCase({ ...small, criteria: { min: 4, max: 6 }, plausible: true }, 2), (drawn) =>
        expectLeast(drawn),
      ),
      { numRuns: 150 },
    );
  });

  it("is least where a rank within a cohort is required", { timeout: 60_000 }, () => {
    const cohort: Cohort = { percentile: (_, value) => 50 + (50 * value) / (10 + Math.abs(value)) };
    fc.assert(
      fc.property(
        randomCase({ ...small, bounds: ["min", "above"], requirementKinds: ["percentile", "index", "anyOf"] }),
        (drawn) => expectLeast(drawn, cohort),
      ),
      { numRuns: 100 },
    );
  });
});

const medium: RandomModelOptions = {
  criteria: { min: 6, max: 25 },
  dimensions: { min: 1, max: 5 },
  levels: { min: 2, max: 4 },
};

describe("the cheapest path, on larger models", () => {
  it("reaches the level when it is applied, and changes nothing that it need not", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(randomCase(medium), ({ model, answers, target }) => {
        const variant = compile(model).plain;
        const path = pathOf(variant, answers, target, DEFAULT_WORK);
        if (!path.reachable) return;
        const state = applied(variant, answers, path);
        expect(withheld(variant, state, state.index)).toBeNull();
        expect(rankOf(variant, state)).toBeGreaterThanOrEqual(target);
        expect(path.effort).toBeCloseTo(
          path.changes.reduce((sum, change) => sum + change.effort, 0),
          9,
        );
        for (const change of path.changes) {
          expect(change.effort).toBeGreaterThanOrEqual(0);
          const without = { ...path, changes: path.changes.filter((other) => other !== change) };
          const spared = applied(variant, answers, without);
          expect(holdsAll(variant, spared, target)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is never costlier than a simple greedy", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(randomCase({ ...medium, bounds: ["min", "above"] }), ({ model, answers, target }) => {
        const variant = compile(model).plain;
        if (isThere(variant, answers, target)) return;
        const greedy = simpleGreedy(variant, stateOf(variant, answers), target);
        if (greedy === null) return;
        const path = pathOf(variant, answers, target, DEFAULT_WORK);
        expect(path.reachable).toBe(true);
        expect(path.effort).toBeLessThanOrEqual(greedy + 1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it("still reaches the level on next to no work, and its bound holds", { timeout: 60_000 }, () => {
    const careful: RandomModelOptions = { ...medium, plausible: true, unanswered: ["zero"] };
    fc.assert(
      fc.property(randomCase(careful), fc.constantFrom(-50, 0, 1, 30, 100), ({ model, answers, target }, left) => {
        const variant = compile(model).plain;
        const exact = pathOf(variant, answers, target);
        const hasty = pathOf(variant, answers, target, left);
        expect(hasty.bound).toBeLessThanOrEqual(hasty.effort);
        expect(hasty.reachable).toBe(exact.reachable);
        if (!exact.optimal || !exact.reachable) return;
        expect(hasty.effort).toBeGreaterThanOrEqual(exact.effort - 1e-6);
        expect(hasty.bound).toBeLessThanOrEqual(exact.effort + 1e-6);
        if (hasty.optimal) expect(hasty.effort).toBeCloseTo(exact.effort, 6);
        if (hasty.changes.length > 0) expect(holdsAll(variant, applied(variant, answers, hasty), target)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("takes what it uses from the work that partners share", () => {
    const variant = compile(ladder([yesno("a"), yesno("b")], [{ of: "index", min: 50 }])).plain;
    const work = { left: DEFAULT_WORK };
    cheapestPath(variant, stateOf(variant, { a: "no", b: "no" }), 1, work);
    expect(work.left).toBeLessThan(DEFAULT_WORK);
  });
});

type Written = Partial<Criterion> & Pick<Criterion, "id" | "answer">;

/** Two levels over one dimension `d`; the upper one has the requirements. */
function ladder(criteria: Written[], requires: Requirement[], more: Partial<Model> = {}): Model {
  return {
    id: "example",
    name: "Example",
    scale: { min: 0, max: 100 },
    dimensions: [{ id: "d", name: "D" }],
    criteria: criteria.map((criterion) => ({
      name: criterion.id,
      question: `${criterion.id}?`,
      dimension: "d",
      ...criterion,
    })),
    levels: [
      { id: "low", name: "Low" },
      { id: "high", name: "High", requires },
    ],
    ...more,
  };
}

const yesno = (id: string, more: Partial<Criterion> = {}): Written => ({ id, answer: { kind: "yesno" }, ...more });
const graded = (id: string, more: Partial<Criterion> = {}): Written => ({
  id,
  answer: {
    kind: "choice",
    options: [0, 0.5, 1].map((value) => ({ id: `at${value * 100}`, label: `${value}`, value })),
  },
  ...more,
});
const high = (model: Model, answers: Answers, cohort?: Cohort): Path =>
  pathOf(compile(model).plain, answers, 1, DEFAULT_WORK, cohort);
const changed = (path: Path): Answers =>
  Object.fromEntries(path.changes.map((change) => [change.criterion, change.to]));

describe("the cheapest path, on examples worked by hand", () => {
  it("is empty where the level is reached already", () => {
    const path = high(ladder([yesno("a")], [{ of: "index", min: 100 }]), { a: "yes" });
    expect(path).toEqual({ level: "high", reachable: true, changes: [], effort: 0, optimal: true, bound: 0 });
  });

  it("is not led astray by the change with the most points per day", () => {
    // Needed: 50 of 100 points. Points per day: a 7.5, b 8.3, c 7.5. By that ratio b comes first, and then only a is
    // enough: 11 days. a alone takes 8.
    const criteria = [
      yesno("a", { weight: 60, effort: 8 }),
      yesno("b", { weight: 25, effort: 3 }),
      yesno("c", { weight: 15, effort: 2 }),
    ];
    const model = ladder(criteria, [{ of: "index", min: 50 }]);
    const path = high(model, { a: "no", b: "no", c: "no" });
    expect(changed(path)).toEqual({ a: "yes" });
    expect(path).toMatchObject({ effort: 8, bound: 8, optimal: true, reachable: true });
  });

  it("prefers the fewer changes of two equal efforts", () => {
    const criteria = [
      yesno("a", { weight: 25, effort: 2 }),
      yesno("b", { weight: 25, effort: 2 }),
      yesno("c", { weight: 50, effort: 4 }),
    ];
    const path = high(ladder(criteria, [{ of: "index", min: 50 }]), { a: "no", b: "no", c: "no" });
    expect(changed(path)).toEqual({ c: "yes" });
  });

  it("takes the cheaper route of an alternative", () => {
    const requires: Requirement[] = [
      {
        anyOf: [
          [{ of: "criterion", id: "a", min: 1 }],
          [
            { of: "criterion", id: "b", min: 0.5 },
            { of: "criterion", id: "c", min: 0.5 },
          ],
        ],
      },
    ];
    const criteria = [graded("a", { effort: 3 }), graded("b", { effort: 2 }), graded("c", { effort: 3 })];
    const path = high(ladder(criteria, requires), { a: "at0", b: "at0", c: "at0" });
    expect(changed(path)).toEqual({ b: "at50", c: "at50" });
    expect(path.effort).toBe(5);
    expect(changed(high(ladder(criteria, requires), { a: "at50", b: "at0", c: "at0" }))).toEqual({ a: "at100" });
  });

  it("brings a number down where less is better", () => {
    // Points every 12 hours, effort 4 days a point: from 30 hours to 12 is one and a half steps.
    const answer: Criterion["answer"] = {
      kind: "number",
      unit: "hours",
      min: 0,
      points: [
        [0, 1],
        [12, 0.7],
        [24, 0.3],
        [36, 0],
      ],
    };
    const model = ladder([{ id: "delay", answer, effort: 4 }], [{ of: "criterion", id: "delay", max: 12 }]);
    const path = high(model, { delay: 30 });
    expect(path.changes).toEqual([{ criterion: "delay", from: 30, to: 12, effort: 6 }]);
  });

  it("goes to the threshold that a requirement names, not to the next point", () => {
    const answer: Criterion["answer"] = {
      kind: "number",
      min: 0,
      points: [
        [0, 0],
        [10, 1],
      ],
    };
    const model = ladder([{ id: "certified", answer, effort: 10 }], [{ of: "criterion", id: "certified", min: 4 }]);
    expect(high(model, { certified: 1 }).changes).toEqual([
      { criterion: "certified", from: 1, to: 4, effort: expect.closeTo(3, 9) as number },
    ]);
  });

  it("does the cheapest share of the practices, those not applicable counting as done", () => {
    const criteria = ["a", "b", "c", "d", "e"].map((id, place) => yesno(id, { level: "high", effort: 5 - place }));
    const model = ladder(criteria, [{ of: "practices", level: "high", min: 1, share: 0.6 }]);
    expect(changed(high(model, { a: "no", b: "no", c: "no", d: "no", e: "no" }))).toEqual({
      c: "yes",
      d: "yes",
      e: "yes",
    });
    expect(changed(high(model, { a: "N/A", b: "yes", c: "no", d: "no", e: "no" }))).toEqual({ e: "yes" });
  });

  it("needs the levels below on a cumulative ladder, and does not on an independent one", () => {
    const levels: Model["levels"] = [
      { id: "low", name: "Low", requires: [{ of: "criterion", id: "a", min: 1 }] },
      { id: "high", name: "High", requires: [{ of: "criterion", id: "b", min: 1 }] },
    ];
    const model = ladder([yesno("a"), yesno("b")], [], { levels });
    expect(changed(high(model, { a: "no", b: "no" }))).toEqual({ a: "yes", b: "yes" });
    expect(changed(high({ ...model, ladder: "independent" }, { a: "no", b: "no" }))).toEqual({ b: "yes" });
  });

  it("leaves questions open that a partner is better off not answering", () => {
    // Unanswered ones are left out: one step on b makes 50 of 50, answering a would halve it.
    const model = ladder([graded("a"), graded("b")], [{ of: "index", min: 50 }], {
      missing: { unanswered: "exclude" },
    });
    expect(high(model, { a: null, b: "at0" }).changes).toEqual([
      { criterion: "b", from: "at0", to: "at50", effort: 1 },
    ]);
    const covered = { ...model, missing: { unanswered: "exclude", coverage: 1 } as const };
    expect(high(covered, { a: null, b: "at0" }).effort).toBe(2);
  });

  it("answers what is required, from the worst answer on", () => {
    const model = ladder([graded("a"), graded("b")], [], { missing: { unanswered: "block" } });
    expect(high(model, { a: null, b: "at100" }).changes).toEqual([
      { criterion: "a", from: null, to: "at0", effort: 0 },
    ]);
  });

  it("ticks the option that a requirement names, and keeps what is ticked", () => {
    const options = [0.6, 0.3, 0.1].map((value, place) => ({ id: `o${place}`, label: `${place}`, value }));
    const model = ladder(
      [{ id: "tools", answer: { kind: "checklist", options } }],
      [{ of: "criterion", id: "tools", is: ["o2"] }],
    );
    expect(changed(high(model, { tools: ["o1"] }))).toEqual({ tools: ["o1", "o2"] });
    const both = ladder(
      [{ id: "tools", answer: { kind: "checklist", options } }],
      [
        { of: "criterion", id: "tools", is: ["o2"] },
        { of: "index", min: 70 },
      ],
    );
    expect(changed(high(both, { tools: [] }))).toEqual({ tools: ["o0", "o2"] });
  });

  it("says when nothing reaches the level", () => {
    const options = [{ id: "o", label: "O", value: 0.5 }];
    const model = ladder([{ id: "a", answer: { kind: "choice", options } }], [{ of: "index", min: 80 }]);
    expect(high(model, { a: null })).toEqual({
      level: "high",
      reachable: false,
      changes: [],
      effort: 0,
      optimal: true,
      bound: 0,
    });
    const contradicting = ladder(
      [yesno("a")],
      [
        { of: "index", min: 80 },
        { of: "criterion", id: "a", max: 0 },
      ],
    );
    expect(high(contradicting, { a: "no" })).toMatchObject({ reachable: false, optimal: true });
  });

  it("takes a percentile without a cohort as satisfied", () => {
    const requires: Requirement[] = [
      { of: "percentile", min: 90 },
      { of: "criterion", id: "a", min: 0.5 },
    ];
    const model = ladder([graded("a"), graded("b")], requires);
    expect(changed(high(model, { a: "at0", b: "at0" }))).toEqual({ a: "at50" });
    const cohort: Cohort = { percentile: (criterion, value) => (criterion === null ? value : null) };
    expect(changed(high(model, { a: "at0", b: "at0" }, cohort))).toEqual({ a: "at100", b: "at100" });
  });

  it("raises every dimension to its own floor and the index to another", () => {
    // Each dimension needs 50, the index 75: the third step is cheapest in d.
    const model = ladder(
      [graded("a", { effort: 3 }), graded("b", { dimension: "e", effort: 5 })],
      [
        { of: "dimensions", min: 50 },
        { of: "index", min: 75 },
      ],
      {
        dimensions: [
          { id: "d", name: "D" },
          { id: "e", name: "E" },
        ],
      },
    );
    const path = high(model, { a: "at0", b: "at0" });
    expect(changed(path)).toEqual({ a: "at100", b: "at50" });
    expect(path.effort).toBe(11);
  });

  it("does not reach a level that does not exist", () => {
    const variant = compile(ladder([yesno("a")], [])).plain;
    for (const target of [-1, 7, Number.NaN]) expect(pathOf(variant, { a: "no" }, target).reachable).toBe(false);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkModel, checkReferences } from "../../../models/check.ts";
import { compile, type Variant } from "../../../models/engine/compile.ts";
import { allHold, holds } from "../../../models/engine/conditions.ts";
import { evaluate } from "../../../models/engine/evaluate.ts";
import { rankOf } from "../../../models/engine/level.ts";
import { scoreAssessment } from "../../../models/engine/score.ts";
import { newState, type State, setMeasure } from "../../../models/engine/state.ts";
import { type Model, parseModel } from "../../../models/format.ts";
import { randomModel } from "../../support/random-model.ts";

describe("any model that fits the schema", () => {
  it("is checked without throwing, the same way every time", () => {
    fc.assert(
      fc.property(
        randomModel({
          overlays: true,
          requirementKinds: [
            "index",
            "dimension",
            "dimensions",
            "criterion",
            "criteria",
            "practices",
            "percentile",
            "anyOf",
          ],
        }),
        (model) => {
          expect(checkReferences(model)).toEqual([]);
          expect(checkModel(model)).toEqual(checkModel(structuredClone(model)));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("is checked without throwing when its ids lead nowhere", () => {
    const ids = fc.constantFrom("d0", "d1", "c0", "c1", "l0", "o0", "constructor", "partner");
    const replaced = randomModel({ overlays: true }).chain((model) =>
      fc
        .array(fc.tuple(fc.constantFrom("dimension", "parent", "id", "level", "options"), ids), { maxLength: 4 })
        .map((changes) =>
          changes.reduce((text, [field, id], count) => {
            const spots = [...text.matchAll(new RegExp(`"${field}":"[^"]*"`, "g"))];
            const spot = spots[(count * 7) % Math.max(1, spots.length)];
            return spot
              ? `${text.slice(0, spot.index)}"${field}":"${id}"${text.slice(spot.index + spot[0].length)}`
              : text;
          }, JSON.stringify(model)),
        ),
    );
    fc.assert(
      fc.property(replaced, (text) => {
        const { model } = parseModel(JSON.parse(text));
        if (model === null) return;
        const findings = checkReferences(model);
        checkModel(model);
        if (findings.length === 0) compile(model);
      }),
      { numRuns: 300 },
    );
  });
});

describe("findings about scores, against every combination of answers", () => {
  const small = randomModel({
    criteria: { min: 1, max: 4 },
    options: { min: 1, max: 3 },
    kinds: ["choice", "yesno"],
    unanswered: ["zero"],
    coverage: false,
  });

  /** Every complete set of answers, evaluated. */
  function everyState(variant: Variant): State[] {
    const states: State[] = [];
    const measures = variant.criteria.map(() => 0);
    const visit = (position: number): void => {
      const criterion = variant.criteria[position];
      if (criterion === undefined) {
        const state = newState(variant);
        measures.forEach((measure, at) => {
          setMeasure(variant, state, at, measure);
        });
        evaluate(variant, state);
        states.push(state);
        return;
      }
      criterion.answer.options.forEach((_, measure) => {
        measures[position] = measure;
        visit(position + 1);
      });
    };
    visit(0);
    return states;
  }

  /** The same answers but for one. */
  function raised(variant: Variant, from: State, position: number, measure: number): State {
    const state = newState(variant);
    from.measure.forEach((own, at) => {
      setMeasure(variant, state, at, at === position ? measure : own);
    });
    evaluate(variant, state);
    return state;
  }

  it("calls a level unreachable exactly when nothing reaches it", () => {
    fc.assert(
      fc.property(small, (model) => {
        const { plain } = compile(model);
        const states = everyState(plain);
        const findings = checkModel(model).filter((finding) => finding.rule === "unreachable-level");
        const reachable = plain.levels.map((level) => {
          const levelsBelow = plain.cumulative ? plain.levels.slice(0, level.rank + 1) : [level];
          return states.some((state) => levelsBelow.every((one) => allHold(plain, one.conditions, state)));
        });
        const first = reachable.indexOf(false);
        const named = (rank: number, severity?: string) =>
          findings.some(
            ({ place, severity: own }) => place.split(".")[1] === plain.levels[rank]?.id && (severity ?? own) === own,
          );
        for (const [rank, isReachable] of reachable.entries())
          if (isReachable) expect(named(rank, "error")).toBe(false);
        if (first >= 0) expect(named(first)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  /** Runs a specification for every finding of a rule, with the id and the last part of its place. */
  function everyFinding(
    rule: string,
    specify: (plain: Variant, states: State[], id: string, last: string) => void,
  ): void {
    fc.assert(
      fc.property(small, (model) => {
        const found = checkModel(model).filter((finding) => finding.rule === rule);
        if (found.length === 0) return;
        const { plain } = compile(model);
        const states = everyState(plain);
        for (const { place } of found) {
          const parts = place.split(".");
          specify(plain, states, parts[1] ?? "", parts.at(-1) ?? "");
        }
      }),
      { numRuns: 400 },
    );
  }

  it("calls a requirement idle only when everything satisfies it", () => {
    everyFinding("requirement-always-holds", (plain, states, id, last) => {
      const condition = plain.levels.find((level) => level.id === id)?.conditions[Number(last)];
      for (const state of states) expect(condition && holds(plain, condition, state)).toBe(true);
    });
  });

  it("says that a level adds nothing only when nobody stays at the one below", () => {
    everyFinding("level-adds-nothing", (plain, states, id) => {
      const rank = plain.levels.findIndex((level) => level.id === id);
      for (const state of states) expect(rankOf(plain, state)).not.toBe(rank - 1);
    });
  });

  it("says that a criterion never matters only when no answer to it changes index or level", () => {
    everyFinding("criterion-never-matters", (plain, states, id) => {
      const position = plain.criteria.findIndex((criterion) => criterion.id === id);
      for (const state of states) {
        const changed = raised(plain, state, position, 0);
        const difference = changed.index - state.index;
        expect(Number.isNaN(difference) ? Number.isNaN(state.index) : Math.abs(difference) < 1e-9).toBe(true);
        expect(rankOf(plain, changed)).toBe(rankOf(plain, state));
      }
    });
  });

  it("shows a real loss wherever it says that a better answer loses a level", () => {
    fc.assert(
      fc.property(small, (model) => {
        const compiled = compile(model);
        for (const finding of checkModel(model)) {
          if (finding.rule !== "better-answer-loses-level") continue;
          const { result } = scoreAssessment(
            compiled,
            { partner: "acme", answers: finding.example?.answers ?? {} },
            { detail: "level" },
          );
          const name = model.levels.find((level) => level.id === result.level)?.name;
          expect(finding.example?.result).toContain(`These answers give ${name};`);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("is silent only where no better answer loses a level, on cumulative ladders without upper bounds and alternatives", () => {
    const plain = randomModel({
      criteria: { min: 1, max: 3 },
      levels: { min: 2, max: 3 },
      options: { min: 2, max: 3 },
      kinds: ["choice"],
      bounds: ["min", "above"],
      requirementKinds: ["index", "dimension", "dimensions", "criterion", "criteria", "practices"],
      coverage: false,
      unanswered: ["zero"],
    });
    fc.assert(
      fc.property(plain, (drawn) => {
        const model: Model = { ...drawn, ladder: "cumulative" };
        const { plain } = compile(model);
        if (checkModel(model).some((finding) => finding.rule === "better-answer-loses-level")) return;
        for (const state of everyState(plain)) {
          if (Number.isNaN(state.index)) continue; // nothing counts, so no level is given
          for (const { position, answer } of plain.criteria) {
            answer.options.forEach((option, better) => {
              if (option.value <= (state.attainment[position] as number)) return;
              const after = raised(plain, state, position, better);
              expect(rankOf(plain, after)).toBeGreaterThanOrEqual(rankOf(plain, state));
            });
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Each general engine with the same programme, prepared once, as its documentation says. */
import { createRequire } from "node:module";
import {
  attainmentOf,
  type Contestant,
  type Dialect,
  figuresOf,
  formulasOf,
  type Inputs,
  type Programme,
} from "./programme.ts";

/** Of this folder: nothing here is installed with the project, so that TypeScript must be told what is used. */
const load = createRequire(import.meta.url);

export const ENGINES: Record<string, (programme: Programme) => Contestant> = {
  "expr-eval": exprEval,
  "json-rules-engine": jsonRulesEngine,
  hyperformula: hyperFormula,
  "@gorules/zen-engine": zenEngine,
  "survey-core": surveyJs,
};

/** The version that is installed, null without one. */
export function installed(name: string): string | null {
  try {
    load.resolve(name);
  } catch {
    return null;
  }
  const lock = load("./package-lock.json") as { packages: Record<string, { version: string }> };
  return lock.packages[`node_modules/${name}`]?.version ?? "";
}

const infix = (word: string) => (conditions: readonly string[]) =>
  conditions.length === 1 ? (conditions[0] as string) : `(${conditions.join(` ${word} `)})`;

const ternary: Dialect = {
  name: (variable) => variable,
  when: (condition, then, otherwise) => `(${condition} ? ${then} : ${otherwise})`,
  and: infix("and"),
  or: infix("or"),
};

interface ExprEval {
  Parser: new () => { parse(text: string): { evaluate(values: Inputs): number } };
}

/** By `evaluate`: its `toJSFunction` needs eval, which Workers do not allow. */
function exprEval(programme: Programme): Contestant {
  const { Parser } = load("expr-eval") as ExprEval;
  const parser = new Parser();
  const steps = formulasOf(programme, ternary).map(({ variable, formula }) => ({
    variable,
    expression: parser.parse(formula),
  }));
  return {
    name: "expr-eval",
    run: (partners) =>
      partners.map((inputs) => {
        const values = { ...inputs };
        for (const { variable, expression } of steps) values[variable] = expression.evaluate(values);
        return figuresOf(programme, (variable) => values[variable]);
      }),
  };
}

interface Almanac {
  factValue(name: string): Promise<number>;
}
interface RulesEngine {
  addFact(name: string, work: (parameters: unknown, almanac: Almanac) => Promise<number>): void;
  addRule(rule: object): void;
  run(facts: Inputs): Promise<{ events: { params: { level: number } }[]; almanac: Almanac }>;
}

/** Rules compare; what they compare is worked out in facts, by functions that it calls when a rule asks for them. */
function jsonRulesEngine(programme: Programme): Contestant {
  const { Engine } = load("json-rules-engine") as { Engine: new () => RulesEngine };
  const engine = new Engine();
  for (const { variable, points } of programme.lines) {
    engine.addFact(attainmentOf(variable), async (_, almanac) => along(points, await almanac.factValue(variable)));
  }
  for (const { variable, of } of [...programme.dimensions, programme.index]) {
    const weights = of.reduce((sum, { weight }) => sum + weight, 0);
    engine.addFact(variable, async (_, almanac) => {
      let sum = 0;
      for (const child of of) sum += child.weight * (await almanac.factValue(child.variable));
      return sum / weights;
    });
  }
  const all = (conditions: readonly object[]) => ({ all: conditions });
  programme.levels.forEach((_, place) => {
    const conditions = programme.levels
      .slice(0, place + 1)
      .flat()
      .map((entry) => {
        const routes = entry.map((route) =>
          all(route.map(({ variable, least }) => ({ fact: variable, operator: "greaterThanInclusive", value: least }))),
        );
        return routes.length === 1 ? (routes[0] as object) : { any: routes };
      });
    engine.addRule({ conditions: all(conditions), event: { type: "level", params: { level: place + 1 } } });
  });
  return {
    name: "json-rules-engine",
    async run(partners) {
      const found = [];
      for (const inputs of partners) {
        const { events, almanac } = await engine.run(inputs);
        const index = await almanac.factValue("index");
        const level = Math.max(0, ...events.map(({ params }) => params.level));
        found.push({ index: programme.scale.min + index * programme.scale.width, level });
      }
      return found;
    },
  };
}

function along(points: readonly (readonly [number, number])[], measure: number): number {
  let before = points[0] ?? [0, 0];
  if (measure <= before[0]) return before[1];
  for (const point of points.slice(1)) {
    if (measure <= point[0]) {
      return before[1] + ((point[1] - before[1]) * (measure - before[0])) / (point[0] - before[0]);
    }
    before = point;
  }
  return before[1];
}

interface Sheet {
  setCellContents(address: { sheet: number; row: number; col: number }, cells: readonly (readonly number[])[]): unknown;
  getSheetValues(sheet: number): unknown[][];
}

/** One row per partner; the formulas stand in the sheet before the answers are set, all at once. */
function hyperFormula(programme: Programme): Contestant {
  const { HyperFormula } = load("hyperformula") as {
    HyperFormula: { buildFromArray(cells: unknown[][], options: object): Sheet };
  };
  const variables = [...programme.inputs];
  for (const { variable } of formulasOf(programme, ternary)) variables.push(variable);
  const places = new Map(variables.map((variable, place) => [variable, place]));
  const sheets = new Map<number, Sheet>();
  const sheetOf = (rows: number): Sheet => {
    const cells = Array.from({ length: rows }, (_, row) => [
      ...programme.inputs.map(() => 0),
      ...formulasOf(programme, {
        name: (variable) => `${columnName(places.get(variable) ?? 0)}${row + 1}`,
        when: (condition, then, otherwise) => `IF(${condition}, ${then}, ${otherwise})`,
        and: (conditions) => `AND(${conditions.join(", ")})`,
        or: (conditions) => `OR(${conditions.join(", ")})`,
      }).map(({ formula }) => `=${formula}`),
    ]);
    return HyperFormula.buildFromArray(cells, { licenseKey: "gpl-v3" });
  };
  return {
    name: "HyperFormula",
    run(partners) {
      const sheet = sheets.get(partners.length) ?? sheetOf(partners.length);
      sheets.set(partners.length, sheet);
      sheet.setCellContents(
        { sheet: 0, row: 0, col: 0 },
        partners.map((inputs) => programme.inputs.map((variable) => inputs[variable] ?? 0)),
      );
      return sheet.getSheetValues(0).map((row) => figuresOf(programme, (variable) => row[places.get(variable) ?? -1]));
    },
  };
}

/** A to ZZ. */
function columnName(place: number): string {
  const letter = (at: number) => String.fromCharCode(65 + at);
  return place < 26 ? letter(place) : letter(Math.floor(place / 26) - 1) + letter(place % 26);
}

interface Decision {
  evaluate(inputs: Inputs): Promise<{ result: Inputs }>;
}

/** A decision of one expression node; `$` is what the node has worked out so far. */
function zenEngine(programme: Programme): Contestant {
  const { ZenEngine } = load("@gorules/zen-engine") as {
    ZenEngine: new () => { createDecision(content: object): Decision };
  };
  const given = new Set(programme.inputs);
  const formulas = formulasOf(programme, {
    ...ternary,
    name: (variable) => (given.has(variable) ? variable : `$.${variable}`),
  });
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: "in", name: "in", type: "inputNode", position: { x: 0, y: 0 } },
      {
        id: "score",
        name: "score",
        type: "expressionNode",
        position: { x: 200, y: 0 },
        content: {
          expressions: formulas.map(({ variable, formula }) => ({ id: variable, key: variable, value: formula })),
        },
      },
      { id: "out", name: "out", type: "outputNode", position: { x: 400, y: 0 } },
    ],
    edges: [
      { id: "first", type: "edge", sourceId: "in", targetId: "score" },
      { id: "second", type: "edge", sourceId: "score", targetId: "out" },
    ],
  });
  return {
    name: "zen-engine",
    async run(partners) {
      const found = [];
      for (const inputs of partners) {
        const { result } = await decision.evaluate(inputs);
        found.push(figuresOf(programme, (variable) => result[variable]));
      }
      return found;
    },
  };
}

interface Survey {
  data: Inputs;
  getVariable(name: string): unknown;
}

/** Questions for the answers, calculated values for the rest; one survey, its data set anew for each partner. */
function surveyJs(programme: Programme): Contestant {
  const { Model } = load("survey-core") as { Model: new (content: object) => Survey };
  const survey = new Model({
    elements: programme.inputs.map((name) => ({ type: "text", inputType: "number", name })),
    calculatedValues: formulasOf(programme, {
      name: (variable) => `{${variable}}`,
      when: (condition, then, otherwise) => `iif(${condition}, ${then}, ${otherwise})`,
      and: infix("and"),
      or: infix("or"),
    }).map(({ variable, formula }) => ({ name: variable, expression: formula })),
  });
  return {
    name: "SurveyJS",
    run: (partners) =>
      partners.map((inputs) => {
        survey.data = inputs;
        return figuresOf(programme, (variable) => survey.getVariable(variable));
      }),
  };
}

/** `models/README.md` against the code: its example is a model, and every figure, field and rule in it is true. */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { catalog } from "../../models/catalog/index.ts";
import { checkModel, checkReferences } from "../../models/check.ts";
import type { AnswerValue } from "../../models/contract.ts";
import { NOT_APPLICABLE } from "../../models/engine/answers.ts";
import { compile } from "../../models/engine/compile.ts";
import { combineChildren } from "../../models/engine/evaluate.ts";
import { roundHalfUp } from "../../models/engine/numbers.ts";
import { standingAfter } from "../../models/engine/policy.ts";
import { requirementSentences } from "../../models/engine/sentences.ts";
import {
  type Combine,
  MAX_CRITERIA,
  MAX_MODEL_BYTES,
  type Model,
  type ModelTest,
  parseModel,
  type Requirement,
} from "../../models/format.ts";
import { limits } from "../../models/rules/limits.ts";
import { MAX_DEPTH } from "../../models/rules/nesting.ts";
import { translatable } from "../../models/translate.ts";
import { percent, score } from "../support/small-model.ts";

const models = resolve(import.meta.dirname, "../../models");
const readme = readFileSync(resolve(models, "README.md"), "utf8");

/** The text below a heading, its subheadings included. */
function section(heading: string): string {
  const lines = readme.split("\n");
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, "") === heading);
  if (start < 0) throw new Error(`The README has no section “${heading}”`);
  const depth = lines[start]?.indexOf(" ") ?? 0;
  const length = lines.slice(start + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(" ") <= depth);
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join("\n");
}

function blocks(language: string, text: string): string[] {
  const fences = new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, "gm");
  return Array.from(text.matchAll(fences), ([, block = ""]) => block);
}

/** The cells of the table whose first column is headed so, without the header. */
function table(first: string, text: string): string[][] {
  const rows = text.split("\n").map((line) => line.trim());
  const header = rows.findIndex((row) => row.startsWith(`| ${first} |`));
  const length = rows.slice(header).findIndex((row) => !row.startsWith("|"));
  if (header < 0 || length < 0) throw new Error(`There is no table of “${first}”`);
  return rows.slice(header + 2, header + length).map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

const codes = (cell: string | undefined): string[] =>
  Array.from((cell ?? "").matchAll(/`([^`]+)`/g), ([, code = ""]) => code);
const code = (cell: string | undefined): string => codes(cell)[0] ?? "";

const example = JSON.parse(blocks("json", section("The document"))[0] ?? "") as Model;
const [tidewater] = example.tests as [ModelTest];
const result = score(example, tidewater.answers);
const compiled = compile(example).plain;

/** As a person writes an answer: option ids with “;” between them, nothing for a blank. */
const written = (answer: AnswerValue | undefined): string =>
  Array.isArray(answer) ? answer.join("; ") : answer === null || answer === undefined ? "" : String(answer);

describe("the worked example", () => {
  test("is a model without findings, whose own tests pass", () => {
    expect(parseModel(example).findings).toEqual([]);
    expect(checkModel(example)).toEqual([]);
  });

  test("holds what the text above it says", () => {
    expect([example.criteria.length, example.dimensions.length, example.levels.length]).toEqual([7, 3, 3]);
    expect(new Set(example.criteria.map(({ answer }) => answer.kind))).toEqual(
      new Set(["choice", "checklist", "yesno", "number"]),
    );
    const routes = example.levels.flatMap(({ requires = [] }) => requires.filter((one) => "anyOf" in one));
    expect(routes.map((gate) => "anyOf" in gate && gate.anyOf.length)).toEqual([2]);
    expect(example.overlays).toHaveLength(1);
    expect(Object.keys(example.translations ?? {})).toEqual(["de"]);
    expect(example.tests).toHaveLength(2);
  });

  test("shows the answers of the partner in its first test, and what they count", () => {
    const shown = table("Criterion", section("One partner's answers"));
    expect(shown.map(([criterion, answer, attainment]) => [code(criterion), code(answer), attainment])).toEqual(
      compiled.criteria.map(({ id, answer }) => {
        const reading = answer.read(tidewater.answers[id]);
        const attainment = reading.status === NOT_APPLICABLE ? "–" : String(roundHalfUp(reading.attainment, 9));
        return [id, written(tidewater.answers[id]), attainment];
      }),
    );
  });

  test("shows weights and scores", () => {
    const shown = table("Part", section("From attainments to the index"));
    expect(shown.map(([part, weight, , reached]) => [code(part) || part, weight, reached])).toEqual([
      ...result.dimensions.map(({ id, score: reached }, place) => [
        id,
        String(example.dimensions[place]?.weight),
        String(reached),
      ]),
      ["index", "", String(result.index)],
    ]);
  });

  test("shows the sentences that hold the partner back", () => {
    const [shown = ""] = blocks("text", section("The level, and why"));
    expect(shown.trimEnd().split("\n")).toEqual(result.blockers.map(({ sentence }) => sentence));
  });

  test("shows the result", () => {
    const shown = table("Result", section("The level, and why"));
    const { worst, best, ask } = result.range;
    expect(shown.map(([field, value]) => [code(field), value])).toEqual([
      ["index", String(result.index)],
      ["level", `\`${result.level}\``],
      ["next", `\`${result.next}\``],
      ["coverage", String(roundHalfUp(result.coverage, 3))],
      ["position", String(roundHalfUp(result.position ?? -1, 3))],
      ["range.worst", `${worst.index}, \`${worst.level}\``],
      ["range.best", `${best.index}, \`${best.level}\``],
      ["range.ask", `\`${ask?.criterion}\`, ${ask?.points}`],
    ]);
  });

  test("shows the cheapest way up, which is proven", () => {
    const shown = table("Change", section("The cheapest way up"));
    expect(result.path).toMatchObject({ level: result.next, reachable: true, optimal: true });
    expect(shown.map(([change, from, to, effort]) => [code(change) || change, code(from), code(to), effort])).toEqual([
      ...(result.path?.changes ?? []).map(({ criterion, from, to, effort }) => [
        criterion,
        written(from),
        written(to),
        String(roundHalfUp(effort, 9)),
      ]),
      ["total", "", "", String(result.path?.effort)],
    ]);
  });

  test.each(table("Changes", section("The cheapest way up")).map((row) => [row[0] ?? "", row] as const))(
    "says what comes of %s",
    (changes, [, index, level, effort]) => {
      const changed = Object.fromEntries(codes(changes).map((change) => change.split(": ") as [string, string]));
      const after = score(example, { ...tidewater.answers, ...changed });
      const spent = compiled.criteria.map(({ id, answer, effort: perStep }) => {
        const [before, now] = [tidewater.answers[id], changed[id] ?? tidewater.answers[id]].map((own) =>
          answer.read(own),
        );
        return perStep * ((now?.effort ?? 0) - (before?.effort ?? 0));
      });
      expect(after.problems).toEqual([]);
      expect([after.index, after.level]).toEqual([Number(index), code(level)]);
      expect(spent.reduce((sum, days) => sum + days, 0)).toBeCloseTo(Number(effort), 9);
    },
  );

  test("shows the finding that a slip in it brings", () => {
    const [finding = ""] = blocks("json", section("From a copy to a clean check"));
    const slip = structuredClone(example);
    Object.assign(slip.levels[1]?.requires?.[1] ?? {}, { id: "contacts" });
    expect(checkModel(slip)).toEqual([JSON.parse(finding)]);
  });
});

describe("every sum on the page is right", () => {
  const sums = ["A worked example", "The rules"].flatMap((heading) =>
    codes(section(heading).replace(/```[\s\S]*?```/g, "")).filter((own) => / = /.test(own)),
  );

  test.each(sums)("%s", (sum) => {
    const [left = "", right = ""] = sum.replaceAll("×", "*").replaceAll("−", "-").split(" = ");
    expect(left).toMatch(/^[\d.+*/() -]+$/);
    const decimals = right.split(".")[1]?.length ?? 0;
    expect(roundHalfUp(Function(`return ${left}`)(), decimals)).toBe(Number(right));
  });
});

describe("missing answers", () => {
  test.each(table("Setting", section("Missing answers")).map((row) => [code(row[0]), code(row[1]), row] as const))(
    "%s of %s",
    (setting, value, [, , , index, level]) => {
      const [, field = ""] = setting.split(".");
      const after = score(
        { ...example, missing: { ...example.missing, [field]: JSON.parse(value) } },
        tidewater.answers,
      );
      expect([after.index, after.level]).toEqual([Number(index), level === "none" ? null : code(level)]);
    },
  );
});

describe("combining", () => {
  test.each(table("`combine`", section("Combining")).map(([combine, shown]) => [code(combine), shown] as const))(
    "%s gives %s",
    (combine, shown) => {
      const children = { values: Float64Array.of(1, 0.5, 0.75), weights: Float64Array.of(1, 2, 1), length: 3 };
      expect(combineChildren(JSON.parse(combine) as Combine, children)).toBeCloseTo(Number(shown), 9);
    },
  );
});

describe("requirements", () => {
  const rows = table("Requirement", section("Requirements")).map(
    ([requirement, sentence]) => [JSON.parse(code(requirement)) as Requirement, sentence] as const,
  );

  test.each(rows)("%j reads as “%s”", (requirement, sentence) => {
    const [lowest, ...others] = example.levels;
    const asking = { ...example, levels: [{ ...lowest, requires: [requirement] }, ...others] } as Model;
    expect(parseModel(asking).findings).toEqual([]);
    expect(checkReferences(asking)).toEqual([]);
    expect(requirementSentences(asking, [requirement])).toEqual([sentence]);
  });

  test("show every kind", () => {
    const [kinds] = table("Field", section("Parts of a requirement")).filter(([field]) => code(field) === "of");
    const shown = rows.map(([requirement]) => ("anyOf" in requirement ? "anyOf" : requirement.of));
    expect([...new Set(shown)].sort()).toEqual([...codes(kinds?.[2]).map((kind) => JSON.parse(kind)), "anyOf"].sort());
  });
});

test("a partner without a marketing contact is at Starting on one ladder and at Running on the other", () => {
  const answers = {
    plan: "agreed",
    contact: "no",
    channels: ["web", "mail"],
    fund: 80,
    leads: 20,
    reply: 4,
    pipeline: 50_000,
  };
  const levelOn = (ladder: "cumulative" | "independent") => score({ ...example, ladder }, answers).level;
  expect([levelOn("cumulative"), levelOn("independent")]).toEqual(["starting", "running"]);
});

test("the table of translation keys has every text of a model and no other", () => {
  const options = [{ id: "some", label: "Some", value: 1, help: "Help." }];
  const [plan, , , fund, ...others] = example.criteria as [Model["criteria"][number], ...Model["criteria"]];
  const everyText: Model = {
    ...example,
    answerSets: { shared: options },
    dimensions: example.dimensions.map((dimension) => ({ ...dimension, help: "Help." })),
    criteria: [{ ...plan, answer: { kind: "choice", options } }, ...(fund ? [fund] : []), ...others],
    levels: example.levels.map((level) => ({ ...level, growth: "Growth." })),
    overlays: [
      {
        id: "all",
        name: "All",
        when: { type: ["any"] },
        criteria: {
          plan: { question: "Plan?", help: "Help.", guidance: { running: "Go." }, answer: { options } },
          fund: { answer: { unit: "shares" } },
        },
      },
    ],
  };
  const patterns = table("Key", section("Translations")).flatMap(([keys]) => codes(keys));
  const matching = (key: string) =>
    patterns.filter((pattern) =>
      new RegExp(`^${pattern.replaceAll(".", "\\.").replace(/<\w+>/g, "[^.]+")}$`).test(key),
    );
  const keys = [...translatable(everyText).keys()];
  expect(keys.filter((key) => matching(key).length !== 1)).toEqual([]);
  expect(patterns.filter((pattern) => !keys.some((key) => matching(key).includes(pattern)))).toEqual([]);
});

interface Schema {
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  maxItems?: number;
}

const schema = JSON.parse(readFileSync(resolve(models, "model.schema.json"), "utf8")) as Schema;

/** The section that describes what lies at a path; what lies at no path here is described where it is used. */
const SECTIONS: readonly (readonly [RegExp, string])[] = [
  [/^$/, "Document"],
  [/^dimensions\[\]$/, "Dimensions"],
  [/^criteria\[\]$/, "Criteria"],
  [/^criteria\[\]\.answer$/, "Answers of a criterion"],
  [/(options|^answerSets\{\})\[\]$/, "Options"],
  [/^levels\[\]$/, "Levels"],
  [/requires\[\](\.anyOf\[\]\[\])?$/, "Parts of a requirement"],
  [/^overlays\[\]$/, "Parts of an overlay"],
  [/^tests\[\]$/, "Parts of a test"],
];
const sectionNames = [...new Set(SECTIONS.map(([, name]) => name))];

/** For each section its fields, each required if every variant that has it requires it. */
const fields = new Map(sectionNames.map((name) => [name, new Map<string, boolean>()]));
const longest = new Map<string, number>();

function visit(node: Schema, within: string, prefix: string, path: string): void {
  const own = SECTIONS.find(([pattern]) => pattern.test(path))?.[1];
  const [name, start] = own === undefined ? [within, prefix] : [own, ""];
  for (const variant of [...(node.anyOf ?? []), ...(node.oneOf ?? [])]) visit(variant, name, start, path);
  if (node.items) visit(node.items, name, start, `${path}[]`);
  if (typeof node.additionalProperties === "object")
    visit(node.additionalProperties, name, `${start}<id>.`, `${path}{}`);
  const last = /(\w+)$/.exec(path)?.[1];
  if (node.maxItems !== undefined && last !== undefined)
    longest.set(last, Math.max(node.maxItems, longest.get(last) ?? 0));
  for (const [field, child] of Object.entries(node.properties ?? {})) {
    const known = fields.get(name);
    const required = node.required?.includes(field) ?? false;
    known?.set(start + field, required && (known.get(start + field) ?? true));
    visit(child, name, `${start}${field}.`, path === "" ? field : `${path}.${field}`);
  }
}
visit(schema, "Document", "", "");

/** The fields that a section names, with what its second column says of each. */
const documented = (name: string): [field: string, fallback: string][] =>
  table("Field", section(name)).flatMap(([names, fallback = ""]) =>
    codes(names).map((field): [string, string] => [field, fallback]),
  );

describe("fields", () => {
  test.each(sectionNames)("%s: every field of the format and no other", (name) => {
    expect(
      documented(name)
        .map(([field]) => field)
        .sort(),
    ).toEqual([...(fields.get(name)?.keys() ?? [])].sort());
  });

  test.each(sectionNames)("%s: required is what the format requires", (name) => {
    const required = documented(name).flatMap(([field, fallback]) => (fallback === "required" ? [field] : []));
    expect(required.sort()).toEqual(
      [...(fields.get(name) ?? [])].flatMap(([field, own]) => (own ? [field] : [])).sort(),
    );
  });
});

describe("defaults", () => {
  /** The example with a requirement of practices, and an overlay that could leave its criterion out. */
  const rich: Model = structuredClone(example);
  for (const criterion of rich.criteria) if (criterion.dimension === "results") criterion.level = "running";
  rich.levels[2]?.requires?.push({ of: "practices", level: "running", min: 0.4 });

  type Holder = Record<string, unknown>;
  const holders: Record<string, (model: Model) => readonly object[]> = {
    Document: (model) => [model],
    // One of each keeps what it has: the others may hang below it, and their weights count against its own.
    Dimensions: (model) => model.dimensions.filter(({ id }) => id !== "results"),
    Criteria: (model) => model.criteria.filter(({ id }) => id !== "plan"),
    "Answers of a criterion": (model) =>
      model.criteria.map(({ answer }) => answer).filter(({ kind }) => kind === "number"),
    Options: (model) =>
      model.criteria.flatMap(({ answer }) =>
        answer.kind === "checklist" && typeof answer.options !== "string" ? answer.options : [],
      ),
    Levels: (model) => model.levels,
    "Parts of a requirement": (model) =>
      model.levels.flatMap(({ requires = [] }) => requires.filter((own) => "of" in own && own.of === "practices")),
    "Parts of an overlay": (model) => (model.overlays ?? []).flatMap(({ criteria }) => Object.values(criteria ?? {})),
  };

  /** The model with a field stated wherever it can be; undefined leaves it out everywhere. */
  function stating(name: string, field: string, value: unknown): Model {
    const model = structuredClone(rich);
    const path = field.replace("criteria.<id>.", "").split(".");
    for (const holder of holders[name]?.(model) ?? []) {
      let at = holder as Holder;
      for (const step of path.slice(0, -1)) {
        at[step] ??= {};
        at = at[step] as Holder;
      }
      const last = path.at(-1) ?? "";
      if (value === undefined) delete at[last];
      else at[last] = value;
    }
    return model;
  }

  /** Everything that is made of a model. */
  function outcome(model: Model): unknown {
    const answers: Record<string, AnswerValue>[] = [
      tidewater.answers,
      {
        ...tidewater.answers,
        contact: "no",
        plan: "agreed",
        channels: ["web", "mail"],
        leads: 20,
        reply: 5,
        pipeline: 150_000,
      },
      { ...tidewater.answers, plan: "agreed", leads: 10, reply: null, pipeline: 40_000 },
    ];
    const attributes = [{}, { region: "Africa" }];
    const blocking: Model = { ...model, missing: { ...model.missing, unanswered: "block" } };
    const levels = model.levels.map(({ id }) => id);
    const stood = (from: string, to: string) =>
      standingAfter(levels, model.review, { level: from, pending: null }, to, "2026-11-22");
    return [
      checkModel(model),
      [model, blocking].flatMap((own) =>
        answers.flatMap((given) => attributes.map((attribute) => score(own, given, attribute))),
      ),
      stood("starting", "running"),
      stood("running", "starting"),
    ];
  }

  /** With another value than the default, each of these makes a difference that shows. */
  const others: readonly [name: string, field: string, other: unknown][] = [
    ["Document", "language", "de"],
    ["Document", "scale", { min: 0, max: 5, decimals: 1 }],
    ["Document", "scale.decimals", 3],
    ["Document", "missing.unanswered", "exclude"],
    ["Document", "missing.notApplicable", "full"],
    ["Document", "missing.coverage", 0.9],
    ["Document", "combine", "min"],
    ["Document", "ladder", "independent"],
    ["Document", "review.promotion", "one-step"],
    ["Document", "review.demotion", "sticky"],
    ["Dimensions", "parent", "results"],
    ["Dimensions", "weight", 5],
    ["Dimensions", "combine", "min"],
    ["Criteria", "weight", 0.1],
    ["Criteria", "effort", 2],
    ["Criteria", "askedOf", "partner"],
    ["Criteria", "required", false],
    ["Answers of a criterion", "step", true],
    ["Options", "exclusive", true],
    ["Levels", "requires", [{ of: "index", min: 90 }]],
    ["Parts of a requirement", "share", 0.5],
    ["Parts of an overlay", "criteria.<id>.omit", true],
  ];

  const fallbacks = sectionNames.flatMap((name) =>
    documented(name).flatMap(([field, fallback]): [string, string, string][] =>
      codes(fallback).map((own) => [name, field, own]),
    ),
  );

  test.each(others)("%s, %s: leaving it out is stating the default", (name, field, other) => {
    const fallback = fallbacks.find((own) => own[0] === name && own[1] === field)?.[2] ?? "";
    const left = outcome(stating(name, field, undefined));
    expect(outcome(stating(name, field, JSON.parse(fallback)))).toEqual(left);
    expect(outcome(stating(name, field, other))).not.toEqual(left);
  });

  test("all of them are tested, but for evidence, of which nothing is made", () => {
    const tested = [...others.map(([name, field]) => `${name}, ${field}`), "Criteria, evidence"];
    expect(fallbacks.map(([name, field]) => `${name}, ${field}`).sort()).toEqual(tested.sort());
  });
});

test("the table of findings has every rule of the linter and no other", () => {
  const rules = readdirSync(resolve(models, "rules")).map((name) => `rules/${name}`);
  const sources = ["format.ts", "check.ts", ...rules].map((name) => readFileSync(resolve(models, name), "utf8"));
  // `rule: "…"`, `rule: reserved ? "…" : "…"`, and the first argument of a local `error("…", …)`.
  const words = sources.flatMap((source) =>
    Array.from(source.matchAll(/\brule: (?:\w+ \? "([a-z-]+)" : )?"([a-z-]+)"|\berror\(\s*"([a-z-]+)"/g), (found) =>
      found.slice(1).filter((word) => word !== undefined),
    ).flat(),
  );
  const shown = table("Rule", section("What the check finds")).map(([rule]) => code(rule));
  expect(shown.toSorted()).toEqual([...new Set(words)].sort());
});

describe("limits", () => {
  const shown = new Map(table("What", section("Limits")).map(([what = "", most = ""]) => [code(what) || what, most]));

  test("of lists are those of the format", () => {
    const lists = [...shown].filter(([what]) => !what.includes(" "));
    expect(lists.sort()).toEqual([...longest].map(([what, most]) => [what, String(most)]).sort());
  });

  test("of sizes are those of the code", () => {
    expect(shown.get("a document")).toBe(`${MAX_MODEL_BYTES / 1000} kB`);
    expect(shown.get("criteria")).toBe(String(MAX_CRITERIA));
    expect(shown.get("dimensions inside each other")).toBe(String(MAX_DEPTH));
  });

  test.each([
    ["characters of a text", (length: number): Model => ({ ...example, name: "n".repeat(length) })],
    ["characters of an id", (length: number): Model => ({ ...example, id: "i".repeat(length) })],
  ])("of %s hold to the letter", (what, having) => {
    const most = Number(shown.get(what)?.replace(",", ""));
    expect(parseModel(having(most)).findings).toEqual([]);
    expect(parseModel(having(most + 1)).findings).toHaveLength(1);
  });

  test("of criteria times overlays are 8,000", () => {
    const criteria = Array.from({ length: 500 }, (_, place) => percent(`c${place}`, { dimension: "results" }));
    const withOverlays = (count: number): Model => ({
      ...example,
      criteria,
      levels: [{ id: "only", name: "Only" }],
      overlays: Array.from({ length: count }, (_, place) => ({ id: `o${place}`, when: { region: [`r${place}`] } })),
    });
    expect(readme).toContain("may not exceed 8,000");
    expect(limits(withOverlays(15))).toEqual([]);
    expect(limits(withOverlays(16)).map(({ rule }) => rule)).toEqual(["too-complex"]);
  });
});

test("the shipped models to copy are those of the catalogue", () => {
  const shown = table("Model", section("From a copy to a clean check")).map(([model]) => code(model));
  expect(shown).toEqual(catalog.map(({ id }) => id));
});

test("an answer is found by id or label, in every language of the model, whatever its case", () => {
  const plan = compiled.criteria[0]?.answer;
  const readings = ["list", " A LIST of activities ", "eine Liste von Aktivitäten"].map(
    (own) => plan?.read(own).attainment,
  );
  expect(readings).toEqual([0.4, 0.4, 0.4]);
});

/** A model as the rows of the Model tab. Exact: `modelOf(rowsOf(model))` is the model. */
import { requirementSentences } from "../../../models/engine/sentences.ts";
import type {
  Answer,
  Combine,
  Criterion,
  Level,
  Model,
  ModelTest,
  Option,
  Overlay,
  PlainRequirement,
  Requirement,
  Source,
} from "../../../models/format.ts";
import {
  type Bound,
  boundWords,
  type ColumnName,
  columnNames,
  modelColumns,
  NONE,
  type RowKind,
  requirementWords,
  rowKinds,
  settings,
} from "./columns.ts";
import { writeList } from "./lists.ts";

export type ModelCell = string | number;
type Fields = { [column in Exclude<ColumnName, "row">]?: ModelCell | undefined };

/** The tab, its header row first. Cells that hold nothing are blank text. */
export function rowsOf(model: Model): ModelCell[][] {
  const rows: ModelCell[][] = [columnNames.map((name) => modelColumns[name].header)];
  const add: Add = (kind, fields) => {
    rows.push(columnNames.map((name) => (name === "row" ? rowKinds[kind] : (fields[name] ?? ""))));
  };
  add("model", { id: model.id, name: model.name, text: model.summary, ...combineFields(model.combine) });
  addSettings(add, model);
  addSources(add, model.source);
  for (const [name, options] of Object.entries(model.answerSets ?? {})) {
    add("answerSet", { id: name });
    addOptions(add, options);
  }
  for (const { id, name, parent, weight, combine, help } of model.dimensions) {
    add("dimension", { id, name, of: parent === null ? NONE : parent, weight, help, ...combineFields(combine) });
  }
  for (const criterion of model.criteria) addCriterion(add, criterion);
  for (const level of model.levels) addLevel(add, model, level);
  for (const overlay of model.overlays ?? []) addOverlay(add, model, overlay);
  for (const [language, texts] of Object.entries(model.translations ?? {})) {
    const entries = Object.entries(texts);
    if (entries.length === 0) add("translation", { of: language, kind: NONE });
    for (const [key, text] of entries) add("translation", { id: key, text, of: language });
  }
  for (const test of model.tests ?? []) addTest(add, test);
  return rows;
}

type Add = (kind: RowKind, fields: Fields) => void;

const yesNo = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? "yes" : "no";
const list = (items: readonly string[] | undefined): string | undefined =>
  items === undefined ? undefined : writeList(items);

function combineFields(combine: Combine | undefined): Fields {
  return typeof combine === "object" ? { kind: "points", value: combine.points } : { kind: combine };
}

function addSettings(add: Add, model: Model): void {
  for (const { words, path, holds } of settings) {
    let value: unknown = model;
    for (const key of path) value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
    if (value === undefined) continue;
    if (holds === "number") add("setting", { name: words, value: value as number });
    else if (holds === "text") add("setting", { name: words, text: value as string });
    else if (Object.keys(value as object).length === 0) add("setting", { name: words, kind: NONE });
  }
}

function addSources(add: Add, source: Source | Source[] | undefined): void {
  const sources = source === undefined ? [] : Array.isArray(source) ? source : [source];
  for (const { title, url } of sources) {
    add("source", { name: title, text: url, kind: Array.isArray(source) ? "one of several" : undefined });
  }
}

function addOptions(add: Add, options: readonly Option[]): void {
  for (const { id, label, value, exclusive, help } of options) {
    add("option", {
      id,
      name: label,
      value,
      help,
      kind: exclusive === undefined ? undefined : exclusive ? "alone" : "with others",
    });
  }
}

type AnswerParts = NonNullable<NonNullable<Overlay["criteria"]>[string]["answer"]>;

function answerFields(answer: Answer | AnswerParts): Fields {
  const { unit, min, max, step, options }: AnswerParts = answer as AnswerParts;
  return {
    unit,
    least: min,
    most: max,
    steps: yesNo(step),
    options: typeof options === "string" ? options : undefined,
  };
}

function addAnswerRows(add: Add, answer: Answer | AnswerParts): void {
  const { points, options } = answer as AnswerParts;
  for (const [at, value] of points ?? []) add("point", { at, value });
  if (Array.isArray(options)) addOptions(add, options);
}

function addGuidance(add: Add, guidance: Record<string, string> | undefined): void {
  if (guidance === undefined) return;
  const entries = Object.entries(guidance);
  if (entries.length === 0) add("guidance", { kind: NONE });
  for (const [level, text] of entries) add("guidance", { level, text });
}

function addCriterion(add: Add, criterion: Criterion): void {
  add("criterion", {
    id: criterion.id,
    name: criterion.name,
    text: criterion.question,
    of: criterion.dimension,
    kind: criterion.answer.kind,
    weight: criterion.weight,
    ...answerFields(criterion.answer),
    level: criterion.level,
    effort: criterion.effort,
    owner: criterion.owner,
    stages: list(criterion.stages),
    askedOf: criterion.askedOf,
    evidence: criterion.evidence,
    required: yesNo(criterion.required),
    tags: list(criterion.tags),
    help: criterion.help,
  });
  addAnswerRows(add, criterion.answer);
  addGuidance(add, criterion.guidance);
  addSources(add, criterion.source);
}

function addLevel(add: Add, model: Model, level: Level): void {
  add("level", { id: level.id, name: level.name, text: level.descriptor });
  if (level.requires !== undefined) addRequirements(add, model, level.requires);
  if (level.programme?.length === 0) add("programme", { kind: NONE });
  for (const text of level.programme ?? []) add("programme", { text });
  if (level.growth !== undefined) add("growth", { text: level.growth });
}

function addRequirements(add: Add, model: Model, requires: readonly Requirement[]): void {
  if (requires.length === 0) add("requirement", { kind: NONE, reads: requirementSentences(model, [])[0] });
  for (const requirement of requires) {
    const reads = requirementSentences(model, [requirement])[0];
    if (!("anyOf" in requirement)) {
      add("requirement", { ...requirementFields(requirement), reads });
      continue;
    }
    add("anyOf", { reads });
    for (const route of requirement.anyOf) {
      route.forEach((part, place) => {
        const said = requirementSentences(model, [part])[0];
        add(place === 0 ? "route" : "also", { ...requirementFields(part), reads: said });
      });
    }
  }
}

function requirementFields(requirement: PlainRequirement): Fields {
  const parts: { [bound in Exclude<Bound, "is">]?: number | undefined } & {
    is?: string[] | undefined;
    id?: string | undefined;
    dimension?: string | undefined;
    level?: string;
    share?: number | undefined;
  } = requirement;
  const bound = (Object.keys(boundWords) as Bound[]).find((name) => parts[name] !== undefined);
  return {
    kind: requirementWords[requirement.of],
    of: requirement.of === "criteria" ? parts.dimension : parts.id,
    level: parts.level,
    share: parts.share,
    bound: bound === undefined ? undefined : boundWords[bound],
    value: bound === undefined || bound === "is" ? undefined : parts[bound],
    options: list(parts.is),
  };
}

const ATTRIBUTES = ["segment", "region", "type"] as const;

function addOverlay(add: Add, model: Model, overlay: Overlay): void {
  add("overlay", { id: overlay.id, name: overlay.name });
  for (const kind of ATTRIBUTES) {
    const names = overlay.when[kind];
    if (names !== undefined) add("attribute", { kind, text: writeList(names) });
  }
  addChanges(add, "dimensionChange", overlay.dimensions, (id, { weight }) => {
    add("dimensionChange", { id, weight });
  });
  addChanges(add, "criterionChange", overlay.criteria, (id, change) => {
    add("criterionChange", {
      id,
      text: change.question,
      kind: change.omit === undefined ? undefined : change.omit ? "left out" : "kept",
      weight: change.weight,
      effort: change.effort,
      help: change.help,
    });
    if (change.answer !== undefined) {
      add("answerChange", answerFields(change.answer));
      addAnswerRows(add, change.answer);
    }
    addGuidance(add, change.guidance);
  });
  addChanges(add, "levelChange", overlay.levels, (id, { requires }) => {
    add("levelChange", { id });
    addRequirements(add, model, requires);
  });
}

function addChanges<Change>(
  add: Add,
  kind: RowKind,
  changes: Record<string, Change> | undefined,
  addOne: (id: string, change: Change) => void,
): void {
  if (changes === undefined) return;
  const entries = Object.entries(changes);
  if (entries.length === 0) add(kind, { kind: NONE });
  for (const [id, change] of entries) addOne(id, change);
}

function addTest(add: Add, test: ModelTest): void {
  add("test", { name: test.name });
  for (const kind of ATTRIBUTES) {
    const text = test[kind];
    if (text !== undefined) add("attribute", { kind, text });
  }
  for (const [id, answer] of Object.entries(test.answers)) add("given", { of: id, ...givenFields(answer) });
  const { index, level, overlay, dimensions } = test.expect;
  if (index !== undefined) add("expected", { kind: "index", ...expectedFields(index) });
  if (level !== undefined) add("expected", { kind: "level", ...expectedFields(level) });
  if (overlay !== undefined) add("expected", { kind: "variant", ...expectedFields(overlay) });
  if (dimensions === undefined) return;
  const scores = Object.entries(dimensions);
  if (scores.length === 0) add("expected", { kind: NONE });
  for (const [id, score] of scores) add("expected", { kind: "dimension", of: id, ...expectedFields(score) });
}

function givenFields(answer: ModelTest["answers"][string]): Fields {
  if (answer === null) return { kind: "blank" };
  if (typeof answer === "number") return { kind: "number", value: answer };
  if (typeof answer === "boolean") return { kind: "yesno", text: yesNo(answer) };
  return typeof answer === "string" ? { kind: "text", text: answer } : { kind: "list", text: writeList(answer) };
}

function expectedFields(value: string | number | null): Fields {
  if (value === null) return { text: NONE };
  return typeof value === "number" ? { value } : { text: value };
}

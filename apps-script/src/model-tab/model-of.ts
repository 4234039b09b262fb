/**
 * The Model tab as a model. Rows belong to the nearest row above that takes them, like an outline. What stands in no
 * cell is not in the model; whether the model makes sense is for the service's check to say.
 */
import type { Model } from "../../../models/format.ts";
import { isBlank } from "../cells.ts";
import {
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
import { type CellPlace, type CellProblem, type Ledger, SheetRow, short } from "./sheet-row.ts";

export type { CellPlace, CellProblem } from "./sheet-row.ts";

export type ReadModel = {
  /** Null where a cell cannot be read. */
  model: Model | null;
  problems: CellProblem[];
  /** The cell for a place of the model, else of what it lies in. */
  cellOf(place: string): CellPlace;
  /** Where the columns stand, from 1. */
  columns: ReadonlyMap<ColumnName, number>;
};

/** @param rows the tab from its first row on, header included; its columns may stand in any order. */
export function modelOf(rows: readonly (readonly unknown[])[]): ReadModel {
  const ledger: Ledger = { columns: findColumns(rows[0] ?? []), problems: [], cells: new Map() };
  const { columns, problems } = ledger;
  const read: ReadModel = { model: null, problems, columns, cellOf: (place) => nearestCell(ledger, place) };
  const missing = columnNames.filter((name) => name !== "reads" && !ledger.columns.has(name));
  if (missing.length > 0) {
    const headers = missing.map((name) => `“${modelColumns[name].header}”`).join(", ");
    const what = missing.length === 1 ? `column ${headers} is` : `columns ${headers} are`;
    ledger.problems.push({ row: 1, column: 1, message: `The ${what} missing. Write the header into the first row.` });
    return read;
  }
  const draft: Thing = {};
  const scopes: Scope[] = [{ model: (row) => readHead(row, draft) }];
  rows.slice(1).forEach((cells, place) => {
    if (cells.every(isBlank)) return;
    readRow(new SheetRow(place + 2, cells, ledger), scopes);
  });
  if (scopes.length === 1 && ledger.problems.length === 0) {
    ledger.problems.push({ row: 2, column: 1, message: "There is no model. Begin with a row “Model”." });
  }
  if (ledger.problems.length > 0) return read;
  return { ...read, model: draft as unknown as Model };
}

/** Part of a model in the making. */
type Thing = Record<string, unknown>;

/** The rows that may stand below a row, and what they do; a row may take others below it in turn. */
type Scope = { [kind in RowKind]?: (row: SheetRow) => Scope | null };

function findColumns(header: readonly unknown[]): Map<ColumnName, number> {
  const columns = new Map<ColumnName, number>();
  header.forEach((cell, place) => {
    const text = String(cell ?? "")
      .trim()
      .toLowerCase();
    const name = columnNames.find((candidate) => modelColumns[candidate].header.toLowerCase() === text);
    if (name !== undefined && !columns.has(name)) columns.set(name, place + 1);
  });
  return columns;
}

function nearestCell(ledger: Ledger, place: string): CellPlace {
  for (let rest = place; rest !== ""; rest = rest.includes(".") ? rest.slice(0, rest.lastIndexOf(".")) : "") {
    const cell = ledger.cells.get(rest);
    if (cell !== undefined) return cell;
  }
  return ledger.cells.get("") ?? { row: 1, column: 1 };
}

function readRow(row: SheetRow, scopes: Scope[]): void {
  if (isBlank(row.text("row"))) {
    row.problem("row", `is blank. Say what the row is, such as “${rowKinds.criterion}”, or delete the row.`);
    return;
  }
  const kind = row.word("row", rowKinds);
  if (kind === undefined) return;
  for (let depth = scopes.length - 1; depth >= 0; depth--) {
    const handle = scopes[depth]?.[kind];
    if (handle === undefined) continue;
    scopes.length = depth + 1;
    const scope = handle(row);
    if (scope !== null) scopes.push(scope);
    return;
  }
  row.problem("row", `is “${rowKinds[kind]}”, which cannot stand here. ${WHERE[kind] ?? "Begin with a row “Model”."}`);
}

const WHERE: { [kind in RowKind]?: string } = {
  model: "A tab holds one model. Delete the row.",
  option: "Put it below its question or answer set.",
  point: "Put it below a question of kind number.",
  guidance: "Put it below its question.",
  growth: "Put it below its level.",
  programme: "Put it below its level.",
  requirement: "Put it below its level.",
  anyOf: "Put it below its level.",
  route: "Put it below a row “Any of”.",
  also: "Put it below a row “Either”.",
  attribute: "Put it below its variant or test.",
  dimensionChange: "Put it below its variant.",
  criterionChange: "Put it below its variant.",
  answerChange: "Put it below a row “Criterion change”.",
  levelChange: "Put it below its variant.",
  given: "Put it below its test.",
  expected: "Put it below its test.",
};

/** Writes a field that is there; as an own one even where it is called `__proto__`. */
function put(thing: object, name: string, value: unknown): void {
  if (value === undefined) return;
  Object.defineProperty(thing, name, { value, enumerable: true, configurable: true, writable: true });
}

/** The list or record under a name, made when it is first needed. */
function listIn(thing: Thing, name: string): unknown[] {
  if (!Object.hasOwn(thing, name)) put(thing, name, []);
  return thing[name] as unknown[];
}

function recordIn(thing: Thing, name: string): Thing {
  if (!Object.hasOwn(thing, name)) put(thing, name, {});
  return thing[name] as Thing;
}

const noScope = null;

function readHead(row: SheetRow, model: Thing): Scope {
  row.place("", "row");
  row.place("id", "id");
  put(model, "id", row.needed("id", "id", "an id such as my-model"));
  put(model, "name", row.needed("name", "name", "the model's name"));
  put(model, "summary", row.text("text", "summary"));
  put(model, "combine", readCombine(row, "combine"));
  for (const list of ["dimensions", "criteria", "levels"]) {
    put(model, list, []);
    row.place(list, "row");
  }
  return {
    setting: (below) => readSetting(below, model),
    source: (below) => readSource(below, model, "source"),
    answerSet(below) {
      const name = below.anyText("id");
      const place = `answerSets.${name}`;
      below.place(place, "id");
      const options: unknown[] = [];
      put(recordIn(model, "answerSets"), name, options);
      return { option: (option) => readOption(option, options, place) };
    },
    dimension(below) {
      listIn(model, "dimensions").push(readDimension(below));
      return noScope;
    },
    criterion(below) {
      const criterion: Thing = {};
      listIn(model, "criteria").push(criterion);
      return readCriterion(below, criterion);
    },
    level(below) {
      const level: Thing = {};
      listIn(model, "levels").push(level);
      return readLevel(below, level);
    },
    overlay(below) {
      const overlay: Thing = {};
      listIn(model, "overlays").push(overlay);
      return readOverlay(below, overlay);
    },
    translation: (below) => readTranslation(below, model),
    test(below) {
      const tests = listIn(model, "tests");
      const test: Thing = {};
      tests.push(test);
      return readTest(below, test, `tests.${tests.length - 1}`);
    },
  };
}

function readCombine(row: SheetRow, place: string): unknown {
  const kind = row.text("kind", place)?.trim();
  return kind === "points" ? { points: row.neededNumber("value", `${place}.points`) } : kind;
}

function readSetting(row: SheetRow, model: Thing): null {
  const words = row.needed("name", "", "the name of the setting").trim().toLowerCase();
  const setting = settings.find((candidate) => candidate.words.toLowerCase() === words);
  if (setting === undefined) {
    if (words !== "") row.problem("name", `“${short(words)}” is no setting. Enter one of: ${settingWords}.`);
    return noScope;
  }
  const place = setting.path.join(".");
  const parent = setting.path.length === 1 ? model : recordIn(model, setting.path[0]);
  const name = setting.path[setting.path.length - 1] as string;
  row.place(setting.path[0], "name");
  if (setting.holds === "number") put(parent, name, row.neededNumber("value", place));
  else if (setting.holds === "text") put(parent, name, row.anyText("text", place));
  else if (!Object.hasOwn(parent, name)) put(parent, name, name === "overlays" || name === "tests" ? [] : {});
  return noScope;
}

const settingWords = settings.map(({ words }) => words).join(", ");

function readSource(row: SheetRow, owner: Thing, place: string): null {
  const source: Thing = {};
  put(source, "title", row.needed("name", place, "author and title"));
  put(source, "url", row.text("text", `${place}.url`));
  const earlier = owner.source;
  if (Array.isArray(earlier)) earlier.push(source);
  else if (earlier !== undefined) put(owner, "source", [earlier, source]);
  else put(owner, "source", row.text("kind") === undefined ? source : [source]);
  return noScope;
}

function readOption(row: SheetRow, options: unknown[], place: string): null {
  const id = row.needed("id", `${place}.${options.length}`, "an id such as partly");
  const own = `${place}.${id}`;
  row.place(own, "id");
  const option: Thing = { id };
  put(option, "label", row.needed("name", `${own}.label`, "what people choose"));
  put(option, "value", row.neededNumber("value", `${own}.value`));
  const kind = row.word("kind", { alone: "alone", together: "with others" }, `${own}.exclusive`);
  put(option, "exclusive", kind === undefined ? undefined : kind === "alone");
  put(option, "help", row.text("help", `${own}.help`));
  options.push(option);
  return noScope;
}

function readDimension(row: SheetRow): Thing {
  const id = row.needed("id", "", "an id such as sales");
  const place = `dimensions.${id}`;
  row.place(place, "id");
  const dimension: Thing = { id };
  put(dimension, "name", row.needed("name", `${place}.name`, "the dimension's name"));
  const parent = row.text("of", `${place}.parent`);
  put(dimension, "parent", parent === NONE ? null : parent);
  put(dimension, "weight", row.number("weight", `${place}.weight`));
  put(dimension, "combine", readCombine(row, `${place}.combine`));
  put(dimension, "help", row.text("help", `${place}.help`));
  return dimension;
}

function readCriterion(row: SheetRow, criterion: Thing): Scope {
  const id = row.needed("id", "", "an id such as certified");
  const place = `criteria.${id}`;
  row.place(place, "id");
  put(criterion, "id", id);
  put(criterion, "name", row.needed("name", `${place}.name`, "a short name"));
  put(criterion, "question", row.needed("text", `${place}.question`, "the question"));
  put(criterion, "dimension", row.needed("of", `${place}.dimension`, "the id of its dimension"));
  put(criterion, "weight", row.number("weight", `${place}.weight`));
  put(criterion, "level", row.text("level", `${place}.level`));
  const answer: Thing = {};
  const kind = row.needed("kind", `${place}.answer`, "choice, checklist, yesno or number");
  put(answer, "kind", kind.trim());
  row.place(`${place}.answer.kind`, "kind");
  readAnswerFields(row, answer, `${place}.answer`);
  put(criterion, "answer", answer);
  put(criterion, "effort", row.number("effort", `${place}.effort`));
  put(criterion, "owner", row.text("owner", `${place}.owner`));
  put(criterion, "stages", row.list("stages", `${place}.stages`));
  put(criterion, "askedOf", row.text("askedOf", `${place}.askedOf`));
  put(criterion, "evidence", row.text("evidence", `${place}.evidence`));
  put(criterion, "required", row.yesNo("required", `${place}.required`));
  put(criterion, "tags", row.list("tags", `${place}.tags`));
  put(criterion, "help", row.text("help", `${place}.help`));
  return {
    ...answerRows(answer, `${place}.answer`),
    guidance: (below) => readGuidance(below, criterion, place),
    source: (below) => readSource(below, criterion, `${place}.source`),
  };
}

function readAnswerFields(row: SheetRow, answer: Thing, place: string): void {
  put(answer, "unit", row.text("unit", `${place}.unit`));
  put(answer, "min", row.number("least", `${place}.min`));
  put(answer, "max", row.number("most", `${place}.max`));
  put(answer, "step", row.yesNo("steps", `${place}.step`));
  put(answer, "options", row.text("options", `${place}.options`));
}

function answerRows(answer: Thing, place: string): Scope {
  return {
    option(row) {
      if (typeof answer.options === "string") {
        row.problem(
          "row",
          `stands below a question that takes its options from “${short(answer.options)}”. Keep one of both.`,
        );
        return noScope;
      }
      return readOption(row, listIn(answer, "options"), `${place}.options`);
    },
    point(row) {
      const points = listIn(answer, "points");
      const own = `${place}.points.${points.length}`;
      row.place(own, "at");
      points.push([row.neededNumber("at", `${own}.0`), row.neededNumber("value", `${own}.1`)]);
      return noScope;
    },
  };
}

function readGuidance(row: SheetRow, owner: Thing, place: string): null {
  const guidance = recordIn(owner, "guidance");
  if (row.isNone()) return noScope;
  const level = row.anyText("level");
  put(guidance, level, row.needed("text", `${place}.guidance.${level}`, "what to do to reach the level"));
  return noScope;
}

function readLevel(row: SheetRow, level: Thing): Scope {
  const id = row.needed("id", "", "an id such as gold");
  const place = `levels.${id}`;
  row.place(place, "id");
  put(level, "id", id);
  put(level, "name", row.needed("name", `${place}.name`, "the level's name"));
  put(level, "descriptor", row.text("text", `${place}.descriptor`));
  return {
    ...requirementRows(() => listIn(level, "requires"), `${place}.requires`),
    programme(below) {
      const programme = listIn(level, "programme");
      if (!below.isNone()) {
        programme.push(
          below.needed("text", `${place}.programme.${programme.length}`, "what partners get at this level"),
        );
      }
      return noScope;
    },
    growth(below) {
      put(level, "growth", below.needed("text", `${place}.growth`, "the way to the next level"));
      return noScope;
    },
  };
}

function requirementRows(requires: () => unknown[], place: string): Scope {
  return {
    requirement(row) {
      const list = requires();
      const own = `${place}.${list.length}`;
      if (row.isNone()) row.place(place, "kind");
      else list.push(readRequirement(row, own));
      return noScope;
    },
    anyOf(row) {
      const list = requires();
      const own = `${place}.${list.length}`;
      row.place(own, "row");
      const routes: unknown[][] = [];
      list.push({ anyOf: routes });
      return {
        route(first) {
          const route: unknown[] = [];
          const before = `${own}.anyOf.${routes.length}`;
          routes.push(route);
          const addPart = (part: SheetRow): null => {
            route.push(readRequirement(part, `${before}.${route.length}`));
            return noScope;
          };
          addPart(first);
          return { also: addPart };
        },
      };
    },
  };
}

function readRequirement(row: SheetRow, place: string): Thing {
  row.place(place, "kind");
  const requirement: Thing = {};
  if (row.text("kind") === undefined)
    row.problem("kind", `is blank. Enter one of: ${Object.values(requirementWords).join(", ")}.`);
  const of = row.word("kind", requirementWords, `${place}.of`);
  put(requirement, "of", of);
  put(
    requirement,
    of === "criteria" ? "dimension" : "id",
    row.text("of", `${place}.${of === "criteria" ? "dimension" : "id"}`),
  );
  put(requirement, "level", row.text("level", `${place}.level`));
  put(requirement, "share", row.number("share", `${place}.share`));
  const bound = row.word("bound", boundWords, `${place}.bound`);
  if (bound === undefined) {
    if (row.text("bound") === undefined)
      row.problem("bound", `is blank. Enter one of: ${Object.values(boundWords).join(", ")}.`);
  } else if (bound === "is") {
    put(requirement, "is", row.list("options", `${place}.is`) ?? []);
  } else put(requirement, bound, row.neededNumber("value", `${place}.${bound}`));
  return requirement;
}

const attributeWords = { segment: "segment", region: "region", type: "type" } as const;

function readOverlay(row: SheetRow, overlay: Thing): Scope {
  const id = row.needed("id", "", "an id such as growth-market");
  const place = `overlays.${id}`;
  row.place(place, "id");
  const when: Thing = {};
  put(overlay, "id", id);
  put(overlay, "name", row.text("name", `${place}.name`));
  put(overlay, "when", when);
  const change =
    (kind: string, read: (below: SheetRow, thing: Thing, own: string) => Scope | null) => (below: SheetRow) => {
      const changes = recordIn(overlay, kind);
      if (below.isNone()) return noScope;
      const name = below.anyText("id");
      const own = `${place}.${kind}.${name}`;
      below.place(own, "id");
      const thing: Thing = {};
      put(changes, name, thing);
      return read(below, thing, own);
    };
  return {
    attribute(below) {
      const kind = below.word("kind", attributeWords);
      if (kind !== undefined) put(when, kind, below.list("text", `${place}.when.${kind}`) ?? []);
      return noScope;
    },
    dimensionChange: change("dimensions", (below, thing, own) => {
      put(thing, "weight", below.neededNumber("weight", `${own}.weight`));
      return noScope;
    }),
    criterionChange: change("criteria", readCriterionChange),
    levelChange: change("levels", (_below, thing, own) => {
      put(thing, "requires", []);
      return requirementRows(() => thing.requires as unknown[], `${own}.requires`);
    }),
  };
}

function readCriterionChange(row: SheetRow, change: Thing, place: string): Scope {
  const kind = row.word("kind", { omit: "left out", keep: "kept" }, `${place}.omit`);
  put(change, "omit", kind === undefined ? undefined : kind === "omit");
  put(change, "question", row.text("text", `${place}.question`));
  put(change, "weight", row.number("weight", `${place}.weight`));
  put(change, "effort", row.number("effort", `${place}.effort`));
  put(change, "help", row.text("help", `${place}.help`));
  return {
    answerChange(below) {
      const answer: Thing = {};
      put(change, "answer", answer);
      below.place(`${place}.answer`, "row");
      readAnswerFields(below, answer, `${place}.answer`);
      return answerRows(answer, `${place}.answer`);
    },
    guidance: (below) => readGuidance(below, change, place),
  };
}

function readTranslation(row: SheetRow, model: Thing): null {
  const language = row.needed("of", "", "the language, such as de");
  const texts = recordIn(recordIn(model, "translations"), language);
  if (row.isNone()) {
    row.place(`translations.${language}`, "of");
    return noScope;
  }
  const key = row.anyText("id");
  const place = `translations.${language}.${key}`;
  put(texts, key, row.needed("text", place, "the translation, or delete the row"));
  return noScope;
}

function readTest(row: SheetRow, test: Thing, place: string): Scope {
  row.place(place, "name");
  const answers: Thing = {};
  const expected: Thing = {};
  put(test, "name", row.needed("name", `${place}.name`, "whom or what it describes"));
  put(test, "answers", answers);
  put(test, "expect", expected);
  return {
    attribute(below) {
      const kind = below.word("kind", attributeWords);
      if (kind !== undefined) put(test, kind, below.needed("text", `${place}.${kind}`, `the ${kind}`));
      return noScope;
    },
    given(below) {
      const id = below.anyText("of");
      const own = `${place}.answers.${id}`;
      below.place(own, "of");
      put(answers, id, readGiven(below, own));
      return noScope;
    },
    expected: (below) => readExpected(below, expected, `${place}.expect`),
  };
}

const givenWords = { blank: "blank", number: "number", yesno: "yesno", text: "text", list: "list" } as const;

function readGiven(row: SheetRow, place: string): unknown {
  switch (row.word("kind", givenWords)) {
    case "number":
      return row.neededNumber("value", place);
    case "yesno":
      return row.yesNo("text", place) ?? false;
    case "list":
      return row.list("text", place) ?? [];
    case "text":
      return row.anyText("text", place);
    default:
      return null;
  }
}

const expectedWords = {
  index: "index",
  level: "level",
  overlay: "variant",
  dimension: "dimension",
  none: NONE,
} as const;

function readExpected(row: SheetRow, expected: Thing, place: string): null {
  const kind = row.word("kind", expectedWords);
  if (kind === undefined) {
    if (row.text("kind") === undefined) row.problem("kind", "is blank. Enter index, level, variant or dimension.");
    return noScope;
  }
  if (kind === "none") recordIn(expected, "dimensions");
  else if (kind === "dimension") {
    const id = row.anyText("of");
    put(recordIn(expected, "dimensions"), id, readExpectedNumber(row, `${place}.dimensions.${id}`));
  } else if (kind === "index") put(expected, kind, readExpectedNumber(row, `${place}.index`));
  else {
    const text = row.needed("text", `${place}.${kind}`, "an id, or – for none");
    put(expected, kind, text === NONE ? null : text);
  }
  return noScope;
}

function readExpectedNumber(row: SheetRow, place: string): number | null {
  if (row.text("text") !== NONE) return row.neededNumber("value", place);
  row.place(place, "text");
  return null;
}

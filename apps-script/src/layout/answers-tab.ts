/** Partners in rows, questions in columns side by side with those of the same dimension. */
import { levelColour, light } from "../../../models/appearance.ts";
import type { AnswerValue, Assessment } from "../../../models/contract.ts";
import { optionsOf, yesNoWords } from "../../../models/engine/answers.ts";
import { criterionHeader } from "../../../models/engine/grid/criterion-header.ts";
import type { Criterion, Model } from "../../../models/format.ts";
import { columnName } from "../cells.ts";
import { area, header, type LayoutCell, numberHeader, ROOM, type Rule, type TabDefinition, tab } from "./definition.ts";
import { ANSWERS_HEADER, ATTRIBUTES, columnHeaders, criterionKey } from "./keys.ts";

/** As a formula reads the tab, with the header row. @param lastColumn from 1. */
export const answersRange = (lastColumn: number): string => `Answers!A${ANSWERS_HEADER}:${columnName(lastColumn)}`;

const FIRST_ROW = ANSWERS_HEADER + 1;
/** Room behind the questions for columns that people may add: Owner, Language, E-mail. */
const OWN_COLUMNS = 3;

export function answersTab(model: Model, partners: readonly Assessment[]): TabDefinition {
  const groups = criteriaByDimension(model);
  const criteria = groups.flatMap((group) => group.criteria);
  const before = 1 + ATTRIBUTES.length;
  const columns = before + criteria.length;
  const rows = FIRST_ROW - 1 + Math.max(ROOM, partners.length);
  const below = (column: number, count = 1) => area(FIRST_ROW, column, rows - FIRST_ROW + 1, count);
  const place = new Map(criteria.map((criterion, count) => [criterion.id, before + 1 + count]));
  const dimensionRow: LayoutCell[] = Array.from({ length: before }, () => "");
  for (const { name, criteria: own } of groups) dimensionRow.push(name, ...own.slice(1).map(() => ""));
  return tab({
    name: "Answers",
    colour: light.accent,
    cells: [
      dimensionRow,
      [columnHeaders.partner, ...ATTRIBUTES.map((name) => columnHeaders[name]), ...criteria.map(criterionHeader)],
      ...partners.map((partner) => partnerRow(model, criteria, partner)),
    ],
    rows,
    columns,
    spareColumns: OWN_COLUMNS,
    frozenRows: ANSWERS_HEADER,
    frozenColumns: 1,
    widths: [
      200,
      ...ATTRIBUTES.map((name) => ATTRIBUTE_WIDTHS[name]),
      ...groups.flatMap((group) => widthsOf(model, group)),
    ],
    notes: criteria.map((criterion) => ({
      row: ANSWERS_HEADER,
      column: place.get(criterion.id) as number,
      text: noteOf(model, criterion),
    })),
    styles: [
      { area: area(1, 1, 1, columns), style: { bold: true, colour: light.quiet } },
      ...groups.map(({ criteria: own }, count) => ({
        area: area(1, place.get(own[0]?.id ?? "") as number, 1, own.length),
        style: { background: levelColour(count % 2, 9).background, colour: light.text, bold: true as const },
      })),
      {
        area: area(ANSWERS_HEADER, 1, 1, columns),
        style: header,
      },
      ...criteria.flatMap(({ id, answer: { kind } }) => {
        const column = place.get(id) as number;
        if (kind !== "number") return [];
        return [
          { area: area(ANSWERS_HEADER, column), style: numberHeader },
          { area: below(column), style: { align: "right" as const } },
        ];
      }),
    ],
    formats: [
      { area: below(1, before), pattern: "@" },
      // An option called 1-2 would become a day.
      ...criteria
        .filter(({ answer }) => answer.kind !== "number")
        .map(({ id }) => ({ area: below(place.get(id) as number), pattern: "@" })),
      ...criteria.filter(hasThousands).map(({ id }) => ({ area: below(place.get(id) as number), pattern: "#,##0" })),
    ],
    validations: criteria.flatMap((criterion) => {
      const column = place.get(criterion.id) as number;
      const rule = ruleOf(model, criterion, `${columnName(column)}${FIRST_ROW}`);
      return rule === null ? [] : [{ area: below(column), rule }];
    }),
    columnKeys: [
      { column: 1, key: "partner" },
      ...ATTRIBUTES.map((key, count) => ({ column: 2 + count, key })),
      ...criteria.map(({ id }, count) => ({ column: before + 1 + count, key: criterionKey(id) })),
    ],
  });
}

interface Group {
  name: string;
  criteria: Criterion[];
}

/** Dimensions in the model's order; the same for provisioning, sidebar and sheet. */
export function criteriaByDimension(model: Model): Group[] {
  const known = new Set(model.dimensions.map(({ id }) => id));
  const groups = model.dimensions.map(({ id, name }) => ({
    name,
    criteria: model.criteria.filter(({ dimension }) => dimension === id),
  }));
  const lost = model.criteria.filter(({ dimension }) => !known.has(dimension));
  return [...groups, { name: "", criteria: lost }].filter(({ criteria }) => criteria.length > 0);
}

function partnerRow(model: Model, criteria: readonly Criterion[], partner: Assessment): LayoutCell[] {
  return [
    partner.partner,
    ...ATTRIBUTES.map((name) => partner[name] ?? ""),
    ...criteria.map((criterion) => answerCell(model, criterion, partner.answers[criterion.id] ?? null)),
  ];
}

/** Options by their labels, as the drop-down shows them; what the model does not know stays as it is. */
export function answerCell(model: Model, criterion: Criterion, answer: AnswerValue): LayoutCell {
  if (answer === null) return "";
  const labels = labelsOf(model, criterion);
  if (Array.isArray(answer)) return answer.map((id) => labels.get(id) ?? id).join("; ");
  if (typeof answer === "boolean") return labels.get(answer ? "yes" : "no") ?? answer;
  return typeof answer === "string" ? (labels.get(answer) ?? answer) : answer;
}

function labelsOf(model: Model, criterion: Criterion): Map<string, string> {
  const { yes, no } = yesNoWords(model.language ?? "en");
  if (criterion.answer.kind === "yesno")
    return new Map([
      ["yes", yes],
      ["no", no],
    ]);
  return new Map(optionsOf(model, criterion.answer).map(({ id, label }) => [id, label]));
}

/** Pixels. */
const ATTRIBUTE_WIDTHS = { segment: 180, region: 130, type: 130 };
const NUMBER_WIDTH = 110;
const CHECKLIST_WIDTH = 420;
/** Of the cells' own letters, and of bold ones; beside the text stands the arrow of the list. */
const LETTER = 6.2;
const BOLD_LETTER = 7;
const ARROW = 34;

/** No option and no dimension is cut off. Several options of a checklist may be: wrapped, they made every row tall. */
function widthsOf(model: Model, { name, criteria }: Group): number[] {
  const widths = criteria.map((criterion) => {
    const { kind } = criterion.answer;
    if (kind === "checklist") return CHECKLIST_WIDTH;
    if (kind === "number") return NUMBER_WIDTH;
    const longest = Math.max(...[...labelsOf(model, criterion).values()].map((label) => label.length));
    return Math.max(NUMBER_WIDTH, Math.ceil(longest * LETTER + ARROW));
  });
  const missing = Math.ceil(name.length * BOLD_LETTER + 8) - widths.reduce((sum, width) => sum + width, 0);
  return widths.map((width, place) => (place === 0 && missing > 0 ? width + missing : width));
}

/** Numbers that the model expects to be large are read in groups of three digits; the others keep their decimals. */
const hasThousands = ({ answer }: Criterion): boolean =>
  answer.kind === "number" && answer.points.some(([at]) => Math.abs(at) >= 1_000);

function noteOf(model: Model, criterion: Criterion): string {
  const { answer, question, help } = criterion;
  const parts = [question];
  if (answer.kind === "checklist") {
    const labels = optionsOf(model, answer).map(({ label }) => `• ${label}`);
    parts.push(`Any of these, separated by “;”:\n${labels.join("\n")}`);
  }
  if (answer.kind === "number" && answer.unit !== undefined) parts.push(`In ${answer.unit}.`);
  if (help !== undefined) parts.push(help);
  return parts.join("\n\n");
}

/** Null for checklists: a cell holds several of their options, and a drop-down would offer one. */
function ruleOf(model: Model, criterion: Criterion, cell: string): Rule | null {
  const { answer } = criterion;
  if (answer.kind === "checklist") return null;
  if (answer.kind !== "number") {
    const values = [...labelsOf(model, criterion).values(), "N/A"];
    return { kind: "list", values, strict: true, help: "Choose an answer, or N/A where it does not apply." };
  }
  const limits = [
    ...(answer.min === undefined ? [] : [`${cell}>=${answer.min}`]),
    ...(answer.max === undefined ? [] : [`${cell}<=${answer.max}`]),
  ];
  const inRange = limits.length === 0 ? `ISNUMBER(${cell})` : `AND(ISNUMBER(${cell}),${limits.join(",")})`;
  return {
    kind: "formula",
    formula: `=OR(UPPER(TRIM(${cell}))="N/A",${inRange})`,
    strict: true,
    help: `Enter a number${rangeWords(answer.min, answer.max)}, or N/A where it does not apply.`,
  };
}

function rangeWords(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? "" : ` of at most ${max}`;
}

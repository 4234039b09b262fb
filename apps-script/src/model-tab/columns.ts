/** The columns and the kinds of rows of the Model tab. */

export interface ModelColumn {
  header: string;
  /** Numbers stand in columns of their own: in a column of text a spreadsheet keeps `007` as it is. */
  holds: "text" | "number";
  /** Pixels. */
  width: number;
  help: string;
}

export const modelColumns = {
  row: { header: "Row", holds: "text", width: 130, help: "What the row is. Rows belong to the row above them." },
  id: { header: "Id", holds: "text", width: 150, help: "Names the thing for ever. Keep it when you reword." },
  name: { header: "Name", holds: "text", width: 220, help: "Short; what people see." },
  text: { header: "Text", holds: "text", width: 380, help: "The question, the description or the advice." },
  of: { header: "Part of", holds: "text", width: 160, help: "The id of what it belongs to or asks for." },
  kind: { header: "Kind", holds: "text", width: 120, help: "Such as “choice”, “number” or “mean”." },
  weight: { header: "Weight", holds: "number", width: 70, help: "How much it counts beside the others." },
  bound: {
    header: "Asks for",
    holds: "text",
    width: 90,
    help: "“at least”, “more than”, “at most”, “less than” or “one of”.",
  },
  at: { header: "At", holds: "number", width: 80, help: "The measured value of a point." },
  value: { header: "Value", holds: "number", width: 80, help: "What it counts, 0 to 1; or the threshold." },
  least: { header: "Least", holds: "number", width: 80, help: "The smallest number that is accepted." },
  most: { header: "Most", holds: "number", width: 80, help: "The largest number that is accepted." },
  unit: { header: "Unit", holds: "text", width: 80, help: "Such as people, % or EUR." },
  steps: { header: "Steps", holds: "text", width: 70, help: "“yes” for steps in place of straight lines." },
  options: { header: "Options", holds: "text", width: 200, help: "The answer set, or the options asked for." },
  share: { header: "Share", holds: "number", width: 70, help: "How many of the practices, 0 to 1." },
  level: { header: "Level", holds: "text", width: 110, help: "The level a practice belongs to." },
  effort: { header: "Days", holds: "number", width: 70, help: "Person-days per step." },
  owner: { header: "Owner", holds: "text", width: 160, help: "Who looks after it." },
  stages: { header: "Stages", holds: "text", width: 160, help: "Stages of the partner's life, separated by “;”." },
  askedOf: { header: "Asked of", holds: "text", width: 90, help: "partner, vendor or both." },
  evidence: { header: "Evidence", holds: "text", width: 90, help: "none, optional or required." },
  required: { header: "Required", holds: "text", width: 80, help: "Whether a blank withholds the level: yes or no." },
  tags: { header: "Tags", holds: "text", width: 120, help: "Words to group by, separated by “;”." },
  help: { header: "Help", holds: "text", width: 420, help: "How to answer, and when N/A is right." },
  reads: {
    header: "Reads as",
    holds: "text",
    width: 320,
    help: "The requirement in words. It is written by Levelsheet and read by nobody but you.",
  },
} as const satisfies Record<string, ModelColumn>;
export type ColumnName = keyof typeof modelColumns;
export const columnNames = Object.keys(modelColumns) as ColumnName[];

/** The first words of the rows; the outline of the tab. */
export const rowKinds = {
  model: "Model",
  setting: "Setting",
  source: "Source",
  answerSet: "Answer set",
  option: "Option",
  point: "Point",
  dimension: "Dimension",
  criterion: "Criterion",
  guidance: "Advice",
  level: "Level",
  growth: "Way up",
  programme: "Programme",
  requirement: "Requirement",
  anyOf: "Any of",
  route: "Either",
  also: "and",
  overlay: "Variant",
  attribute: "For",
  dimensionChange: "Dimension change",
  criterionChange: "Criterion change",
  answerChange: "Answer change",
  levelChange: "Level change",
  translation: "Translation",
  test: "Test",
  given: "Answer",
  expected: "Expected",
} as const;
export type RowKind = keyof typeof rowKinds;

/** Rows that others belong to; they stand out in the tab. */
export const headRows: readonly RowKind[] = [
  "model",
  "answerSet",
  "dimension",
  "criterion",
  "level",
  "overlay",
  "test",
];

/** A list that is there and empty, as against one that is not there. */
export const NONE = "–";

export const boundWords = {
  min: "at least",
  above: "more than",
  max: "at most",
  below: "less than",
  is: "one of",
} as const;
export type Bound = keyof typeof boundWords;

export const requirementWords = {
  index: "index",
  dimension: "dimension",
  dimensions: "every dimension",
  criterion: "criterion",
  criteria: "every criterion",
  practices: "practices",
  percentile: "percentile",
} as const;

/** Single values of the model, by the words in the Name column. */
export const settings = [
  { words: "Language", path: ["language"], holds: "text" },
  { words: "Scale from", path: ["scale", "min"], holds: "number" },
  { words: "Scale to", path: ["scale", "max"], holds: "number" },
  { words: "Decimals", path: ["scale", "decimals"], holds: "number" },
  { words: "An unanswered question counts as", path: ["missing", "unanswered"], holds: "text" },
  { words: "N/A counts as", path: ["missing", "notApplicable"], holds: "text" },
  { words: "Share that must be answered", path: ["missing", "coverage"], holds: "number" },
  { words: "Ladder", path: ["ladder"], holds: "text" },
  { words: "Curve midpoint", path: ["curve", "midpoint"], holds: "number" },
  { words: "Curve steepness", path: ["curve", "steepness"], holds: "number" },
  { words: "Review every", path: ["review", "every"], holds: "text" },
  { words: "Promotion", path: ["review", "promotion"], holds: "text" },
  { words: "Demotion", path: ["review", "demotion"], holds: "text" },
  { words: "Schema", path: ["$schema"], holds: "text" },
  { words: "Missing answers", path: ["missing"], holds: "none" },
  { words: "Review", path: ["review"], holds: "none" },
  { words: "Answer sets", path: ["answerSets"], holds: "none" },
  { words: "Variants", path: ["overlays"], holds: "none" },
  { words: "Translations", path: ["translations"], holds: "none" },
  { words: "Tests", path: ["tests"], holds: "none" },
] as const;

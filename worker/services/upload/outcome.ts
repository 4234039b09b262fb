/** What became of an upload, row by row. */
import type { CellProblem, ModelReference } from "../../../models/contract.ts";
import type { Source } from "../period.ts";
import type { Encoding } from "./decode.ts";
import type { Decimal } from "./numbers.ts";
import type { Delimiter } from "./table.ts";

export interface UploadColumn {
  /** As it stands in the file. */
  header: string;
  /** `partner`, `name` …, `field:revenue`, or the id of a criterion; null where the column is not read. */
  means: string | null;
  /** What a column that is not read may mean. */
  proposed: string | null;
}

export interface UploadedRow {
  /** As a spreadsheet counts: the header is row 1. */
  row: number;
  /** Blank where the row names none. */
  partner: string;
  /** Whether it was stored, or would be. */
  saved: boolean;
  level: string | null;
  index: number | null;
}

export interface Upload {
  model: ModelReference;
  period: string;
  source: Source;
  checked: boolean;
  encoding: Encoding;
  delimiter: Delimiter;
  decimal: Decimal;
  columns: UploadColumn[];
  /** Not counting blank ones. */
  rows: number;
  /** Stored, or with `checked` what would be. */
  saved: number;
  skipped: number;
  /** One for each row, in the order of the file. */
  results: UploadedRow[];
  /** The first 20,000; `problemCount` counts them all. */
  problems: CellProblem[];
  problemCount: number;
}

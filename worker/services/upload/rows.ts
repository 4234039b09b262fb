/** The rows of an upload as assessments and partners, and what keeps a row from being one. */
import type { AnswerValue, CellProblem } from "../../../models/contract.ts";
import { REFUSED } from "../../../models/engine/answers.ts";
import { type CompiledModel, variantFor } from "../../../models/engine/compile.ts";
import type { PartnerWrite } from "../../db/partners.ts";
import type { ErrorEntry } from "../../errors.ts";
import { NAME_FAULT, readName } from "../names.ts";
import { readPartner } from "../save-partners.ts";
import type { ColumnPlan, PartnerColumn } from "./columns.ts";
import { type Decimal, readField, readNumber } from "./numbers.ts";

export interface UploadRow {
  /** As a spreadsheet counts: the header is row 1. */
  row: number;
  /** Blank where the row names none. */
  partner: string;
  answers: Record<string, AnswerValue>;
  segment?: string;
  region?: string;
  type?: string;
  /** Null where the file says nothing of the partner but its name. */
  write: PartnerWrite | null;
  /** Problems of the row. */
  faults: number;
  /** Whether the row could be stored without the cells that have a problem. */
  usable: boolean;
}

/** All are counted; a file in the wrong columns has more than anybody reads. */
export class UploadProblems {
  readonly listed: CellProblem[] = [];
  count = 0;

  add(problem: CellProblem): void {
    this.count++;
    if (this.listed.length < KEPT_PROBLEMS) this.listed.push(problem);
  }
}

const KEPT_PROBLEMS = 20_000;
const ATTRIBUTES = ["segment", "region", "type"] as const;

/** Of a whole file, in its order; a partner that comes again is no longer usable. */
export function readRows(
  compiled: CompiledModel,
  plan: ColumnPlan,
  rows: readonly (readonly string[])[],
  decimal: Decimal,
  problems: UploadProblems,
): UploadRow[] {
  const places = new Map<string, number>();
  const criteria = plan.criteria.map(({ position, column }) => ({
    id: compiled.model.criteria[position]?.id ?? "",
    position,
    column,
  }));
  const isDescribed = plan.fields.length > 0 || [...plan.partner.keys()].some((name) => name !== "partner");
  return rows.flatMap((cells, at): UploadRow[] => {
    if (cells.length === 0) return [];
    const row = at + 2;
    const cellAt = (column: number | undefined): string => (column === undefined ? "" : (cells[column] ?? "").trim());
    const identity = plan.partner.get("partner") ?? plan.partner.get("name");
    const partner = readName(cellAt(identity));
    const read: UploadRow = {
      row,
      partner: partner ?? "",
      answers: {},
      write: null,
      faults: 0,
      usable: partner !== null,
    };
    const report = (column: number | undefined, message: string): void => {
      read.faults++;
      problems.add({ row, column: (column ?? -1) + 1, message });
    };
    if (partner === null) {
      const text = cellAt(identity);
      report(identity, text === "" ? "The row names no partner." : `The partner ${NAME_FAULT}.`);
      return [read];
    }
    const first = places.get(partner);
    if (first !== undefined) {
      report(identity, `“${partner}” stands in row ${first} already. Only that row is read; keep one.`);
      read.usable = false;
      return [read];
    }
    places.set(partner, row);
    if (isDescribed) describePartner(read, plan, cellAt, decimal, report);
    const variant = variantFor(compiled, read);
    for (const { id, position, column } of criteria) {
      const cell = cellAt(column);
      const kind = variant.criteria[position]?.answer;
      if (cell === "" || kind === undefined) continue;
      const value = kind.kind === "number" ? (readNumber(cell, decimal, kind.unit) ?? cell) : cell;
      const { status, message } = kind.read(value);
      if (status === REFUSED) report(column, message);
      else read.answers[id] = value;
    }
    return [read];
  });
}

function describePartner(
  read: UploadRow,
  plan: ColumnPlan,
  cellAt: (column: number | undefined) => string,
  decimal: Decimal,
  report: (column: number | undefined, message: string) => void,
): void {
  const item: Record<string, unknown> = { id: read.partner };
  for (const [name, column] of plan.partner) {
    const cell = cellAt(column);
    // A blank cell of an export says that the export does not know.
    if (cell === "" || name === "partner") continue;
    if (name === "tags") item.tags = cell.split(/[;,]/).flatMap((tag) => tag.trim() || []);
    else item[name] = cell;
  }
  const fields = plan.fields.flatMap(({ name, column }) => {
    const cell = cellAt(column);
    return cell === "" ? [] : [[name, readField(cell, decimal)] as const];
  });
  if (fields.length > 0) item.fields = Object.fromEntries(fields);
  const errors: ErrorEntry[] = [];
  read.write = readPartner(item, "row", errors);
  for (const { location, message } of errors) {
    const name = location.split(".")[1];
    const column = name === "fields" ? plan.fields[0]?.column : plan.partner.get(name as PartnerColumn);
    report(column, `The cell ${message}.`);
  }
  for (const attribute of ATTRIBUTES) {
    const value = read.write?.[attribute];
    if (typeof value === "string") read[attribute] = value;
  }
}

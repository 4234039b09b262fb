/** What a command finds wrong, as a note on the cell that it is about. */
import { WARNING_SIGN } from "../../../models/appearance.ts";
import type { Sheet } from "../platform.ts";

/** What our part of a note begins with; what stands before it is the reader's own. */
const MARK = `${WARNING_SIGN} Levelsheet: `;

export interface FoundInCell {
  row: number;
  column: number;
  message: string;
}

/** Takes away what the last check noted, and leaves the reader's own notes. */
export function writeNotes(sheet: Sheet, found: readonly FoundInCell[]): void {
  const range = sheet.getDataRange();
  const before = range.getNotes();
  const after = before.map((row) => row.map(ownNote));
  for (const { row, column, message } of found) {
    const notes = after[row - 1];
    if (notes === undefined) continue;
    const present = notes[column - 1] ?? "";
    notes[column - 1] = present === "" ? MARK + message : `${present}\n\n${MARK}${message}`;
  }
  if (JSON.stringify(before) !== JSON.stringify(after)) range.setNotes(after);
}

function ownNote(note: string): string {
  const ours = note.indexOf(MARK);
  return ours < 0 ? note : note.slice(0, ours).trimEnd();
}

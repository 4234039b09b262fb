/** Protected ranges, kept and listed; the page asks before somebody changes one. */

import type { Area } from "./a1.ts";
import { asGoogle } from "./as-google.ts";
import type { Book, ProtectionRecord } from "./book.ts";

type GoogleProtection = GoogleAppsScript.Spreadsheet.Protection;

export class Protection
  implements Pick<GoogleProtection, "setDescription" | "getDescription" | "setWarningOnly" | "isWarningOnly" | "remove">
{
  readonly #book: Book;
  readonly #record: ProtectionRecord;

  constructor(book: Book, record: ProtectionRecord) {
    this.#book = book;
    this.#record = record;
  }

  setDescription(description: string): GoogleProtection {
    this.#record.description = description;
    return asGoogle(this);
  }

  getDescription = () => this.#record.description;

  setWarningOnly(warningOnly: boolean): GoogleProtection {
    this.#record.warningOnly = warningOnly;
    return asGoogle(this);
  }

  isWarningOnly = () => this.#record.warningOnly;

  remove(): void {
    const { annex } = this.#book;
    annex.protections = annex.protections.filter((one) => one !== this.#record);
  }
}

export function protect(book: Book, sheet: string, area: Area | null): Protection {
  const record = { id: String(book.annex.nextId++), sheet, area, description: "", warningOnly: false };
  book.annex.protections.push(record);
  return new Protection(book, record);
}

export function protectionsOf(book: Book, sheet: string, ofRanges: boolean): Protection[] {
  return book.annex.protections
    .filter((one) => one.sheet === sheet && (one.area !== null) === ofRanges)
    .map((one) => new Protection(book, one));
}

/** Developer metadata: notes of the script on the workbook, on tabs and on whole columns. */
import type { FWorksheet } from "@univerjs/sheets/facade";
import type { Area } from "./a1.ts";
import { asGoogle, GoogleFailure } from "./as-google.ts";
import type { Book, MetadataRecord } from "./book.ts";
import { Range } from "./range.ts";

type GoogleMetadata = GoogleAppsScript.Spreadsheet.DeveloperMetadata;
type Visibility = GoogleAppsScript.Spreadsheet.DeveloperMetadataVisibility;

/** Where Univer keeps a column's own data: it moves with the column. */
const FIELD = "metadata";
const LONGEST = 30_000;

export interface MetadataPlace {
  add(key: string, more: readonly unknown[]): void;
  list(): Metadata[];
}

interface Stored {
  read(): MetadataRecord[];
  keep(records: MetadataRecord[]): void;
  location(): Location;
}

/** @returns null where Google takes no metadata: it knows whole columns only. */
export function metadataPlace(book: Book, tab: FWorksheet, area: Area): MetadataPlace | null {
  const whole = area.startRow === 0 && area.endRow >= tab.getMaxRows() - 1;
  if (!whole || area.startColumn !== area.endColumn) return null;
  return placeOf(book, columnOf(book, tab, area.startColumn));
}

export function metadataOfSheet(book: Book, tab: FWorksheet): MetadataPlace {
  const { sheets } = book.annex.metadata;
  const id = tab.getSheetId();
  return placeOf(book, {
    read: () => sheets[id] ?? [],
    keep: (records) => {
      sheets[id] = records;
    },
    location: () => new Location(null),
  });
}

export function metadataOfBook(book: Book): MetadataPlace {
  const { metadata } = book.annex;
  return placeOf(book, {
    read: () => metadata.workbook,
    keep: (records) => {
      metadata.workbook = records;
    },
    location: () => new Location(null),
  });
}

/** Everything on a tab and its columns. */
export function metadataUnder(book: Book, tab: FWorksheet): Metadata[] {
  const columns = Array.from({ length: tab.getMaxColumns() }, (_, column) =>
    placeOf(book, columnOf(book, tab, column)).list(),
  );
  return [...metadataOfSheet(book, tab).list(), ...columns.flat()];
}

function columnOf(book: Book, tab: FWorksheet, column: number): Stored {
  return {
    read: () => (tab.getColumnCustomMetadata(column)?.[FIELD] as MetadataRecord[] | undefined) ?? [],
    keep: (records) => {
      // A column without a width of its own has no data yet, and Univer then keeps nothing.
      tab.getSheet().getColumnManager().getColumnOrCreate(column);
      tab.setColumnCustomMetadata(column, { ...tab.getColumnCustomMetadata(column), [FIELD]: records });
    },
    location: () => {
      const area = { startRow: 0, endRow: tab.getMaxRows() - 1, startColumn: column, endColumn: column };
      return new Location(new Range(book, tab, area));
    },
  };
}

function placeOf(book: Book, stored: Stored): MetadataPlace {
  return {
    add(key, more) {
      const value = typeof more[0] === "string" ? more[0] : "";
      const visibility = String(more.find((given) => given === "PROJECT") ?? "DOCUMENT");
      if (key.length + value.length > LONGEST) throw new GoogleFailure("Developer metadata is too large.");
      stored.keep([...stored.read(), { id: book.annex.nextId++, key, value, visibility }]);
    },
    list: () => stored.read().map((record) => new Metadata(record, stored)),
  };
}

class Location implements Pick<GoogleAppsScript.Spreadsheet.DeveloperMetadataLocation, "getColumn"> {
  readonly #column: Range | null;

  constructor(column: Range | null) {
    this.#column = column;
  }

  getColumn(): GoogleAppsScript.Spreadsheet.Range | null {
    return asGoogle(this.#column);
  }
}

export class Metadata
  implements
    Pick<GoogleMetadata, "getId" | "getKey" | "getValue" | "getLocation" | "getVisibility" | "setValue" | "remove">
{
  readonly #record: MetadataRecord;
  readonly #stored: Stored;

  constructor(record: MetadataRecord, stored: Stored) {
    this.#record = record;
    this.#stored = stored;
  }

  getId = () => this.#record.id;
  getKey = () => this.#record.key;
  getValue = () => this.#record.value;
  getVisibility = () => asGoogle<Visibility>(this.#record.visibility);

  getLocation(): GoogleAppsScript.Spreadsheet.DeveloperMetadataLocation {
    return asGoogle(this.#stored.location());
  }

  setValue(value: string): GoogleMetadata {
    this.#record.value = value;
    this.#stored.keep(this.#stored.read().map((one) => (one.id === this.#record.id ? { ...one, value } : one)));
    return asGoogle(this);
  }

  remove(): void {
    this.#stored.keep(this.#stored.read().filter(({ id }) => id !== this.#record.id));
  }
}

type Finder = GoogleAppsScript.Spreadsheet.DeveloperMetadataFinder;

export class MetadataFinder implements Pick<Finder, "withKey" | "withValue" | "withId" | "find"> {
  readonly #list: () => Metadata[];
  readonly #wanted: ((one: Metadata) => boolean)[] = [];

  constructor(list: () => Metadata[]) {
    this.#list = list;
  }

  withKey(key: string): Finder {
    this.#wanted.push((one) => one.getKey() === key);
    return asGoogle(this);
  }

  withValue(value: string): Finder {
    this.#wanted.push((one) => one.getValue() === value);
    return asGoogle(this);
  }

  withId(id: number): Finder {
    this.#wanted.push((one) => one.getId() === id);
    return asGoogle(this);
  }

  find(): GoogleMetadata[] {
    return this.#list()
      .filter((one) => this.#wanted.every((fits) => fits(one)))
      .map((one) => asGoogle<GoogleMetadata>(one));
  }
}

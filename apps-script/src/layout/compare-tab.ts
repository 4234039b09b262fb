/** The Compare tab: where partners stood in one period, and where in another. */
import { levelColour, light } from "../../../models/appearance.ts";
import type { Model } from "../../../models/format.ts";
import { area, header, levelCell, numberHeader, ROOM, type TabDefinition, tab } from "./definition.ts";
import { levelFormats, scorePattern } from "./formats.ts";
import { columnHeaders, dimensionKey } from "./keys.ts";

export interface CompareColumn {
  key: string;
  header: string;
  width: number;
  kind: "text" | "level" | "score" | "change";
}

/** How a header of ours begins that names a period: it is written anew with each comparison. */
export const NAMES_PERIOD = /^(Level|Index) [12]\d{3}/;

export function compareColumns(model: Model, earlier: string, later: string): CompareColumn[] {
  return [
    { key: "partner", header: columnHeaders.partner, width: 200, kind: "text" },
    { key: "move", header: columnHeaders.move, width: 80, kind: "text" },
    { key: "levelBefore", header: `Level ${earlier}`, width: 130, kind: "level" },
    { key: "levelAfter", header: `Level ${later}`, width: 130, kind: "level" },
    { key: "indexBefore", header: `Index ${earlier}`, width: 110, kind: "score" },
    { key: "indexAfter", header: `Index ${later}`, width: 110, kind: "score" },
    { key: "change", header: columnHeaders.change, width: 80, kind: "change" },
    ...model.dimensions.map(
      ({ id, name }): CompareColumn => ({
        key: dimensionKey(id),
        header: name,
        width: 100,
        kind: "change",
      }),
    ),
  ];
}

export function compareTab(model: Model, earlier: string, later: string): TabDefinition {
  const columns = compareColumns(model, earlier, later);
  const points = scorePattern(model);
  const patterns = { text: "@", level: "@", score: points, change: `+${points};-${points};${points}` };
  const below = (place: number) => area(2, place + 1, ROOM);
  return tab({
    name: "Compare",
    colour: levelColour(6, 9).background,
    cells: [columns.map((column) => column.header)],
    rows: ROOM + 1,
    frozenRows: 1,
    frozenColumns: 1,
    widths: columns.map(({ width }) => width),
    styles: [
      { area: area(1, 1, 1, columns.length), style: header },
      ...columns.flatMap(({ kind }, place) =>
        kind === "level" ? [{ area: area(1, place + 1, ROOM + 1), style: levelCell }] : [],
      ),
      ...columns.flatMap(({ kind }, place) =>
        kind === "score" || kind === "change"
          ? [
              { area: area(1, place + 1), style: numberHeader },
              { area: below(place), style: { align: "right" as const } },
            ]
          : [],
      ),
    ],
    formats: columns.map(({ kind }, place) => ({ area: below(place), pattern: patterns[kind] })),
    notes: [
      { row: 1, column: 2, text: "up and down are about the level; new and gone about who is in the period." },
      { row: 1, column: 8, text: "From here on: how far the score of each dimension went up or down." },
    ],
    conditional: [
      ...columns.flatMap(({ kind }, place) =>
        kind === "level" ? levelFormats(model).map((format) => ({ area: below(place), format })) : [],
      ),
      // The word says it; the colour makes it easy to find.
      {
        area: below(1),
        format: { kind: "text", text: "down", colour: light.warning, bold: true },
      },
    ],
    protections: [{ area: area(1, 1, 1, columns.length), description: "Compare periods writes below these headers." }],
    columnKeys: columns.map(({ key }, place) => ({ column: place + 1, key })),
  });
}

/** The Mail texts tab: what mails to partners say, in each language; people change it there and add languages. */
import { light } from "../../../models/appearance.ts";
import { area, header, type TabDefinition, tab } from "./definition.ts";
import { type ColumnKey, columnHeaders, pageWords } from "./keys.ts";

export interface MailText {
  page: string;
  language: string;
  subject: string;
  mail: string;
}

const KEYS = ["page", "language", "subject", "mail"] as const satisfies readonly ColumnKey[];
/** Room for languages of one's own. */
const ROWS = 40;

/** @param placeholders what stands in braces and is filled in, with what it is. */
export function mailTextsTab(
  texts: readonly MailText[],
  placeholders: Readonly<Record<string, string>>,
): TabDefinition {
  const meanings = Object.entries(placeholders).map(([name, meaning]) => `{${name}}: ${meaning}`);
  return tab({
    name: "Mail texts",
    colour: light.quiet,
    cells: [KEYS.map((key) => columnHeaders[key]), ...texts.map((text) => KEYS.map((key) => text[key]))],
    rows: ROWS,
    widths: [130, 90, 360, 640],
    frozenRows: 1,
    styles: [
      { area: area(1, 1, 1, KEYS.length), style: header },
      { area: area(2, 3, ROWS - 1, 2), style: { wrap: true } },
    ],
    formats: KEYS.map((_, place) => ({ area: area(2, place + 1, ROWS - 1), pattern: "@" })),
    notes: [
      { row: 1, column: 2, text: "A code such as de or pt-BR. Add a row for a language that is not here." },
      { row: 1, column: 4, text: ["Filled in for each partner:", ...meanings].join("\n") },
    ],
    validations: [
      {
        area: area(2, 1, ROWS - 1),
        rule: {
          kind: "list",
          values: Object.values(pageWords),
          strict: true,
          help: "Choose which page the mail is for.",
        },
      },
    ],
    columnKeys: KEYS.map((key, place) => ({ column: place + 1, key })),
  });
}

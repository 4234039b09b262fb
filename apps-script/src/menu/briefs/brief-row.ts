/** A row of the Briefs tab against the brief that the service writes: what is taken, and what is somebody's own by now. */
import { type BriefSectionId, briefColumns, briefSections } from "../../layout/briefs-tab.ts";
import { briefStates, type ColumnKey } from "../../layout/keys.ts";

/** As the service sends it; a section that has nothing to say is not there. */
export interface Brief {
  partner: string;
  language: string;
  subject: string;
  sections: readonly { id: BriefSectionId; heading: string; text: string }[];
  text: string;
}

export type BriefKey = Extract<ColumnKey, `brief${string}`>;
/** Texts by column. */
export type BriefCells = Partial<Record<BriefKey, string>>;

const PARTS = ["briefSubject", ...Object.values(briefColumns)] as const satisfies readonly BriefKey[];

/** Spreadsheets end lines in their own way. */
const same = (text: string): string => text.replace(/\r\n?/g, "\n").trim();
const partsOf = (cells: BriefCells): string => PARTS.map((key) => same(cells[key] ?? "")).join("\u0000");

/** What a row remembers of what was written into it: a digest of its parts, and one of the whole text. */
function memoryOf(parts: string, text: string, digest: (text: string) => string): string {
  return `${digest(parts).slice(0, 16)} ${digest(same(text)).slice(0, 16)}`;
}

/**
 * What to write into a row.
 *
 * @param present what the row holds.
 * @param brief null where nothing is saved of the partner.
 * @param digest hex digits of a SHA-256.
 */
export function briefRow(present: BriefCells, brief: Brief | null, digest: (text: string) => string): BriefCells {
  const hasText = [...PARTS, "briefText" as const].some((key) => same(present[key] ?? "") !== "");
  const [parts, text] = (present.briefMemory ?? "").split(" ");
  const isEdited = hasText && digest(partsOf(present)).slice(0, 16) !== parts;
  const isTextEdited = hasText && digest(same(present.briefText ?? "")).slice(0, 16) !== text;
  if (brief === null) return hasText ? {} : { briefState: briefStates.missing };
  if (isTextEdited) return { briefState: briefStates.edited };
  if (isEdited) {
    const joined = joinedText(present, brief);
    // The parts stay known as edited: their digest is that of what was written once.
    const remembered = `${parts ?? ""} ${digest(same(joined)).slice(0, 16)}`;
    return { briefState: briefStates.joined, briefText: joined, briefMemory: remembered };
  }
  const written: BriefCells = { briefSubject: brief.subject, briefText: brief.text };
  for (const id of briefSections) written[briefColumns[id]] = brief.sections.find((own) => own.id === id)?.text ?? "";
  return {
    ...written,
    briefState: briefStates.written,
    briefLanguage: brief.language,
    briefMemory: memoryOf(partsOf(written), brief.text, digest),
  };
}

/** The sections as they stand in the row, under the service's headings; the opening has none. */
function joinedText(present: BriefCells, { sections }: Brief): string {
  return briefSections
    .flatMap((id) => {
      const text = same(present[briefColumns[id]] ?? "");
      const heading = sections.find((own) => own.id === id)?.heading;
      if (text === "") return [];
      return [id === "opening" || heading === undefined ? text : `${heading}\n${text}`];
    })
    .join("\n\n");
}

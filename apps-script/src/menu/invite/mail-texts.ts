/** The texts of the Mail texts tab, and which of them a partner gets. */
import { cellName } from "../../cells.ts";
import { type Page, pageWords } from "../../layout/keys.ts";
import { type MailText, mailTextsTab } from "../../layout/mail-texts-tab.ts";
import type { MenuPlatform } from "../../platform.ts";
import { type FoundInCell, writeNotes } from "../cell-notes.ts";
import { openTab } from "../open-tab.ts";
import { mailLanguages, placeholders } from "./mail-words.ts";
import { type Template, unknownPlaceholders, unknownWords } from "./write-mail.ts";

export interface MailTemplates {
  subject: Template;
  mail: Template;
}

export interface MailTexts {
  /** That of the language, `pt` for `pt-BR`, else English. */
  of(page: Page, language: string): MailTemplates;
}

const pages = Object.keys(pageWords) as Page[];

/** What the tab holds at first, and what counts where somebody deleted a row of it. */
export const usualTexts: readonly MailText[] = pages.flatMap((page) =>
  mailLanguages.map(({ code, mails }) => ({
    page: pageWords[page],
    language: code,
    subject: mails[page].subject,
    mail: mails[page].text,
  })),
);

/** The tab is made where there is none; a placeholder that is not known is noted in its cell. */
export function readMailTexts(platform: MenuPlatform): MailTexts {
  const { sheet, columns, values } = openTab(mailTextsTab(usualTexts, placeholders), platform);
  const templates = new Map<string, MailTemplates>();
  const found: FoundInCell[] = [];
  const add = (page: Page, language: string, own: MailTemplates): void => {
    const key = keyOf(page, language);
    if (!templates.has(key)) templates.set(key, own);
  };
  values.slice(1).forEach((row, at) => {
    const cell = (key: "page" | "language" | "subject" | "mail") => {
      const column = columns.get(key) ?? 0;
      return { text: String(row[column - 1] ?? ""), row: at + 2, column };
    };
    const page = pageOf(cell("page").text);
    const [subject, mail] = [cell("subject"), cell("mail")];
    if (page === null || subject.text.trim() === "" || mail.text.trim() === "") return;
    for (const { text, row: line, column } of [subject, mail]) {
      const unknown = unknownPlaceholders(text, page);
      if (unknown.length > 0) found.push({ row: line, column, message: unknownWords(unknown, page) });
    }
    const templateOf = ({ text, row: line, column }: typeof subject): Template => ({
      text,
      place: `${sheet.getName()}!${cellName(line, column)}`,
    });
    add(page, cell("language").text, { subject: templateOf(subject), mail: templateOf(mail) });
  });
  if (sheet.getLastRow() > 0) writeNotes(sheet, found);
  for (const { page, language, subject, mail } of usualTexts) {
    const templateOf = (text: string): Template => ({ text, place: sheet.getName() });
    add(pageOf(page) as Page, language, { subject: templateOf(subject), mail: templateOf(mail) });
  }
  return {
    of: (page, language) =>
      templates.get(keyOf(page, language)) ??
      templates.get(keyOf(page, language.slice(0, 2))) ??
      (templates.get(keyOf(page, "en")) as MailTemplates),
  };
}

const keyOf = (page: Page, language: string): string => `${page} ${language.trim().toLowerCase()}`;

export function pageOf(text: string): Page | null {
  return pages.find((page) => [page, pageWords[page].toLowerCase()].includes(text.trim().toLowerCase())) ?? null;
}

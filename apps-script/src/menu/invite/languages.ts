/** Languages as people write them into a cell. */
import { mailLanguages } from "./mail-words.ts";

/** By what they are called in English and by their own speakers. */
const NAMES: Readonly<Record<string, string>> = {
  english: "en",
  german: "de",
  deutsch: "de",
  french: "fr",
  français: "fr",
  francais: "fr",
  spanish: "es",
  español: "es",
  espanol: "es",
};

/** @returns such as `de` or `pt-BR`; null for what is no language. */
export function readLanguage(text: string): string | null {
  const named = NAMES[text.trim().toLowerCase()];
  const code = named ?? text.trim().replace(/_/g, "-");
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(code) ? code : null;
}

/** What to enter. */
export const LANGUAGE_EXAMPLES = mailLanguages.map(({ code }) => code).join(", ");

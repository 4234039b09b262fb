/** The mail of one invitation, from the texts of the Mail texts tab. */
import type { Model } from "../../../../models/format.ts";
import type { ServiceLine } from "../service-line.ts";
import type { MailTexts } from "./mail-texts.ts";
import { fillIn, isFault, type MailFacts, mailLink } from "./write-mail.ts";

/** Who asks: the workspace's name. */
export function vendorName(line: ServiceLine): string {
  const { caller } = line.ask<{ caller?: { workspace: string } | null }>({ method: "get", path: "/v1/models" });
  return caller?.workspace ?? "";
}

/** Either may say what is wrong with its text in place of it. */
export function mailFor(
  facts: Omit<MailFacts, "model"> & { model: Model },
  texts: MailTexts,
): { subject: string; mail: string } {
  const { model, language } = facts;
  const named = { ...facts, model: nameIn(model, language) };
  const templates = texts.of(facts.page, language);
  return { subject: fillIn(templates.subject, named), mail: fillIn(templates.mail, named) };
}

function nameIn({ name, translations }: Model, language: string): string {
  return translations?.[language]?.name ?? translations?.[language.slice(0, 2)]?.name ?? name;
}

/** For the cell that opens the mail; blank where there is none to open. */
export function draftFor(address: string, subject: string, mail: string): string {
  return mail === "" || isFault(subject) || isFault(mail) ? "" : mailLink(address, subject, mail);
}

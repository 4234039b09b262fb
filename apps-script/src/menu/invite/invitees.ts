/** Partners as they are invited: with their language, address, and how much they are asked. */
import { overlayMatches } from "../../../../models/engine/overlay.ts";
import type { Model } from "../../../../models/format.ts";
import { readCell } from "../../cells.ts";
import { readSetting } from "../../connection.ts";
import { ATTRIBUTES, columnHeaders } from "../../layout/keys.ts";
import type { Spreadsheet } from "../../platform.ts";
import { openAnswers } from "../read-answers.ts";
import type { PartnerDetails } from "../save/partner-details.ts";
import { partnerId } from "../stored.ts";
import { LANGUAGE_EXAMPLES, readLanguage } from "./languages.ts";

export interface Invitee {
  partner: string;
  /** Of the partner's own cell, else of the Settings tab, else of the model. */
  language: string;
  /** Blank where the tab has none. */
  mailAddress: string;
  /** Segment, region and type, blank where the tab has none. */
  details: PartnerDetails;
  /** Questions the model asks partners of its segment, region and type. */
  questions: number;
  /** What keeps it from being invited, and what to do; null where nothing does. */
  fault: string | null;
}

const LONGEST_NAME = 200;

/** By partner, in the order of the Answers tab; of several rows with one name the first counts. @throws Trouble. */
export function readInvitees(spreadsheet: Spreadsheet, model: Model): Map<string, Invitee> {
  const { values, first, found, columns } = openAnswers(spreadsheet, model);
  const usual = readLanguage(readSetting(spreadsheet, "language")) ?? model.language ?? "en";
  const invitees = new Map<string, Invitee>();
  for (const row of values.slice(first)) {
    const cell = (column: number | undefined): string =>
      column === undefined ? "" : String(readCell(row[column - 1]) ?? "").trim();
    const partner = partnerId(cell(columns.get("partner")));
    if (partner === "" || invitees.has(partner)) continue;
    const written = cell(found.get("language"));
    const language = written === "" ? usual : readLanguage(written);
    const details: PartnerDetails = {};
    for (const name of ATTRIBUTES) details[name] = cell(columns.get(name));
    invitees.set(partner, {
      partner,
      language: language ?? usual,
      mailAddress: cell(found.get("mailAddress")),
      details,
      questions: questionsFor(model, details),
      fault: faultOf(partner, language === null ? written : null),
    });
  }
  return invitees;
}

function faultOf(partner: string, notLanguage: string | null): string | null {
  if (partner.length > LONGEST_NAME || /[\u0000-\u001f\u007f-\u009f]/.test(partner)) {
    return `a partner's name has at most ${LONGEST_NAME} characters and no line breaks`;
  }
  if (notLanguage === null) return null;
  return `“${notLanguage.slice(0, 40)}” is no language. Enter a code such as ${LANGUAGE_EXAMPLES} under ${columnHeaders.language}`;
}

function questionsFor(model: Model, { segment = "", region = "", type = "" }: PartnerDetails): number {
  // Blank is no value: it matches nothing that an overlay names.
  const attributes = { segment: segment || undefined, region: region || undefined, type: type || undefined };
  const overlay = model.overlays?.find((own) => overlayMatches(own, attributes));
  return model.criteria.filter(({ id, askedOf }) => askedOf !== "vendor" && overlay?.criteria?.[id]?.omit !== true)
    .length;
}

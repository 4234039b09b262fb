/** Brings the Invitations tab up to date: how far each partner has come, and texts that were cleared or could not be filled in. */
import type { Model } from "../../../../models/format.ts";
import { plainText } from "../../cells.ts";
import { type InvitationState, stateWords } from "../../layout/keys.ts";
import type { MenuPlatform } from "../../platform.ts";
import { modelInTab } from "../model-in-tab.ts";
import { counted } from "../say.ts";
import { openLine, type ServiceLine } from "../service-line.ts";
import { withLock } from "../with-lock.ts";
import { type Invitation, InvitationSheet, type ListedLink, listedLinks, stateOf } from "./invitations.ts";
import { type Invitee, readInvitees } from "./invitees.ts";
import { draftFor, mailFor, vendorName } from "./mail-for.ts";
import { type MailTexts, readMailTexts } from "./mail-texts.ts";
import { isFault } from "./write-mail.ts";

/** @returns what to tell. @throws Trouble. */
export function updateInvitations(platform: MenuPlatform): string {
  return withLock(platform, () => bringUpToDate(openLine(platform), platform));
}

/** For a command that holds the lock already. */
export function bringUpToDate(line: ServiceLine, platform: MenuPlatform): string {
  const model = modelInTab(platform.spreadsheet());
  const sheet = new InvitationSheet(platform);
  const rows = sheet.invitations.filter(({ linkId }) => linkId !== "");
  if (rows.length === 0) return "Nobody is invited yet. Choose Invite partners first.";
  const links = new Map(listedLinks(line).map((link) => [link.id, link]));
  const now = new Date(platform.clock.now()).toISOString();
  const counts = new Map<InvitationState, number>();
  for (const row of rows) {
    const link = links.get(row.linkId);
    const state = link === undefined ? "erased" : stateOf(link, now);
    counts.set(state, (counts.get(state) ?? 0) + 1);
    writeState(row, state, link, sheet, platform);
  }
  writeMails(rows, links, { model, line, sheet, platform });
  sheet.writer.flush();
  platform.flush();
  return summary(rows.length, counts);
}

function writeState(
  { row }: Invitation,
  state: InvitationState,
  link: ListedLink | undefined,
  { writer }: InvitationSheet,
  platform: MenuPlatform,
): void {
  writer.set(row, "state", stateWords[state]);
  if (link === undefined) return;
  const dayOf = (time: string | null): string => (time === null ? "" : localDay(time, platform));
  writer.set(row, "openedOn", dayOf(link.openedAt));
  writer.set(row, "doneOn", dayOf(link.submittedAt));
  if (link.asked > 0) writer.set(row, "answered", `${link.answered} of ${link.asked}`);
}

/** @param time ISO 8601. @returns the day where the spreadsheet is. */
const localDay = (time: string, platform: MenuPlatform): string =>
  platform.day(Date.parse(time), platform.spreadsheet().getSpreadsheetTimeZone());

interface Desk {
  model: Model;
  line: ServiceLine;
  sheet: InvitationSheet;
  platform: MenuPlatform;
}

/** A text stays as it is, since somebody may have changed it; the link that opens it is made anew. */
function writeMails(rows: readonly Invitation[], links: ReadonlyMap<string, ListedLink>, desk: Desk): void {
  const { model, line, sheet, platform } = desk;
  const invitees = readInvitees(platform.spreadsheet(), model);
  let texts: MailTexts | null = null;
  let vendor = "";
  for (const row of rows) {
    const link = links.get(row.linkId);
    const invitee = invitees.get(row.partner);
    let { subject, mail } = row;
    const isLacking = [subject, mail].some((text) => text === "" || isFault(text));
    if (isLacking && link !== undefined && row.page !== null && row.link !== "" && row.modelId === model.id) {
      if (texts === null) {
        texts = readMailTexts(platform);
        vendor = vendorName(line);
      }
      const anew = mailFor(
        {
          page: row.page,
          language: row.language === "" ? (invitee?.language ?? "en") : row.language,
          partner: row.partner,
          vendor,
          model,
          period: row.period,
          questions: questionsOf(link, invitee, model),
          link: row.link,
          until: localDay(link.expiresAt, platform),
        },
        texts,
      );
      if (subject === "" || isFault(subject)) subject = anew.subject;
      if (mail === "" || isFault(mail)) mail = anew.mail;
      sheet.writer.set(row.row, "subject", plainText(subject));
      sheet.writer.set(row.row, "mail", plainText(mail));
    }
    const isUseless = link === undefined || link.revokedAt !== null;
    sheet.writer.set(row.row, "draft", isUseless ? "" : draftFor(invitee?.mailAddress ?? "", subject, mail));
  }
}

/** A partner may have left the Answers tab. */
function questionsOf({ asked }: ListedLink, invitee: Invitee | undefined, { criteria }: Model): number {
  return asked > 0 ? asked : (invitee?.questions ?? criteria.filter(({ askedOf }) => askedOf !== "vendor").length);
}

function summary(total: number, counts: ReadonlyMap<InvitationState, number>): string {
  const parts = (Object.keys(stateWords) as InvitationState[]).flatMap((state) => {
    const count = counts.get(state) ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString("en")} ${stateWords[state].toLowerCase()}`];
  });
  const erased = counts.get("erased") ?? 0;
  return [
    `${counted(total, "link", "links")}: ${parts.join(", ")}.`,
    ...(erased > 0
      ? [
          "Of what is erased the service has nothing any more; delete those rows if you need not keep them. If you erased nobody, look whether this workbook is connected to the right workspace.",
        ]
      : []),
  ].join(" ");
}

/** Makes links in bulk, and writes each portion into the Invitations tab before the next one is asked for. */
import type { Model } from "../../../../models/format.ts";
import { plainText } from "../../cells.ts";
import { labelOf, type OnceId } from "../../commands.ts";
import { type Page, pageWords, stateWords } from "../../layout/keys.ts";
import type { MenuPlatform } from "../../platform.ts";
import { Trouble } from "../../service.ts";
import { today } from "../periods.ts";
import { startRun } from "../run-time.ts";
import { changedDetails, savePartners } from "../save/partner-details.ts";
import { counted } from "../say.ts";
import { openLine, type ServiceLine } from "../service-line.ts";
import { storedPartners } from "../stored.ts";
import { endOfDay } from "./dialogs.ts";
import { InvitationSheet, type ListedLink } from "./invitations.ts";
import type { Invitee } from "./invitees.ts";
import { draftFor, mailFor, vendorName } from "./mail-for.ts";
import { type MailTexts, readMailTexts } from "./mail-texts.ts";

/** Links in a request: the service makes 500, but in more processor time than a free plan has. */
const PORTION = 200;

export interface LinksWanted {
  command: OnceId;
  page: Page;
  model: Model;
  /** Null for a scorecard, which shows the latest. */
  period: string | null;
  /** The last day on which they work, in ISO 8601. */
  until: string;
}

/** @param invitees without a fault. @returns how far it came. @throws Trouble that says so, too. */
export function makeLinks(wanted: LinksWanted, invitees: readonly Invitee[], platform: MenuPlatform): string {
  const { command, page, model, period, until } = wanted;
  const line = openLine(platform);
  const run = startRun(command, platform);
  const sheet = new InvitationSheet(platform);
  const texts = readMailTexts(platform);
  const facts = { ...wanted, vendor: vendorName(line), texts, day: today(platform) };
  storeDetails(invitees, line);
  const expiresAt = endOfDay(until, platform);
  const occasion = `${page} ${platform.clock.now()}`;
  let made = 0;
  const paused = (): string =>
    `${made.toLocaleString("en")} of ${counted(invitees.length, "link is", "links are")} made. Choose ${labelOf(command)} again for the others`;
  while (made < invitees.length) {
    if (run.isOver()) return paused();
    const portion = invitees.slice(made, made + PORTION);
    const links = portion.map(({ partner, language }) => ({
      kind: page,
      partner,
      model: model.id,
      ...(period !== null && { period }),
      language,
      expiresAt,
    }));
    try {
      const body = JSON.stringify({ links });
      const answer = line.change<{ links: MadeLink[] }>({ method: "post", path: "/v1/links", body }, occasion);
      portion.forEach((invitee, place) => {
        const link = answer.links[place];
        if (link !== undefined) writeRow(facts, invitee, link, sheet);
      });
    } catch (error) {
      if (!(error instanceof Trouble) || made === 0) throw error;
      throw new Trouble(`${error.message}. ${paused()}`);
    }
    sheet.makeReady();
    sheet.writer.flush();
    // What is not in the sheet when a run ends is lost: no link is shown twice.
    platform.flush();
    made += portion.length;
    if (made < invitees.length) run.went(made, invitees.length, "partners");
  }
  return `${counted(made, "link was", "links were")} made`;
}

/** The page asks what the model asks of a segment, region or type, so the service has to know them. */
function storeDetails(invitees: readonly Invitee[], line: ServiceLine): void {
  const known = new Map(storedPartners(line).map((partner) => [partner.id, partner]));
  savePartners(
    invitees.flatMap(({ partner, details }) => changedDetails(partner, details, known.get(partner)) ?? []),
    line,
  );
}

interface MadeLink extends ListedLink {
  url: string;
}

interface RowFacts extends LinksWanted {
  vendor: string;
  texts: MailTexts;
  /** Today. */
  day: string;
}

function writeRow(facts: RowFacts, invitee: Invitee, link: MadeLink, sheet: InvitationSheet): void {
  const { writer } = sheet;
  const { page, model, vendor, texts, until } = facts;
  const { partner, language, questions, mailAddress } = invitee;
  const period = facts.period ?? "";
  const row = sheet.rowOf({ partner, page, period, modelId: model.id });
  const written = mailFor({ page, language, partner, vendor, model, period, questions, link: link.url, until }, texts);
  writer.set(row, "partner", plainText(partner));
  writer.set(row, "page", pageWords[page]);
  writer.set(row, "period", period);
  writer.set(row, "state", stateWords.sent);
  writer.set(row, "sentOn", facts.day);
  writer.set(row, "openedOn", "");
  writer.set(row, "answered", page === "scorecard" ? "" : `0 of ${questions}`);
  writer.set(row, "doneOn", "");
  writer.set(row, "until", until);
  writer.set(row, "language", language);
  writer.set(row, "link", link.url);
  writer.set(row, "subject", plainText(written.subject));
  writer.set(row, "mail", plainText(written.mail));
  writer.set(row, "draft", draftFor(mailAddress, written.subject, written.mail));
  writer.set(row, "linkId", link.id);
  writer.set(row, "modelId", plainText(model.id));
}

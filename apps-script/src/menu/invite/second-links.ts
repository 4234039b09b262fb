/** Nobody is given a second link without a question: the first one goes on working. */
import { labelOf } from "../../commands.ts";
import type { MenuPlatform } from "../../platform.ts";
import { counted } from "../say.ts";
import { openLine } from "../service-line.ts";
import { someOf } from "./dialogs.ts";
import { InvitationSheet, type ListedLink, listedLinks } from "./invitations.ts";
import type { Invitee } from "./invitees.ts";
import type { LinksWanted } from "./make-links.ts";

/** @returns those to make a link for. @throws Trouble. */
export function askAboutSecondLinks(
  wanted: LinksWanted,
  invitees: readonly Invitee[],
  platform: MenuPlatform,
): readonly Invitee[] {
  const open = openLinks(wanted, platform);
  if (open.size === 0) return invitees;
  const shown = new Set(new InvitationSheet(platform).invitations.map(({ linkId }) => linkId));
  const groups = { known: new Set<string>(), lost: new Set<string>() };
  for (const { partner } of invitees) {
    const links = open.get(partner);
    if (links !== undefined) groups[links.some(({ id }) => shown.has(id)) ? "known" : "lost"].add(partner);
  }
  const isAgreed = (partners: ReadonlySet<string>, words: (who: string) => string): boolean =>
    partners.size > 0 && platform.prompt.confirm(labelOf(wanted.command), words(whoOf([...partners])));
  const again = [
    ...(isAgreed(groups.lost, lostWords) ? groups.lost : []),
    ...(isAgreed(groups.known, knownWords) ? groups.known : []),
  ];
  return invitees.filter(({ partner }) => !open.has(partner) || again.includes(partner));
}

/** Those of this page, model and period that still open something, by partner. */
function openLinks({ page, model, period }: LinksWanted, platform: MenuPlatform): Map<string, ListedLink[]> {
  const filter = { kind: page, model: model.id, period: period ?? "", open: "true" };
  const byPartner = new Map<string, ListedLink[]>();
  for (const link of listedLinks(openLine(platform), filter)) {
    if (link.partner === null || link.period !== period) continue;
    byPartner.set(link.partner, [...(byPartner.get(link.partner) ?? []), link]);
  }
  return byPartner;
}

const whoOf = (partners: readonly string[]): string =>
  `${counted(partners.length, "partner has", "partners have")} a link that works: ${someOf(partners)}.`;

/** A link was made and its answer never arrived, or somebody made it elsewhere. */
const lostWords = (who: string): string =>
  `${who} It is not in this workbook, and no link is shown twice.\n\nChoose OK to make a new one for each, which opens the same answers. Choose Cancel if they have theirs already.`;

const knownWords = (who: string): string =>
  `${who}\n\nChoose OK to make another one for each, if theirs was lost: it takes the place of the first one here and opens the same answers, and the first one goes on working. Choose Cancel to keep what there is.`;

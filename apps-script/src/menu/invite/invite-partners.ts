/** Makes links for partners, with the mails that bring them: to answer about themselves, or to see their scorecard. */
import type { Model } from "../../../../models/format.ts";
import { labelOf, type OnceId } from "../../commands.ts";
import { columnHeaders, type Page } from "../../layout/keys.ts";
import type { MenuPlatform } from "../../platform.ts";
import { Trouble } from "../../service.ts";
import { counted } from "../say.ts";
import { openLine } from "../service-line.ts";
import { requireStoredModel } from "../store-model.ts";
import { withLock } from "../with-lock.ts";
import { askPeriod, askUntil, askWhom, someOf } from "./dialogs.ts";
import { type Invitee, readInvitees } from "./invitees.ts";
import { type LinksWanted, makeLinks } from "./make-links.ts";
import { askAboutSecondLinks } from "./second-links.ts";
import { OPEN_MAIL } from "./write-mail.ts";

/** @returns what to tell, null where a dialog was closed. @throws Trouble. */
export const invitePartners = (platform: MenuPlatform): string | null =>
  invite("invitePartners", "self-assessment", platform);

/** @returns what to tell, null where a dialog was closed. @throws Trouble. */
export const shareScorecards = (platform: MenuPlatform): string | null =>
  invite("shareScorecards", "scorecard", platform);

function invite(command: OnceId, page: Page, platform: MenuPlatform): string | null {
  const title = labelOf(command);
  openLine(platform);
  const stored = requireStoredModel(
    title,
    "A link names a stored model. The model of the Model tab is not stored yet, or was changed since. Publish it as a new revision now?",
    platform,
  );
  if (stored === null) return "No link was made: the model was not published.";
  const links = askForLinks(command, page, stored.model, platform);
  stored.keep();
  if (links === null) return null;
  const { wanted, chosen, refused, asked } = links;
  const kept = chosen.length - refused.length - asked.length;
  const made = asked.length === 0 ? "No link was made" : withLock(platform, () => makeLinks(wanted, asked, platform));
  return [
    `${made}.`,
    ...(kept > 0 ? [`${counted(kept, "partner keeps the link it has", "partners keep the link they have")}.`] : []),
    ...refused
      .slice(0, 1)
      .map(
        ({ partner, fault }) =>
          `${counted(refused.length, "partner was", "partners were")} left out: ${someOf([partner])}: ${fault}.`,
      ),
    ...(asked.length > 0
      ? [
          `The Invitations tab has the links and the mails. Nothing was sent: click ${OPEN_MAIL} in the column ${columnHeaders.draft}, or copy the subject and the text.`,
        ]
      : []),
  ].join(" ");
}

interface AskedLinks {
  wanted: LinksWanted;
  chosen: Invitee[];
  refused: Invitee[];
  /** Those who get a link now. */
  asked: readonly Invitee[];
}

/** Everything there is to ask before links are made. @returns null where a dialog was closed. @throws Trouble. */
function askForLinks(command: OnceId, page: Page, model: Model, platform: MenuPlatform): AskedLinks | null {
  const title = labelOf(command);
  const invitees = readInvitees(platform.spreadsheet(), model);
  const isAsked = page === "self-assessment";
  if (isAsked && model.criteria.every(({ askedOf }) => askedOf === "vendor")) {
    throw new Trouble("this model asks partners nothing. Set Asked of to partner or both in the Model tab");
  }
  const whom = askWhom(title, [...invitees.keys()], platform);
  if (whom === null) return null;
  const period = isAsked ? askPeriod(title, "Which period do they answer for?", platform) : null;
  if (isAsked && period === null) return null;
  const until = askUntil(title, platform);
  if (until === null) return null;
  const wanted = { command, page, model, period, until };
  const chosen = whom.flatMap((partner) => invitees.get(partner) ?? []);
  const refused = chosen.filter(({ fault }) => fault !== null);
  const asked = askAboutSecondLinks(
    wanted,
    chosen.filter(({ fault }) => fault === null),
    platform,
  );
  return { wanted, chosen, refused, asked };
}

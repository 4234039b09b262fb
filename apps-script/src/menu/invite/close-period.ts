/** Ends what partners can answer for a period, or opens it again. */
import type { Model } from "../../../../models/format.ts";
import { labelOf } from "../../commands.ts";
import type { MenuPlatform } from "../../platform.ts";
import { named } from "../choose-partners.ts";
import { modelInTab } from "../model-in-tab.ts";
import { counted } from "../say.ts";
import { openLine, type ServiceLine } from "../service-line.ts";
import { withLock } from "../with-lock.ts";
import { askPeriod, someOf } from "./dialogs.ts";
import { InvitationSheet } from "./invitations.ts";
import { readInvitees } from "./invitees.ts";
import { bringUpToDate } from "./update-invitations.ts";

const TITLE = labelOf("closePeriod");
/** Partners in a request: the service takes 500, but in more processor time than a free plan has. */
const PORTION = 200;

/** @returns what to tell, null where a dialog was closed. @throws Trouble. */
export function closePeriod(platform: MenuPlatform): string | null {
  const line = openLine(platform);
  const spreadsheet = platform.spreadsheet();
  const model = modelInTab(spreadsheet);
  const period = askPeriod(
    TITLE,
    "Which period ends? Partners then see what they answered, and change it no more.",
    platform,
  );
  if (period === null) return null;
  const typed = platform.prompt.ask(
    TITLE,
    `For whom does ${period} end? Enter names with “;” between them, or leave it blank for all partners.`,
  );
  if (typed === null) return null;
  const present = () => [
    ...readInvitees(spreadsheet, model).keys(),
    // A partner may have left the Answers tab.
    ...new InvitationSheet(platform).invitations.map(({ partner }) => partner),
  ];
  const partners = typed === "" ? null : named(typed, present());
  const whom = partners === null ? "all partners" : someOf(partners);
  const closed = withLock(platform, () => change(model, period, partners, true, line, platform));
  if (closed > 0) return told(closed, "closed", period, whom, line, platform);
  const isWanted = platform.prompt.confirm(
    TITLE,
    `No link for ${period} is open, for ${whom}. Choose OK to open those that are closed again. Choose Cancel to leave it so.`,
  );
  if (!isWanted) return null;
  const opened = withLock(platform, () => change(model, period, partners, false, line, platform));
  if (opened === 0) return `There is no link for ${period}, for ${whom}. Choose Invite partners to make some.`;
  return told(opened, "open again", period, whom, line, platform);
}

/** @returns how many links were changed. */
function change(
  model: Model,
  period: string,
  partners: readonly string[] | null,
  closed: boolean,
  line: ServiceLine,
  platform: MenuPlatform,
): number {
  const occasion = `close ${platform.clock.now()}`;
  const portions = [];
  for (let from = 0; from < (partners?.length ?? 1); from += PORTION)
    portions.push(partners?.slice(from, from + PORTION));
  return portions.reduce((links, portion) => {
    const body = JSON.stringify({ model: model.id, period, ...(portion && { partners: portion }), closed });
    return links + line.change<{ links: number }>({ method: "post", path: "/v1/links/close", body }, occasion).links;
  }, 0);
}

function told(
  links: number,
  state: string,
  period: string,
  whom: string,
  line: ServiceLine,
  platform: MenuPlatform,
): string {
  const words = `${period}: ${counted(links, "link is", "links are")} ${state}, for ${whom}.`;
  return `${words} ${withLock(platform, () => bringUpToDate(line, platform))}`;
}

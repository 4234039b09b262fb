import { closeLinks, countLinks } from "../db/links.ts";
import { InvalidRequest, TooLarge } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { asStored } from "./names.ts";
import { type Outcome, once } from "./once.ts";
import { PERIOD_FAULT, readPeriod } from "./period.ts";
import { splitName } from "./resolve-model.ts";

export interface ClosedPeriod {
  model: string;
  period: string;
  closed: boolean;
  /** Links this request has changed. */
  links: number;
}

/** Partners in a request. */
export const MAX_PARTNERS = 500;

/**
 * Ends what partners can answer for a period under a model, or opens it again, for all of them or for those that are
 * named. Their links still show what they answered. Two statements and a row written for each link.
 *
 * @throws InvalidRequest for what is no period; TooLarge.
 */
export function closePeriod(
  caller: Caller,
  sent: Uint8Array,
  request: { model: string; period: string; partners?: string[] | undefined; closed: boolean },
): Promise<Outcome<ClosedPeriod>> {
  const period = readPeriod(request.period);
  if (period === null) throw new InvalidRequest([{ location: "period", message: PERIOD_FAULT }]);
  const { closed } = request;
  const partners = request.partners?.map(asStored) ?? null;
  if (partners !== null && partners.length > MAX_PARTNERS) {
    throw new TooLarge(
      `${partners.length} partners were named; a request takes at most ${MAX_PARTNERS}, or all without a list.`,
    );
  }
  const { id: model } = splitName(request.model);
  const asked = { model, period: period.name, partners };
  return once(caller, sent, async () => {
    const links = await countLinks(caller.database, asked, closed);
    const answer = { model, period: period.name, closed, links };
    return {
      answer,
      kept: answer,
      audit: links === 0 ? null : { action: closed ? "period.closed" : "period.opened", what: answer },
      queries: links === 0 ? [] : [closeLinks(asked, closed ? caller.now : null)],
    };
  });
}

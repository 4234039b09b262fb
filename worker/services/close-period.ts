import { closeLinks, countLinks } from "../db/links.ts";
import { InvalidRequest } from "../errors.ts";
import type { Caller } from "./caller.ts";
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

/**
 * Ends what partners can answer for a period under a model, or opens it again. Their links still show what they
 * answered.
 *
 * @throws InvalidRequest for what is no period.
 */
export function closePeriod(
  caller: Caller,
  sent: Uint8Array,
  request: { model: string; period: string; closed: boolean },
): Promise<Outcome<ClosedPeriod>> {
  const period = readPeriod(request.period);
  if (period === null) throw new InvalidRequest([{ location: "period", message: PERIOD_FAULT }]);
  const { closed } = request;
  const { id: model } = splitName(request.model);
  return once(caller, sent, async () => {
    const links = await countLinks(caller.database, model, period.name, closed);
    const answer = { model, period: period.name, closed, links };
    return {
      answer,
      kept: answer,
      audit: links === 0 ? null : { action: closed ? "period.closed" : "period.opened", what: answer },
      queries: links === 0 ? [] : [closeLinks(model, period.name, closed ? caller.now : null)],
    };
  });
}

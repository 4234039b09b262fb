import type { ModelReference } from "../../models/contract.ts";
import {
  agreementOf,
  type CriterionAgreement,
  type PartnerAgreement,
  type TwoViews,
} from "../../models/engine/network/agreement.ts";
import { standingOf } from "../../models/engine/network/standing.ts";
import { listTwoViews } from "../db/insights.ts";
import { InvalidRequest } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { NETWORK_PAGE, type NetworkPage } from "./network.ts";
import { fromCursor, pageOf } from "./paging.ts";
import { PERIOD_FAULT, readPeriod } from "./period.ts";
import { evaluateVersion, type Version } from "./recall.ts";
import { resolveModel } from "./resolve-model.ts";

export interface AgreementAnswer {
  model: ModelReference;
  period: string;
  criteria: CriterionAgreement[];
  partners: PartnerAgreement[];
  cursor: string | null;
}

/**
 * Do partners see themselves as the vendor sees them? Compares the sources `partner` and `vendor` of one period, over
 * a page of the partners that have both, both scored with the model at hand. Two assessments are read and scored for
 * each partner: about 1 ms of CPU for 25 of them.
 *
 * @throws UnknownModel, UnknownRevision; InvalidRequest for what is no period or cursor.
 */
export async function readAgreement(
  caller: Caller,
  wanted: string,
  request: NetworkPage & { period: string },
): Promise<AgreementAnswer> {
  const period = readPeriod(request.period);
  if (period === null) throw new InvalidRequest([{ location: "query.period", message: PERIOD_FAULT }]);
  const { partners = NETWORK_PAGE } = request;
  const { reference, compiled } = await resolveModel(caller, wanted);
  const [after = ""] = fromCursor(request.cursor, 1);
  const rows = await listTwoViews(caller.database, reference.id, period.name, after, partners + 1);
  const page = pageOf(rows, partners, ({ partner }) => [partner]);
  const viewOf = (partner: string, answers: string, attributes: string) => {
    const { variant, state } = evaluateVersion(compiled, partner, {
      answers: JSON.parse(answers) as Version["answers"],
      attributes: JSON.parse(attributes) as Version["attributes"],
    });
    return standingOf(variant, state, -1, partner, {});
  };
  const views = page.items.map(
    (row): TwoViews => ({
      partner: row.partner,
      own: viewOf(row.partner, row.own, row.own_attributes),
      vendor: viewOf(row.partner, row.vendor, row.vendor_attributes),
    }),
  );
  return { model: reference, period: period.name, ...agreementOf(compiled.plain, views), cursor: page.cursor };
}

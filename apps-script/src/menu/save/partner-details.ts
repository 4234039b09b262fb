/** What the Answers tab knows of a partner besides its answers, as the service keeps it. */
import type { ATTRIBUTES } from "../../layout/keys.ts";
import type { ServiceLine } from "../service-line.ts";
import type { StoredPartner } from "../stored.ts";

export type PartnerDetails = Partial<Record<(typeof ATTRIBUTES)[number] | "owner", string>>;

/** A partner as `PUT /v1/partners` takes it. What the tab leaves blank stays as it is stored. */
export type PartnerWrite = { id: string } & PartnerDetails;

/** @returns what is not stored so yet; null where there is nothing. */
export function changedDetails(
  id: string,
  details: PartnerDetails,
  known: StoredPartner | undefined,
): PartnerWrite | null {
  const write: PartnerWrite = { id };
  for (const name of Object.keys(details) as (keyof PartnerDetails)[]) {
    const text = details[name] ?? "";
    if (text !== "" && text !== known?.[name]) write[name] = text;
  }
  return Object.keys(write).length > 1 ? write : null;
}

const MOST_PARTNERS = 1_000;

/** @throws Trouble. */
export function savePartners(partners: readonly PartnerWrite[], line: ServiceLine): void {
  for (let from = 0; from < partners.length; from += MOST_PARTNERS) {
    const body = JSON.stringify({ partners: partners.slice(from, from + MOST_PARTNERS) });
    // Storing the same details again changes nothing, so no key is needed.
    line.ask({ method: "put", path: "/v1/partners", body });
  }
}

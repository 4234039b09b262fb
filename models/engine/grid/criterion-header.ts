/** What stands above a criterion's answers in a sheet. */
import type { Criterion } from "../../format.ts";

/** `Revenue with the vendor (USD)`; the bare name where it says the unit already, as “Hours to first contact” does. */
export function criterionHeader({ name, answer }: Pick<Criterion, "name" | "answer">): string {
  const unit = answer.kind === "number" ? (answer.unit ?? "") : "";
  return unit === "" || says(name, unit) ? name : `${name} (${unit})`;
}

const says = (name: string, unit: string): boolean =>
  ` ${name.toLowerCase()} `.includes(` ${unit.trim().toLowerCase()} `);

/** Figures of partners that insights compare with: the number of a criterion, or one of the partners' own fields. */
import { InvalidRequest } from "../errors.ts";
import { nearNames } from "./near-names.ts";
import type { ResolvedModel } from "./resolve-model.ts";

export type Figure = { criterion: string; field: null } | { criterion: null; field: string };

const FIELD = /^field:\s*(.+)$/i;

/**
 * @param text id of a criterion that is answered with a number, or `field:` with a name.
 * @param location where it stands in the request.
 * @throws InvalidRequest for anything else.
 */
export function readFigure({ compiled }: ResolvedModel, text: string, location: string): Figure {
  const [, field] = FIELD.exec(text.trim()) ?? [];
  if (field !== undefined) return { criterion: null, field };
  const numbers = compiled.plain.criteria.filter(({ answer }) => answer.kind === "number").map(({ id }) => id);
  if (numbers.includes(text)) return { criterion: text, field: null };
  const near = nearNames(text, numbers)[0];
  throw new InvalidRequest([
    {
      location,
      message: `must be the id of a criterion that is answered with a number, or “field:” with one of your partners' fields, such as “field:revenue”${near === undefined ? "" : `. Did you mean “${near}”?`}`,
    },
  ]);
}

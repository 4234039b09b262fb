/**
 * The actions that the tab held when it was last synchronised, so that a deleted row is told from an action that is new
 * on the server. Kept in DocumentProperties: the last digits of each id, which are random, in values of 9 kB at most.
 */
import type { Properties } from "../../platform.ts";

const NAME = "levelsheet.plan";
const DIGITS = 10;
const PER_VALUE = 750;

const short = (id: string): string => id.slice(-DIGITS);

export interface KnownActions {
  has(id: string): boolean;
}

/** Of one model: another model has another plan. */
export function knownActions(model: string, properties: Properties | null): KnownActions {
  const known = new Set<string>();
  const [of, parts] = headOf(properties);
  for (let part = 0; of === model && part < parts; part++) {
    for (const digits of (properties?.getProperty(`${NAME}.${part}`) ?? "").split(" ")) known.add(digits);
  }
  return { has: (id) => known.has(short(id)) };
}

export function keepKnownActions(model: string, ids: readonly string[], properties: Properties | null): void {
  const [, before] = headOf(properties);
  const parts = Math.ceil(ids.length / PER_VALUE);
  for (let part = 0; part < parts; part++) {
    const own = ids.slice(part * PER_VALUE, (part + 1) * PER_VALUE);
    properties?.setProperty(`${NAME}.${part}`, own.map(short).join(" "));
  }
  properties?.setProperty(NAME, JSON.stringify([model, parts]));
  for (let part = parts; part < before; part++) properties?.deleteProperty(`${NAME}.${part}`);
}

function headOf(properties: Properties | null): [model: string, parts: number] {
  const [model = "", parts = 0] = JSON.parse(properties?.getProperty(NAME) ?? "[]") as [string?, number?];
  return [model, parts];
}

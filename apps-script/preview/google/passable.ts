/** What `google.script.run` passes on: plain data, and nothing else. */
import { GoogleFailure } from "./as-google.ts";
import { isDate } from "./cell.ts";

/**
 * @returns a copy; undefined becomes null, as Google sends it.
 * @throws for dates, functions and everything else that Google refuses.
 */
export function passable(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object") throw new GoogleFailure(`Failed due to illegal value in property: ${typeof value}`);
  if (Array.isArray(value)) return value.map(passable);
  if (isDate(value)) throw new GoogleFailure("Failed due to illegal value in property: Date");
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm has another `Object` as its prototype's maker.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new GoogleFailure("Failed due to illegal value in property: object");
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, own]) => own !== undefined)
      .map(([name, own]) => [name, passable(own)]),
  );
}

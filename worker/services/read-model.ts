import { checkReferences } from "../../models/check.ts";
import { type Finding, MAX_CRITERIA, MAX_MODEL_BYTES, type Model, parseModel } from "../../models/format.ts";
import { TooLarge } from "../errors.ts";

/** More than the format can use; what nests deeper would exhaust the stack of whatever walks it. */
const MAX_DEPTH = 32;

/**
 * Reads an unknown value as a model that can be scored with.
 *
 * @returns the document as it was sent, or findings that are all errors.
 * @throws TooLarge over 500 kB or 500 criteria.
 */
export function readModel(document: unknown): { model: Model } | { model: null; findings: Finding[] } {
  const { bytes, depth, wellFormed } = sizeOf(document);
  if (depth > MAX_DEPTH) {
    return { model: null, findings: [finding("", `nests deeper than ${MAX_DEPTH} lists and objects; no model does`)] };
  }
  if (bytes > MAX_MODEL_BYTES) {
    throw new TooLarge(
      `The model document has more than ${MAX_MODEL_BYTES / 1000} kB. Shorten texts or split the model.`,
    );
  }
  if (!wellFormed) {
    return { model: null, findings: [finding("", "has half a character (a lone surrogate) in a text or a name")] };
  }
  const criteria = typeof document === "object" && document !== null ? Reflect.get(document, "criteria") : undefined;
  if (Array.isArray(criteria) && criteria.length > MAX_CRITERIA) {
    throw new TooLarge(`The model has ${criteria.length} criteria; at most ${MAX_CRITERIA} are allowed.`);
  }
  const parsed = parseModel(document);
  if (parsed.model === null) return parsed;
  const findings = checkReferences(parsed.model);
  return findings.length > 0 ? { model: null, findings } : { model: parsed.model };
}

function finding(place: string, message: string): Finding {
  return { severity: "error", rule: "format", place, message };
}

/**
 * Bytes of the JSON text, never more than it really has, depth, and whether all text is Unicode, as a revision needs.
 * Without recursion, and no further than needed.
 */
function sizeOf(document: unknown): { bytes: number; depth: number; wellFormed: boolean } {
  let bytes = 0;
  let wellFormed = true;
  let depth = 0;
  const open: { value: unknown; depth: number }[] = [{ value: document, depth: 1 }];
  for (let next = open.pop(); next !== undefined && bytes <= MAX_MODEL_BYTES && depth <= MAX_DEPTH; next = open.pop()) {
    const { value } = next;
    if (typeof value !== "object" || value === null) {
      if (typeof value === "string") wellFormed &&= value.isWellFormed();
      bytes += typeof value === "string" ? byteLength(value) + 2 : String(value).length;
      continue;
    }
    depth = Math.max(depth, next.depth);
    const list = Array.isArray(value);
    const entries = Object.entries(value);
    bytes += 2 + Math.max(entries.length - 1, 0);
    for (const [name, item] of entries) {
      if (!list) {
        bytes += byteLength(name) + 3;
        wellFormed &&= name.isWellFormed();
      }
      open.push({ value: item, depth: next.depth + 1 });
    }
  }
  return { bytes, depth, wellFormed };
}

const encoder = new TextEncoder();
const byteLength = (text: string): number => encoder.encode(text).byteLength;

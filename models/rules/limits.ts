/** What the service can score within one request. */
import { type Finding, MAX_MODEL_BYTES, type Model } from "../format.ts";
import { plainRequirements } from "./places.ts";

/** Beyond this, differences between numbers get lost in rounding. */
export const MAX_MAGNITUDE = 1e15;

/** Criteria looked at by requirements, over all levels, dimensions and overlays: a few dozen milliseconds of compiling. */
const MAX_LOOKS = 5_000_000;

/** Criteria times the model and its overlays, each of which is compiled as a model of its own. */
const MAX_VARIANTS = 8_000;

export function limits(model: Model): Finding[] {
  const findings: Finding[] = [];
  const bytes = bytesOf(JSON.stringify(model));
  if (bytes > MAX_MODEL_BYTES) {
    findings.push({
      severity: "error",
      rule: "too-large",
      place: "",
      message: `The model takes ${Math.ceil(bytes / 1000)} kB; ${MAX_MODEL_BYTES / 1000} kB is the most. Shorten texts, or split it into two models.`,
    });
  }
  const looks = looksOf(model);
  if (looks > MAX_LOOKS) {
    findings.push({
      severity: "error",
      rule: "too-complex",
      place: "levels",
      message: `The requirements of all levels look at criteria ${looks} times; ${MAX_LOOKS} is the most. Use fewer requirements of “criteria” and “practices”, fewer top-level dimensions or fewer overlays.`,
    });
  }
  const variants = model.criteria.length * (1 + (model.overlays?.length ?? 0));
  if (variants > MAX_VARIANTS) {
    findings.push({
      severity: "error",
      rule: "too-complex",
      place: "overlays",
      message: `${model.overlays?.length ?? 0} overlays on ${model.criteria.length} criteria are too many; a model of this size can have ${Math.floor(MAX_VARIANTS / model.criteria.length) - 1}. Merge overlays that change the same things.`,
    });
  }
  const { min, max } = model.scale ?? { min: 0, max: 100 };
  if (Math.abs(min) > MAX_MAGNITUDE || Math.abs(max) > MAX_MAGNITUDE) {
    findings.push({
      severity: "error",
      rule: "number-too-large",
      place: "scale",
      message: "The scale is too large to count on. Use a scale such as 0 to 100.",
    });
  }
  return findings;
}

/** Every level is compiled once for the index and once for each top-level dimension, under every overlay. */
function looksOf(model: Model): number {
  const tops = model.dimensions.filter((dimension) => dimension.parent == null).length;
  const looksAt = (requires: Model["levels"][number]["requires"]): number =>
    plainRequirements("", requires).reduce(
      (sum, { requirement }) =>
        sum + (requirement.of === "criteria" || requirement.of === "practices" ? model.criteria.length : 1),
      0,
    );
  const plain = model.levels.reduce((sum, level) => sum + looksAt(level.requires), 0);
  const overlaid = (model.overlays ?? []).reduce(
    (sum, overlay) =>
      sum + plain + Object.values(overlay.levels ?? {}).reduce((own, level) => own + looksAt(level.requires), 0),
    0,
  );
  const trees = model.criteria.length * model.dimensions.length * (1 + (model.overlays?.length ?? 0));
  return (plain + overlaid) * (1 + tops) + trees;
}

/** UTF-8 length without an encoder, which this folder does not have. */
function bytesOf(text: string): number {
  if (text.length * 3 <= MAX_MODEL_BYTES) return text.length;
  let bytes = 0;
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    // Each half of a surrogate pair stands for two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes;
}

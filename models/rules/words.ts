/** Requirements in the words of a person who has not written the model. */
import { quote } from "../engine/answers.ts";
import type { CompiledCriterion, Condition, Variant } from "../engine/compile.ts";
import { writeNumber } from "../engine/numbers.ts";
import type { Bound } from "../engine/words.ts";

const BOUNDS: Record<Bound, string> = { min: "at least", above: "more than", max: "at most", below: "less than" };

/** As a person writes it in English: 1,000,000, and up to six digits after the point. */
export function plainNumber(value: number): string {
  return writeNumber(value, 6, "en");
}

/** A share 0..1 in scale units. */
export function inScale(variant: Variant, share: number): string {
  return plainNumber(share * variant.scale.width + variant.scale.min);
}

export function levelName(variant: Variant, rank: number): string {
  return rank < 0 ? "no level" : (variant.levels[rank]?.name ?? "");
}

export function list(parts: readonly string[], last: "and" | "or"): string {
  if (parts.length <= 1) return parts[0] ?? "";
  return `${parts.slice(0, -1).join(", ")} ${last} ${parts.at(-1)}`;
}

/** "an index of at least 55", "“Certified staff” of at least 4 people" */
export function describe(variant: Variant, condition: Condition): string {
  switch (condition.kind) {
    case "scores": {
      const needed = `${BOUNDS[condition.bound]} ${inScale(variant, condition.needed)}`;
      if ("of" in condition.source && condition.source.of === "dimensions")
        return `${needed} in every top-level dimension`;
      const dimension = condition.dimensions[0] ?? -1;
      return dimension < 0 ? `an index of ${needed}` : `${quote(variant.dimensions[dimension]?.name)} of ${needed}`;
    }
    case "percentile": {
      const of = condition.criterion < 0 ? "the index" : quote(variant.criteria[condition.criterion]?.name);
      return `a percentile of ${BOUNDS[condition.bound]} ${plainNumber(condition.needed)} for ${of}`;
    }
    case "any": {
      const routes = condition.routes.map((route) =>
        list(
          route.map((part) => describe(variant, part)),
          "and",
        ),
      );
      return routes.length === 1
        ? (routes[0] ?? "")
        : `one of these: ${routes.map((route) => `(${route})`).join(" or ")}`;
    }
    case "criteria":
      return describeCriteria(variant, condition);
  }
}

function describeCriteria(variant: Variant, condition: Extract<Condition, { kind: "criteria" }>): string {
  const { source, bound, needed } = condition;
  const reach = `${BOUNDS[bound]} ${plainNumber(needed)}`;
  if (source.of === "practices") {
    const level = quote(variant.model.levels.find((candidate) => candidate.id === source.level)?.name);
    const share =
      source.share === undefined || source.share === 1
        ? "every practice"
        : `${plainNumber(source.share * 100)} % of the practices`;
    return `${reach} in ${share} of ${level}`;
  }
  if (source.of === "criteria") {
    const dimension = variant.dimensions.find((candidate) => candidate.id === source.dimension);
    return `${reach} in every criterion${dimension ? ` of ${quote(dimension.name)}` : ""}`;
  }
  const criterion = variant.criteria[condition.members[0] ?? -1];
  const name = quote(criterion?.name);
  if (condition.on === "options") {
    const labels = condition.positions.map((position) => quote(criterion?.answer.options[position]?.label));
    return `${name} answered with ${list(labels.slice(0, 6), "or")}`;
  }
  const unit = condition.on === "measure" && criterion?.answer.unit ? ` ${criterion.answer.unit}` : "";
  return `${name} of ${reach}${unit}`;
}

/** An answer as a person reads it: labels in place of option ids. */
export function spokenAnswer({ answer }: CompiledCriterion, measure: number): string {
  if (answer.kind === "number") return plainNumber(measure);
  const labels = answer.options
    .filter((_, position) => answer.includes(measure, position))
    .map((option) => quote(option.label));
  return labels.length === 0 ? "nothing ticked" : list(labels, "and");
}

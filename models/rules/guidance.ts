/** Advice that stops half way up. */
import type { Finding, Model } from "../format.ts";

/**
 * A criterion with advice for one level needs it for each level above, up to the level its practice belongs to where
 * it belongs to one: above that there is nothing left to do.
 */
export function missingGuidance(model: Model): Finding[] {
  const ranks = new Map(model.levels.map((level, rank) => [level.id, rank]));
  return model.criteria.flatMap((criterion): Finding[] => {
    const guided = new Set(Object.keys(criterion.guidance ?? {}));
    if (guided.size === 0) return [];
    const first = model.levels.findIndex((level) => guided.has(level.id));
    const last = criterion.level === undefined ? model.levels.length - 1 : (ranks.get(criterion.level) ?? 0);
    const missing = model.levels.filter((level, rank) => rank > first && rank <= last && !guided.has(level.id));
    if (missing.length === 0) return [];
    return [
      {
        severity: "warning",
        rule: "missing-guidance",
        place: `criteria.${criterion.id}.guidance`,
        message: `“${criterion.name}” says what to do for “${model.levels[first]?.name}” but not for ${missing.map((level) => `“${level.name}”`).join(", ")}. Add the next step.`,
      },
    ];
  });
}

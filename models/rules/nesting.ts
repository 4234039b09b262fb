/** Dimensions form trees: no circles, and not too deep to read. */
import { quote } from "../engine/answers.ts";
import type { Finding, Model } from "../format.ts";

export const MAX_DEPTH = 10;

export function nesting(model: Model): Finding[] {
  const parents = new Map(model.dimensions.map((dimension) => [dimension.id, dimension.parent ?? null]));
  const reported = new Set<string>();
  return model.dimensions.flatMap(({ id }): Finding[] => {
    const way = [id];
    const passed = new Set(way);
    for (let at = parents.get(id) ?? null; at !== null; at = parents.get(at) ?? null) {
      if (passed.has(at)) {
        // Dimensions that merely hang below a circle are not at fault.
        if (at !== id || reported.has(id)) return [];
        for (const member of way) reported.add(member);
        const circle = way.length > 6 ? [...way.slice(0, 5), "…"] : way;
        return [
          {
            severity: "error",
            rule: "cycle",
            place: `dimensions.${id}.parent`,
            message: `Dimensions form a circle: ${[...circle, id].join(" → ")}. Give one of them another parent, or none.`,
          },
        ];
      }
      way.push(at);
      passed.add(at);
    }
    if (way.length !== MAX_DEPTH + 1) return []; // deeper ones hang below one that is reported
    return [
      {
        severity: "error",
        rule: "too-deep",
        place: `dimensions.${id}.parent`,
        message: `${quote(id)} lies ${way.length} dimensions deep; ${MAX_DEPTH} is the most. Flatten the tree.`,
      },
    ];
  });
}

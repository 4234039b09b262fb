/** Overlays that no partner falls under, or that change nothing. */
import { overlayMatches } from "../engine/overlay.ts";
import type { Finding, Model, Overlay } from "../format.ts";

const ATTRIBUTES = ["segment", "region", "type"] as const;

/** Combinations tried per overlay; one that lists more is taken to be used. */
const MOST_COMBINATIONS = 500;

export function overlays(model: Model): Finding[] {
  const list = model.overlays ?? [];
  return list.flatMap((overlay, count): Finding[] => {
    const findings: Finding[] = [];
    const earlier = list.slice(0, count);
    if (covered(overlay, earlier)) {
      const names = earlier.filter((other) => overlap(other, overlay)).map((other) => `“${other.id}”`);
      findings.push({
        severity: "warning",
        rule: "overlay-never-used",
        place: `overlays.${overlay.id}.when`,
        message: `No partner falls under “${overlay.id}”, because the first overlay that matches is used and ${names.join(", ")} already ${names.length === 1 ? "matches" : "match"} all of them. Move “${overlay.id}” up or narrow the earlier ones.`,
      });
    }
    const changes = [overlay.dimensions, overlay.criteria, overlay.levels].some(
      (part) => Object.keys(part ?? {}).length > 0,
    );
    if (!changes) {
      findings.push({
        severity: "warning",
        rule: "overlay-changes-nothing",
        place: `overlays.${overlay.id}`,
        message: `“${overlay.id}” changes nothing. Add what differs for these partners, or remove it.`,
      });
    }
    return findings;
  });
}

/** Whether every partner of an overlay falls under an earlier one. */
function covered(overlay: Overlay, earlier: readonly Overlay[]): boolean {
  // An attribute the overlay does not name may have any value, also one that nobody lists: undefined stands for it.
  let partners: Partial<Record<(typeof ATTRIBUTES)[number], string | undefined>>[] = [{}];
  for (const attribute of ATTRIBUTES) {
    const names = overlay.when[attribute] ?? [undefined];
    partners = partners.flatMap((partner) => names.map((name) => ({ ...partner, [attribute]: name })));
    if (partners.length > MOST_COMBINATIONS) return false;
  }
  return partners.every((partner) => earlier.some((other) => overlayMatches(other, partner)));
}

function overlap(one: Overlay, other: Overlay): boolean {
  return ATTRIBUTES.every((attribute) => {
    const names = one.when[attribute];
    return (
      names === undefined ||
      (other.when[attribute] ?? []).some((name) =>
        overlayMatches({ ...one, when: { [attribute]: names } }, { [attribute]: name }),
      )
    );
  });
}

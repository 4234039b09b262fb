/** How numbers and levels of a model look in every tab. */
import { levelColour } from "../../../models/appearance.ts";
import type { Model } from "../../../models/format.ts";
import type { ConditionalFormat } from "./definition.ts";

/** `0.0` for one decimal. */
export function scorePattern(model: Model): string {
  const decimals = model.scale?.decimals ?? 1;
  return decimals === 0 ? "0" : `0.${"0".repeat(decimals)}`;
}

/** The ramp, always behind the level's own name. */
export function levelFormats(model: Model): ConditionalFormat[] {
  return model.levels.map(({ name }, rank) => {
    const { background, text } = levelColour(rank, model.levels.length);
    return { kind: "text", text: name, background, colour: text };
  });
}

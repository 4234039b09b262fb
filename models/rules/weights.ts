/** Weights that change nothing, or leave nothing to weigh. */
import { TOLERANCE } from "../engine/answers.ts";
import type { Variant } from "../engine/compile.ts";
import type { Combine, Finding } from "../format.ts";
import type { Subject } from "./subject.ts";
import { inScale, plainNumber } from "./words.ts";

interface Child {
  place: string;
  name: string;
  weight: number;
  /** As the document has it, undefined where it is left out. */
  written: number | undefined;
  omitted: boolean;
}

interface Parent {
  /** Empty for the model itself. */
  place: string;
  name: string;
  combine: Combine;
  children: Child[];
}

export function weights(subject: Subject): Finding[] {
  return parentsOf(subject.variant).flatMap((parent) => [
    ...unusedWeights(parent, subject.variant),
    ...nothingToWeigh(parent),
    ...capOutOfReach(parent, subject.variant),
  ]);
}

/** Only `mean` and points look at weights. */
export const usesWeights = (combine: Combine): boolean => combine === "mean" || typeof combine !== "string";

function parentsOf({ criteria, dimensions, tops, combine, model }: Variant): Parent[] {
  const dimensionChild = (position: number): Child => ({
    place: `dimensions.${dimensions[position]?.id}.weight`,
    name: dimensions[position]?.name ?? "",
    weight: dimensions[position]?.weight ?? 1,
    written: model.dimensions[position]?.weight,
    omitted: dimensions[position]?.subtree.every((criterion) => criteria[criterion]?.omitted) ?? false,
  });
  const criterionChild = (position: number): Child => ({
    place: `criteria.${criteria[position]?.id}.weight`,
    name: criteria[position]?.name ?? "",
    weight: criteria[position]?.weight ?? 1,
    written: model.criteria[position]?.weight,
    omitted: criteria[position]?.omitted ?? false,
  });
  return [
    { place: "", name: model.name, combine, children: tops.map(dimensionChild) },
    ...dimensions.map((dimension) => ({
      place: `dimensions.${dimension.id}.`,
      name: dimension.name,
      combine: dimension.combine,
      children: [...dimension.criteria.map(criterionChild), ...dimension.dimensions.map(dimensionChild)],
    })),
  ];
}

function unusedWeights({ name, combine, children }: Parent, variant: Variant): Finding[] {
  if (usesWeights(combine)) return [];
  return children
    .filter((child) => child.written !== undefined && child.written !== 1)
    .map((child) => {
      const coverage = variant.coverage > 0 && child.place.startsWith("criteria.") ? " except in coverage" : "";
      const advice =
        child.written === 0
          ? "It counts in full in spite of its weight of 0. Remove the weight, or use “mean”."
          : "Remove the weight, or use “mean”.";
      return {
        severity: "warning",
        rule: "weight-never-matters",
        place: child.place,
        message: `The weight of “${child.name}” never matters${coverage}, because “${name}” is combined by “${String(combine)}”, which does not weigh. ${advice}`,
      };
    });
}

/** Weights that are all 0 leave a score without a value. */
function nothingToWeigh({ place, name, combine, children }: Parent): Finding[] {
  const counted = children.filter((child) => !child.omitted);
  if (!usesWeights(combine) || counted.length === 0 || counted.some((child) => child.weight > 0)) return [];
  return [
    {
      severity: place === "" ? "error" : "warning",
      rule: "weights-all-zero",
      place: `${place}combine`,
      message: `Everything in “${name}” has a weight of 0, so it never has a score. Give at least one part a weight.`,
    },
  ];
}

function capOutOfReach({ place, name, combine, children }: Parent, variant: Variant): Finding[] {
  const sum = children.reduce((total, child) => total + (child.omitted ? 0 : child.weight), 0);
  if (typeof combine === "string" || sum === 0 || sum >= combine.points * (1 - TOLERANCE)) return [];
  // What an overlay leaves out lowers the sum on purpose.
  if (children.some((child) => child.omitted)) return [];
  return [
    {
      severity: "warning",
      rule: "cap-out-of-reach",
      place: `${place}combine`,
      message: `The weights in “${name}” add up to ${plainNumber(sum)}, less than its ${plainNumber(combine.points)} points, so its score never exceeds ${inScale(variant, sum / combine.points)}. Lower the points to the sum or correct the weights.`,
    },
  ];
}

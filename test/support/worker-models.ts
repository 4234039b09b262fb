/** A model small enough to score in one's head: two criteria of equal weight, three levels. */
import type { Model } from "../../models/format.ts";

export const firstSteps = {
  id: "first-steps",
  name: "First steps",
  scale: { min: 0, max: 100, decimals: 1 },
  dimensions: [{ id: "enablement", name: "Enablement" }],
  criteria: [
    {
      id: "certified",
      name: "Certified staff",
      question: "How many people hold a certificate?",
      dimension: "enablement",
      answer: {
        kind: "number",
        unit: "people",
        min: 0,
        points: [
          [0, 0],
          [10, 1],
        ],
      },
    },
    {
      id: "plan",
      name: "Joint plan",
      question: "Is there a signed plan?",
      dimension: "enablement",
      answer: { kind: "yesno" },
    },
  ],
  levels: [
    { id: "bronze", name: "Bronze" },
    { id: "silver", name: "Silver", requires: [{ of: "index", min: 40 }] },
    {
      id: "gold",
      name: "Gold",
      requires: [
        { of: "index", min: 70 },
        { of: "criterion", id: "certified", min: 6 },
      ],
    },
  ],
} as const satisfies DeepReadonly<Model>;

type DeepReadonly<Value> = Value extends object ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> } : Value;

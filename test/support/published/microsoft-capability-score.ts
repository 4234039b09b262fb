/**
 * Microsoft's partner capability score for the Business Applications solution area: five metrics of 15, 20, 15, 30 and
 * 20 points. A partner is designated from 70 of the 100 points, if no metric is at zero.
 *
 * Sources: learn.microsoft.com/partner-center/membership/solutions-partner-business (points per metric) and
 * learn.microsoft.com/partner-center/partner-capability-score (both conditions). Answers here are points per metric.
 */
import type { Model } from "../../../models/format.ts";

const metrics: [id: string, name: string, dimension: string, points: number][] = [
  ["customer-adds", "Net customer adds", "performance", 15],
  ["intermediate", "Intermediate certifications", "skilling", 20],
  ["advanced", "Advanced certifications", "skilling", 15],
  ["usage-growth", "Usage growth", "success", 30],
  ["deployments", "Deployments", "success", 20],
];

export const microsoftCapabilityScore: Model = {
  id: "microsoft-capability-score",
  name: "Partner capability score, Business Applications",
  scale: { min: 0, max: 100, decimals: 1 },
  missing: { unanswered: "zero" },
  combine: { points: 100 },
  dimensions: [
    { id: "performance", name: "Performance", weight: 15, combine: { points: 15 } },
    { id: "skilling", name: "Skilling", weight: 35, combine: { points: 35 } },
    { id: "success", name: "Customer success", weight: 50, combine: { points: 50 } },
  ],
  criteria: metrics.map(([id, name, dimension, points]) => ({
    id,
    name,
    question: `How many points for ${name.toLowerCase()}?`,
    dimension,
    weight: points,
    answer: {
      kind: "number",
      unit: "points",
      min: 0,
      max: points,
      points: [
        [0, 0],
        [points, 1],
      ],
    },
  })),
  levels: [
    { id: "partner", name: "Partner" },
    {
      id: "designated",
      name: "Solutions Partner",
      requires: [
        { of: "index", min: 70 },
        { of: "criteria", above: 0 },
      ],
    },
  ],
};

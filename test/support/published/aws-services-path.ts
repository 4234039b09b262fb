/**
 * AWS Partner Network, Services Path 2023: a tier needs every one of its metrics at once.
 *
 * Source: Services Path Tier Guide 2023 (scribd.com/document/717419505; the same table at
 * dream2soar.blogspot.com/2024/12/aws-partner-tiers.html), its knowledge and experience rows; customer success is left out.
 */
import type { Criterion, Level, Model } from "../../../models/format.ts";

type Thresholds = { [criterion: string]: number };

const select: Thresholds = {
  "accredited-technical": 2,
  "accredited-business": 2,
  foundational: 2,
  certified: 2,
  launched: 3,
  revenue: 1_500,
};
const advanced: Thresholds = {
  "accredited-technical": 4,
  "accredited-business": 4,
  foundational: 4,
  certified: 6,
  professional: 3,
  launched: 20,
  revenue: 10_000,
};
const premier: Thresholds = {
  "accredited-technical": 10,
  "accredited-business": 10,
  foundational: 10,
  certified: 25,
  professional: 10,
  launched: 50,
  revenue: 50_000,
  validations: 3,
};

function allOf(thresholds: Thresholds): NonNullable<Level["requires"]> {
  return Object.entries(thresholds).map(([id, min]) => ({ of: "criterion", id, min }));
}

const businessPlan = { of: "criterion" as const, id: "business-plan", is: ["yes"] };

function measured(id: string, name: string, dimension: string): Criterion {
  return {
    id,
    name,
    question: `${name}?`,
    dimension,
    answer: {
      kind: "number",
      min: 0,
      points: [
        [0, 0],
        [premier[id] ?? 1, 1],
      ],
    },
  };
}

export const awsServicesPath: Model = {
  id: "aws-services-path",
  name: "AWS Services Path 2023",
  scale: { min: 0, max: 100, decimals: 1 },
  missing: { unanswered: "zero" },
  dimensions: [
    { id: "knowledge", name: "Knowledge" },
    { id: "experience", name: "Experience" },
  ],
  criteria: [
    measured("accredited-technical", "People with the technical accreditation", "knowledge"),
    measured("accredited-business", "People with the business accreditation", "knowledge"),
    measured("foundational", "People with the foundational certification", "knowledge"),
    measured("certified", "People with a technical certification", "knowledge"),
    measured("professional", "People with a professional or specialty certification", "knowledge"),
    measured("launched", "Launched opportunities in 12 months", "experience"),
    measured("revenue", "Their estimated monthly recurring revenue, USD", "experience"),
    measured("validations", "Technical programme validations", "experience"),
    {
      id: "business-plan",
      name: "Business plan",
      question: "Is there a business plan?",
      dimension: "experience",
      answer: { kind: "yesno" },
    },
    {
      id: "review",
      name: "Executive business review",
      question: "Was it held?",
      dimension: "experience",
      answer: { kind: "yesno" },
    },
  ],
  ladder: "cumulative",
  levels: [
    { id: "registered", name: "Registered" },
    { id: "select", name: "Select", requires: allOf(select) },
    { id: "advanced", name: "Advanced", requires: [...allOf(advanced), businessPlan] },
    {
      id: "premier",
      name: "Premier",
      requires: [...allOf(premier), businessPlan, { of: "criterion", id: "review", is: ["yes"] }],
    },
  ],
};

/** What each tier asks for, met exactly. */
export const exactly: Record<"select" | "advanced" | "premier", Record<string, number | boolean>> = {
  select,
  advanced: { ...advanced, "business-plan": true },
  premier: { ...premier, "business-plan": true, review: true },
};

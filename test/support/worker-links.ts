/** A model with one question of each kind for partners, and one that only the vendor answers. */
import type { Model } from "../../models/format.ts";

export const partnersModel = {
  id: "self-check",
  name: "Self-check",
  scale: { min: 0, max: 100, decimals: 1 },
  dimensions: [
    { id: "skills", name: "Skills", help: "What your people can do." },
    { id: "market", name: "Market" },
  ],
  criteria: [
    {
      id: "people",
      name: "Certified staff",
      question: "How many people hold a certificate?",
      dimension: "skills",
      answer: {
        kind: "number",
        unit: "people",
        min: 0,
        max: 5_000,
        points: [
          [0, 0],
          [10, 1],
        ],
      },
      evidence: "required",
    },
    {
      id: "plan",
      name: "Joint plan",
      question: "Is there a signed plan?",
      help: "Signed by both sides.",
      dimension: "skills",
      answer: { kind: "yesno" },
    },
    {
      id: "campaigns",
      name: "Campaigns",
      question: "How do you plan campaigns?",
      dimension: "market",
      answer: {
        kind: "choice",
        options: [
          { id: "none", label: "We do not", value: 0 },
          { id: "some", label: "When an occasion arises", value: 0.5, help: "No calendar, no budget of its own." },
          { id: "all", label: "By a yearly calendar", value: 1 },
        ],
      },
      evidence: "optional",
    },
    {
      id: "channels",
      name: "Channels",
      question: "Which channels do you use?",
      dimension: "market",
      answer: {
        kind: "checklist",
        options: [
          { id: "mail", label: "E-mail", value: 0.5 },
          { id: "events", label: "Events", value: 0.5 },
        ],
      },
    },
    {
      id: "revenue",
      name: "Revenue",
      question: "How much revenue came in?",
      dimension: "market",
      askedOf: "vendor",
      answer: {
        kind: "number",
        points: [
          [0, 0],
          [100, 1],
        ],
      },
    },
  ],
  levels: [
    { id: "bronze", name: "Bronze" },
    {
      id: "gold",
      name: "Gold",
      requires: [
        { of: "index", min: 60 },
        { of: "criterion", id: "people", min: 4 },
      ],
    },
  ],
  translations: {
    de: {
      name: "Selbsttest",
      "criteria.people.question": "Wie viele Menschen haben ein Zertifikat?",
      "criteria.people.unit": "Personen",
      "criteria.campaigns.options.some": "Wenn sich etwas ergibt",
    },
  },
} satisfies Model;

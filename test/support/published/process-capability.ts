/**
 * Process capability levels of ISO/IEC 33020 (as used by Automotive SPICE): a level is reached when its own process
 * attributes are rated Largely or Fully and those of all lower levels Fully.
 *
 * Source: ISO/IEC 33020:2015, process attribute rating scale and process capability level model; the same table in
 * Automotive SPICE PAM 3.1, section 3.2 (Not to 15 %, Partially to 50 %, Largely to 85 %, Fully above).
 */
import type { Level, Model } from "../../../models/format.ts";

export const LARGELY = 2 / 3;

const ladder: [level: string, name: string, attributes: string[]][] = [
  ["incomplete", "Incomplete", []],
  ["performed", "Performed", ["PA1-1"]],
  ["managed", "Managed", ["PA2-1", "PA2-2"]],
  ["established", "Established", ["PA3-1", "PA3-2"]],
  ["predictable", "Predictable", ["PA4-1", "PA4-2"]],
  ["innovating", "Innovating", ["PA5-1", "PA5-2"]],
];

function requirementsAt(rank: number): NonNullable<Level["requires"]> {
  return ladder.slice(1, rank + 1).map(([level]) => ({
    of: "practices",
    level,
    min: level === ladder[rank]?.[0] ? LARGELY : 1,
  }));
}

export const processCapability: Model = {
  id: "process-capability",
  name: "Process capability (ISO/IEC 33020)",
  scale: { min: 0, max: 5, decimals: 1 },
  missing: { unanswered: "zero" },
  combine: "stack",
  answerSets: {
    achievement: [
      { id: "N", label: "Not achieved", value: 0 },
      { id: "P", label: "Partially achieved", value: 1 / 3 },
      { id: "L", label: "Largely achieved", value: LARGELY },
      { id: "F", label: "Fully achieved", value: 1 },
    ],
  },
  dimensions: ladder.slice(1).map(([id, name]) => ({ id, name })),
  criteria: ladder.flatMap(([level, , attributes]) =>
    attributes.map((id) => ({
      id,
      name: id,
      question: `How far is ${id} achieved?`,
      dimension: level,
      level,
      answer: { kind: "choice" as const, options: "achievement" },
    })),
  ),
  ladder: "cumulative",
  levels: ladder.map(([id, name], rank) => ({ id, name, requires: requirementsAt(rank) })),
};

/** The tables that are written when the dashboard is drawn: each has a place of its own, with room for what may come. */
import type { Model } from "../../../models/format.ts";
import { scorePattern } from "./formats.ts";

export const blockNames = ["plan", "benchmark", "levels", "trend", "faults", "nearMisses", "atRisk", "curve"] as const;
export type BlockName = (typeof blockNames)[number];

export interface BlockColumn {
  header: string;
  /** Number format; `@` is plain text. */
  pattern: string;
}

export interface BlockDefinition {
  title: string;
  columns: readonly BlockColumn[];
  /** Rows below the header. */
  rows: number;
}

/** Of a curve and the places on it: at most 20 places between two levels. */
export const PLACES_PER_LEVEL = 20;
export const CURVE_POINTS = 41;
export const PERIODS = 8;
export const LISTED = 10;

const text = (header: string): BlockColumn => ({ header, pattern: "@" });

export function blockOf(name: BlockName, model: Model): BlockDefinition {
  const points = scorePattern(model);
  const score = (header: string): BlockColumn => ({ header, pattern: points });
  const count = (header: string): BlockColumn => ({ header, pattern: "0" });
  const share = (header: string): BlockColumn => ({ header, pattern: "0%" });
  const mixed = (header: string): BlockColumn => ({ header, pattern: "General" });
  const fraction = (header: string): BlockColumn => ({ header, pattern: "0.00" });
  const blocks: Record<BlockName, BlockDefinition> = {
    plan: {
      title: "The partner's plan",
      columns: [text("Measure"), mixed("Now"), mixed("If all of it were done")],
      rows: 4,
    },
    benchmark: {
      title: "The partner among the others",
      columns: [
        text("Dimension"),
        score("Partner"),
        score("Median of the network"),
        { header: "Percentile", pattern: "0" },
      ],
      rows: model.dimensions.length + 2,
    },
    levels: {
      title: "Partners by level",
      columns: [text("Level"), ...model.levels.map(({ name }) => count(name))],
      rows: model.levels.length,
    },
    trend: {
      title: "The network over the periods",
      columns: [
        text("Period"),
        score("Median index"),
        score("Lower quartile"),
        score("Upper quartile"),
        count("Partners"),
      ],
      rows: PERIODS,
    },
    faults: {
      title: "Where the programme is at fault",
      columns: [
        text("Question"),
        share("Fall short"),
        text("What to look at"),
        count("Partners short"),
        count("Answered"),
      ],
      rows: LISTED + 1,
    },
    nearMisses: {
      title: "Nearly at the next level",
      columns: [
        text("Partner"),
        { header: "Days", pattern: "0.0" },
        text("Why not yet"),
        text("Level"),
        text("Next level"),
      ],
      rows: LISTED + 1,
    },
    atRisk: {
      title: "About to lose their level",
      columns: [text("Partner"), text("Level"), text("Why"), text("May fall to"), text("Until")],
      rows: LISTED + 1,
    },
    curve: {
      title: "Partners on the S-curve",
      columns: [
        fraction("Position"),
        fraction("Curve"),
        fraction("Partners"),
        fraction("This partner"),
        count("Partners here"),
      ],
      rows: CURVE_POINTS + model.levels.length * PLACES_PER_LEVEL + 2,
    },
  };
  return blocks[name];
}

/** Everything Google calls by name: the functions of cells with their help, and the handlers of menu and triggers. */

import type { SidebarCalls } from "./sidebar/wire.ts";

export interface Parameter {
  name: string;
  /** As the help box shows it. */
  type: string;
  optional?: true;
  help: string;
}

export interface CustomFunction {
  name: string;
  summary: string;
  parameters: readonly Parameter[];
  returns: { type: string; help: string };
  examples: readonly string[];
}

const answers: Parameter = {
  name: "answers",
  type: "Array<Array>",
  help: "The answers with their header row: one row per partner, one column per question.",
};
const model: Parameter = {
  name: "model",
  type: "string|Array<Array>",
  optional: true,
  help: "A model's id such as “partner-maturity”, or the whole Model tab. Without it: the model of the Settings tab.",
};
const options: Parameter = {
  name: "options",
  type: "string|Array<Array>",
  optional: true,
  help: "Such as “language: de; header: no”, or a range with names beside values.",
};
const column = (help: string): CustomFunction["returns"] => ({
  type: "Array<Array>",
  help: `${help} One row for each row of the answers, the header row included.`,
});

export const customFunctions: readonly CustomFunction[] = [
  {
    name: "MATURITY_LEVEL",
    summary: "The maturity level of each partner.",
    parameters: [answers, model, options],
    returns: column("The level's name."),
    examples: ["=MATURITY_LEVEL(Answers!A2:Z)", '=MATURITY_LEVEL(Answers!A2:Z, "prm-performance", "header: no")'],
  },
  {
    name: "MATURITY_INDEX",
    summary: "The index of each partner, in the model's scale.",
    parameters: [answers, model, options],
    returns: column("A number, or an en dash where too little is answered."),
    examples: ['=MATURITY_INDEX(Answers!A2:Z, "partner-maturity")'],
  },
  {
    name: "MATURITY_TABLE",
    summary: "Level, index, next level, reason, coverage and every dimension of each partner.",
    parameters: [answers, model, options],
    returns: column("A table; its last column says which answers could not be read."),
    examples: ["=MATURITY_TABLE(Answers!A2:Z, Model!A:Z)", '=MATURITY_TABLE(Answers!A2:Z, , "language: de")'],
  },
  {
    name: "MATURITY_GAPS",
    summary: "What each partner should work on first: what blocks the next level, then what gains most per day.",
    parameters: [
      answers,
      model,
      {
        ...options,
        help: "Such as “gaps: 5” (1 to 20, else 3) or “language: de”, or a range with names beside values.",
      },
    ],
    returns: column("One column per gap."),
    examples: ['=MATURITY_GAPS(Answers!A2:Z, "partner-maturity", "gaps: 5")'],
  },
  {
    name: "MATURITY_WHY",
    summary: "What holds each partner at its level, in one sentence.",
    parameters: [answers, model, options],
    returns: column("Such as “Held at Silver: certified staff 5 of 6”."),
    examples: ["=MATURITY_WHY(Answers!A2:Z)"],
  },
  {
    name: "MATURITY_PATH",
    summary: "The changes with the least effort that bring each partner to the next level.",
    parameters: [answers, model, options],
    returns: column("The changes, with their person-days."),
    examples: ['=MATURITY_PATH(Answers!A2:Z, "partner-maturity")'],
  },
  {
    name: "MATURITY_BENCHMARK",
    summary: "Where a partner stands among all saved partners: percentile, quartiles, and the median one level up.",
    parameters: [
      {
        name: "partner",
        type: "string",
        optional: true,
        help: "The partner's name as it was saved. Without it: the quartiles alone.",
      },
      model,
      {
        ...options,
        help: "Such as “cohort: region; name: EMEA” (all, segment, region, type or level), or a range with names beside values.",
      },
    ],
    returns: { type: "Array<Array>", help: "A table with a row for the index, each dimension and each criterion." },
    examples: ['=MATURITY_BENCHMARK("Acme", "partner-maturity")', "=MATURITY_BENCHMARK(A3)"],
  },
  {
    name: "MATURITY_FORECAST",
    summary: "Where a partner's index is heading, from the periods saved for it, and when it reaches the next level.",
    parameters: [
      { name: "partner", type: "string", help: "The partner's name as it was saved." },
      model,
      { ...options, help: "Such as “periods: 4” (1 to 12, else 4), or a range with names beside values." },
    ],
    returns: { type: "Array<Array>", help: "A table with one row per period: the index and the range it will lie in." },
    examples: ['=MATURITY_FORECAST("Acme", "partner-maturity", "periods: 4")'],
  },
];

/** Triggers, and the menu items that open something; commands are in `commands.ts`. */
export const handlers = ["onOpen", "onInstall", "openSidebar", "openSettings"] as const;
export type Handler = (typeof handlers)[number];

/** What the sidebar's page calls through `google.script.run`, with the names of the arguments. */
export const sidebarCalls = {
  readState: [],
  connect: ["address", "key"],
  testConnection: [],
  disconnect: [],
  startRun: ["command"],
  continueRun: ["run", "resume"],
  cancelRun: ["run"],
  runCommand: ["command"],
  readProgress: [],
  stopCommand: [],
  insertFunction: ["name"],
} as const satisfies Record<keyof SidebarCalls, readonly string[]>;

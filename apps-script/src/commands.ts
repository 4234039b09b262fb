/** What the menu and the sidebar offer, in their order. Data only: the build and the sidebar's page read it too. */

export const commandGroups = {
  start: "Set up",
  score: "Score",
  plan: "Gaps and plan",
  periods: "Periods",
  partners: "Partners",
  dashboard: "Dashboard",
  model: "Model",
  sheet: "Formulas",
} as const;
export type CommandGroup = keyof typeof commandGroups;

export interface Command {
  /** Also the name of the function that Google calls for the menu item. */
  id: string;
  /** Begins with a verb. */
  label: string;
  /** One line, for the sidebar. */
  help: string;
  group: CommandGroup;
  /** `run` goes in portions with progress (`menu/work.ts` has a Job for it), `once` in one go. */
  kind: "run" | "once";
}

/** Neighbours of one group stand together in the menu. What each does stands in `menu/work.ts`. */
export const commands = [
  {
    id: "setUpWorkbook",
    label: "Set up workbook",
    help: "Builds the tabs for a model. Tabs that are there stay as they are.",
    group: "start",
    kind: "once",
  },
  {
    id: "scoreAllPartners",
    label: "Score all partners",
    help: "Writes level, index and reason of every partner into the Scores tab.",
    group: "score",
    kind: "run",
  },
  {
    id: "scoreSelectedPartners",
    label: "Score selected partners",
    help: "The same for the partners whose rows you have selected.",
    group: "score",
    kind: "run",
  },
  {
    id: "findGaps",
    label: "Find gaps",
    help: "Writes what each partner should work on first into the Gaps tab.",
    group: "plan",
    kind: "run",
  },
  {
    id: "planFromGaps",
    label: "Plan from gaps",
    help: "Makes an action for each of the first gaps of the partners, from what was saved.",
    group: "plan",
    kind: "once",
  },
  {
    id: "planFromPath",
    label: "Plan the way to the next level",
    help: "Makes the actions that reach the next level with the least effort, from what was saved.",
    group: "plan",
    kind: "once",
  },
  {
    id: "synchronisePlan",
    label: "Synchronise plan",
    help: "Stores what changed in the Plan tab and brings in what changed elsewhere; conflicts are shown.",
    group: "plan",
    kind: "once",
  },
  {
    id: "writeBriefs",
    label: "Write briefs",
    help: "Writes a page of text for each partner, from what was saved: where it stands, what to do next, what you offer.",
    group: "plan",
    kind: "run",
  },
  {
    id: "writeSelectedBriefs",
    label: "Write selected briefs",
    help: "The same for the partners whose rows you have selected.",
    group: "plan",
    kind: "run",
  },
  {
    id: "savePeriod",
    label: "Save this period",
    help: "Stores the answers as those of a quarter or another period; only what is new is sent.",
    group: "periods",
    kind: "once",
  },
  {
    id: "comparePeriods",
    label: "Compare periods",
    help: "Writes how every partner moved between two saved periods into the Compare tab.",
    group: "periods",
    kind: "once",
  },
  {
    id: "invitePartners",
    label: "Invite partners",
    help: "Makes links on which partners answer about themselves, and the mails that bring them. Nothing is sent.",
    group: "partners",
    kind: "once",
  },
  {
    id: "updateInvitations",
    label: "Update invitations",
    help: "Says who has opened the link, who has answered how much, and who is done.",
    group: "partners",
    kind: "once",
  },
  {
    id: "compareViews",
    label: "Compare views",
    help: "Writes where partners answer otherwise than you into the Views tab, side by side.",
    group: "partners",
    kind: "once",
  },
  {
    id: "takeOverAnswers",
    label: "Take over answers",
    help: "Writes the partners' answers that you chose in the Views tab into the Answers tab.",
    group: "partners",
    kind: "once",
  },
  {
    id: "closePeriod",
    label: "Close a period",
    help: "Ends what partners can answer for a period, all of them or some, or opens it again.",
    group: "partners",
    kind: "once",
  },
  {
    id: "shareScorecards",
    label: "Share scorecards",
    help: "Makes links to the pages that show partners where they stand, and the mails that bring them. Nothing is sent.",
    group: "partners",
    kind: "once",
  },
  {
    id: "drawDashboard",
    label: "Draw dashboard",
    help: "Draws the chosen partner against the others, the levels, the periods and the S-curve.",
    group: "dashboard",
    kind: "once",
  },
  {
    id: "showNetwork",
    label: "Show the network",
    help: "Lists where the programme is at fault, who is nearly at the next level, and who may lose theirs.",
    group: "dashboard",
    kind: "once",
  },
  {
    id: "checkModel",
    label: "Check model",
    help: "Puts a note on each cell of the Model tab that needs a change.",
    group: "model",
    kind: "once",
  },
  {
    id: "publishModel",
    label: "Publish model",
    help: "Stores the Model tab's model as a revision, so that periods can be saved with it.",
    group: "model",
    kind: "once",
  },
  {
    id: "turnFormulasIntoValues",
    label: "Turn formulas into values",
    help: "Keeps what the Levelsheet formulas of this tab, or of the selected cells, show now.",
    group: "sheet",
    kind: "once",
  },
] as const satisfies readonly Command[];

type Listed = (typeof commands)[number];
export type CommandId = Listed["id"];
export type RunId = Extract<Listed, { kind: "run" }>["id"];
export type OnceId = Extract<Listed, { kind: "once" }>["id"];

export const isRun = (id: CommandId): id is RunId =>
  commands.some((command) => command.id === id && command.kind === "run");

export const labelOf = (id: CommandId): string => commands.find((command) => command.id === id)?.label ?? id;

/**
 * What the sidebar's page and the script say to each other: plain JSON, types only. The script never throws at the page
 * on purpose; a call that fails all the same was stopped by Google or by the network.
 */
import type { CommandId, OnceId, RunId } from "../commands.ts";

export type RunStatus =
  /** More is to be done: call `continueRun`, after `waitSeconds`. */
  | "running"
  /** Stopped before Google would have ended it. */
  | "paused"
  | "cancelled"
  | "failed"
  | "finished";

export interface RunState {
  id: string;
  command: RunId;
  status: RunStatus;
  /** Partners. */
  done: number;
  total: number;
  /** What went wrong last, or what came of it at the end; blank while all goes well. */
  message: string;
  /** How long to wait before `continueRun`: 0 but after a failure that may pass. */
  waitSeconds: number;
}

/** How far a command is that is done in one go. */
export interface Progress {
  command: OnceId;
  done: number;
  total: number;
  unit: "partners" | "rows" | "periods";
}

export interface ConnectionState {
  address: string;
  /** Null where no key was given, or the service is not asked yet. */
  workspace: string | null;
  /** How the key begins, never the key; null where there is none. */
  keyPrefix: string | null;
  /** `tab`: written into the Settings tab, where it can be changed. */
  from: "sidebar" | "tab";
}

export interface HistoryEntry {
  id: string;
  /** ISO 8601, UTC. */
  at: string;
  command: CommandId;
  /** Null where it is not about partners. */
  partners: number | null;
  requests: number;
  seconds: number;
  outcome: RunStatus;
  message: string;
}

export interface Usage {
  /** Day of the counts, in UTC. */
  day: string;
  /** By this person, from menu and sidebar, in every workbook. */
  commands: number;
  /** By the formulas of this workbook, whoever opened it. */
  formulas: number;
}

export interface SidebarState {
  connection: ConnectionState | null;
  /** Whether there are tabs to score. */
  hasWorkbook: boolean;
  /** The last run where it is not finished. */
  run: RunState | null;
  /** Newest first. */
  history: HistoryEntry[];
  usage: Usage;
  /** Milliseconds since 1970, of the script's clock. */
  now: number;
}

export type Said<Value> = { ok: true; value: Value } | { ok: false; message: string };

export interface SidebarCalls {
  readState(): Said<SidebarState>;
  connect(address: string, key: string): Said<{ connection: ConnectionState; message: string }>;
  testConnection(): Said<{ connection: ConnectionState; message: string }>;
  disconnect(): Said<null>;
  startRun(command: RunId): Said<RunState>;
  /** @param resume for the first call on a run that is not running. */
  continueRun(run: string, resume: boolean): Said<RunState>;
  cancelRun(run: string): Said<RunState>;
  /** The value is what to tell, null where a dialog was closed. */
  runCommand(command: OnceId): Said<string | null>;
  /** Of the command that `runCommand` waits for; null where it has told nothing yet. */
  readProgress(): Said<Progress | null>;
  /** It stops once what it is at is done. */
  stopCommand(): Said<null>;
  insertFunction(name: string): Said<string>;
}

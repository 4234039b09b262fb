/** D1 as it is, but for one call. Statements are sent in batches only, so that a call is a transaction. */
import { env } from "cloudflare:workers";

/** What becomes of the call: `send` has the real database do it. */
export type Fault = (send: () => Promise<D1Result[]>) => Promise<D1Result[]>;

export interface FaultyDatabase {
  binding: D1Database;
  /** Calls so far, the faulty one among them. */
  calls(): number;
}

/** @param at the call that the fault is for, from 1. */
export function faultyDatabase(at: number, fault: Fault): FaultyDatabase {
  let calls = 0;
  const binding = {
    prepare: (text: string) => env.DB.prepare(text),
    batch: (statements: D1PreparedStatement[]) => {
      const send = () => env.DB.batch(statements);
      return ++calls === at ? fault(send) : send();
    },
  } as unknown as D1Database;
  return { binding, calls: () => calls };
}

/** Every table with rows of a workspace, and that of the workspaces themselves. */
export const TABLES = [
  "workspaces",
  "keys",
  "models",
  "partners",
  "assessments",
  "standings",
  "actions",
  "documents",
  "links",
  "drafts",
  "webhooks",
  "outbox",
  "messages",
  "deliveries",
  "overdue_told",
];

/** All that is stored, of every workspace, as text to be compared. */
export async function everythingStored(): Promise<string> {
  const queries = TABLES.map((table) => env.DB.prepare(`SELECT * FROM ${table}`));
  return JSON.stringify((await env.DB.batch(queries)).map(({ results }) => results));
}

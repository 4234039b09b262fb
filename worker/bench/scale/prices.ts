/**
 * Cloudflare's limits and prices in US dollars, as its documentation gave them in October and November 2026:
 * developers.cloudflare.com/workers/platform/pricing, /workers/platform/limits, /d1/platform/pricing, /d1/platform/limits.
 */
import { FREE_PLAN } from "../../services/free-plan.ts";

export interface Use {
  requests: number;
  /** Those of the requests that write. */
  writes: number;
  rowsRead: number;
  rowsWritten: number;
  cpuMilliseconds: number;
  /** Wall time in the database. */
  databaseMilliseconds: number;
}

export interface Bill {
  /** Of a month. */
  use: Use;
  /** Bytes. */
  stored: number;
  databases: number;
  /** Writing requests a second in one database, where a quarter of a working day's work falls into one hour. */
  busiest: number;
  /** Which of the free plan's limits it breaks, if any. */
  free: string;
  dollars: number;
  parts: Record<"requests" | "cpu" | "rowsRead" | "rowsWritten" | "storage", number>;
}

export const DAYS = 30;
const WORKING_DAYS = 20;
const HOUR = 3_600;
const BUSIEST_HOUR = 0.25;

const PAID = {
  base: 5,
  requests: { included: 10e6, perMillion: 0.3 },
  cpu: { included: 30e6, perMillion: 0.02 },
  rowsRead: { included: 25e9, perMillion: 0.001 },
  rowsWritten: { included: 50e6, perMillion: 1 },
  storage: { includedBytes: 5e9, perGigabyte: 0.75 },
  databaseBytes: 10e9,
} as const;
const FULL = 0.8;

const over = (used: number, { included, perMillion }: { included: number; perMillion: number }): number =>
  (Math.max(0, used - included) / 1e6) * perMillion;

/** @param use of a month; @param stored bytes. */
export function bill(use: Use, stored: number, workspaces: number): Bill {
  const parts = {
    requests: over(use.requests, PAID.requests),
    cpu: over(use.cpuMilliseconds, PAID.cpu),
    rowsRead: over(use.rowsRead, PAID.rowsRead),
    rowsWritten: over(use.rowsWritten, PAID.rowsWritten),
    storage: (Math.max(0, stored - PAID.storage.includedBytes) / 1e9) * PAID.storage.perGigabyte,
  };
  const databases = Math.min(workspaces, Math.ceil(stored / (FULL * PAID.databaseBytes)));
  return {
    use,
    stored,
    databases,
    busiest: ((use.writes / WORKING_DAYS) * BUSIEST_HOUR) / HOUR / databases,
    free: brokenLimits(use, stored).join(", ") || "fits",
    dollars: PAID.base + Object.values(parts).reduce((sum, part) => sum + part, 0),
    parts,
  };
}

/** A month's work falls on its working days. */
function brokenLimits(use: Use, stored: number): string[] {
  const daily = (value: number) => value / WORKING_DAYS;
  return [
    ["requests", daily(use.requests) > FREE_PLAN.requestsPerDay],
    ["rows read", daily(use.rowsRead) > FREE_PLAN.rowsReadPerDay],
    ["rows written", daily(use.rowsWritten) > FREE_PLAN.rowsWrittenPerDay],
    ["size", stored > FREE_PLAN.databaseBytes],
  ].flatMap(([name, broken]) => (broken ? [String(name)] : []));
}

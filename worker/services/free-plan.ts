/**
 * What Cloudflare's free plan gives an account, and when this deployment will not fit it any more. As published at
 * developers.cloudflare.com/workers/platform/limits and /d1/platform/limits in 2026; see .github/adr for the money.
 */
export const FREE_PLAN = {
  requestsPerDay: 100_000,
  rowsReadPerDay: 5_000_000,
  rowsWrittenPerDay: 100_000,
  databaseBytes: 500_000_000,
} as const;

/** Share of a limit from which it is worth a warning. */
const NEAR = 0.8;
const share = (part: number, whole: number): string => `${Math.floor((100 * part) / whole)} %`;

/** @returns a sentence for each limit that is near, with what to do. */
export function freePlanWarnings(used: { databaseBytes?: number | null; rowsWritten?: number }): string[] {
  const { databaseBytes = null, rowsWritten = 0 } = used;
  const warnings: string[] = [];
  if (databaseBytes !== null && databaseBytes >= NEAR * FREE_PLAN.databaseBytes) {
    warnings.push(
      `The database fills ${share(databaseBytes, FREE_PLAN.databaseBytes)} of the 500 MB that one may have on the free plan; a full one takes no more changes. Erase what you no longer need, or change to the Workers Paid plan, where it may have 10 GB.`,
    );
  }
  if (rowsWritten >= NEAR * FREE_PLAN.rowsWrittenPerDay) {
    warnings.push(
      `The changes of today have taken about ${share(rowsWritten, FREE_PLAN.rowsWrittenPerDay)} of the 100,000 rows that the free plan writes in a day; after that changes fail until midnight UTC. Spread imports over several days, or change to the Workers Paid plan.`,
    );
  }
  return warnings;
}

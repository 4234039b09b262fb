import { type Counts, readChanges, readCounts } from "../db/metrics.ts";
import type { Caller } from "./caller.ts";
import { FREE_PLAN, freePlanWarnings } from "./free-plan.ts";

export interface Metrics {
  at: string;
  workspace: Counts;
  /** Since midnight UTC, when the plan's daily limits begin anew. */
  today: {
    changes: number;
    assessments: number;
    partners: number;
    /** Estimate: two for each assessment and change, one for each partner. */
    rowsWritten: number;
  };
  /** Of all workspaces together; null where the database does not say. */
  database: { bytes: number | null };
  freePlan: typeof FREE_PLAN;
  warnings: string[];
}

const DAY = 86_400_000;

/** What the workspace has and has changed today, beside the limits of the free plan. */
export async function readMetrics({ database, now }: Caller): Promise<Metrics> {
  const instant = Date.parse(now);
  const workspace = await readCounts(database, now);
  const changed = await readChanges(database, instant - (instant % DAY));
  const rowsWritten = 2 * changed.assessments + changed.partners + 2 * changed.changes;
  const bytes = database.size();
  return {
    at: now,
    workspace,
    today: { ...changed, rowsWritten },
    database: { bytes },
    freePlan: FREE_PLAN,
    warnings: freePlanWarnings({ databaseBytes: bytes, rowsWritten }),
  };
}

interface Gauge {
  name: string;
  help: string;
  value: number | null;
}

/** The same for Prometheus and what reads like it, in OpenMetrics 1.0. Warnings are sentences, so they stay away. */
export function asOpenMetrics({ workspace, today, database, freePlan }: Metrics): string {
  const gauges: Gauge[] = [
    { name: "partners", help: "Stored partners.", value: workspace.partners },
    { name: "standings", help: "Partners times models under which they stand somewhere.", value: workspace.standings },
    { name: "actions_open", help: "Actions that are not closed.", value: workspace.actionsOpen },
    { name: "actions_overdue", help: "Actions that are not closed and late.", value: workspace.actionsOverdue },
    { name: "links_open", help: "Links that open something.", value: workspace.linksOpen },
    { name: "keys", help: "Keys that open something.", value: workspace.keys },
    { name: "changes_today", help: "Changes since midnight UTC.", value: today.changes },
    { name: "assessments_saved_today", help: "Assessments saved since midnight UTC.", value: today.assessments },
    { name: "partners_saved_today", help: "Partners saved since midnight UTC.", value: today.partners },
    { name: "rows_written_today", help: "Estimate of the rows written since midnight UTC.", value: today.rowsWritten },
    { name: "rows_written_limit", help: "Rows that the free plan writes in a day.", value: freePlan.rowsWrittenPerDay },
    { name: "database_bytes", help: "Size of the database, all workspaces together.", value: database.bytes },
    { name: "database_bytes_limit", help: "Size that the free plan allows.", value: freePlan.databaseBytes },
  ];
  const lines = gauges.flatMap(({ name, help, value }) =>
    value === null
      ? []
      : [`# TYPE levelsheet_${name} gauge`, `# HELP levelsheet_${name} ${help}`, `levelsheet_${name} ${value}`],
  );
  return `${lines.join("\n")}\n# EOF\n`;
}

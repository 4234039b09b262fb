/** Periods as people write them, and which of them the service has. */
import { periodEnd } from "../../../models/engine/network/period.ts";
import type { MenuPlatform } from "../platform.ts";
import { Trouble } from "../service.ts";
import type { ServiceLine } from "./service-line.ts";
import { assessmentsPath, type StoredAssessment } from "./stored.ts";

const DAY = 86_400_000;

/** Today where the spreadsheet is, in ISO 8601. */
export const today = (platform: MenuPlatform): string =>
  platform.day(platform.clock.now(), platform.spreadsheet().getSpreadsheetTimeZone());

/** Such as `2026-Q4`. */
export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** @returns in the service's way of writing. @throws Trouble for what is no period. */
export function readPeriod(text: string): string {
  const name = text.trim().toUpperCase();
  if (periodEnd(name) === null || name.length > 10) {
    throw new Trouble(
      `“${text.trim().slice(0, 40)}” is no period. Enter one such as 2026-Q4, 2026-H2, 2026-11, 2026 or 2026-11-30`,
    );
  }
  return name;
}

/** The day before a period begins. */
function dayBefore(period: string): string {
  const [year = 0, part = ""] = [Number(period.slice(0, 4)), period.slice(5)];
  const month = part.startsWith("Q")
    ? Number(part.slice(1)) * 3 - 2
    : part.startsWith("H")
      ? Number(part.slice(1)) * 6 - 5
      : Number(part.slice(0, 2) || 1);
  const day = Number(part.slice(3) || 1);
  return new Date(Date.UTC(year, month - 1, day) - DAY).toISOString().slice(0, 10);
}

/** Partners that are looked at to find a period: the latest of these is taken for the network's. */
const LOOKED_AT = 200;

/**
 * The latest periods that are stored for a model, latest first: as many requests as periods. Where two of different
 * length begin on the same day, the one with more partners is taken.
 */
export function storedPeriods(line: ServiceLine, model: string, from: string, most: number): string[] {
  const periods: string[] = [];
  for (let asOf = from; periods.length < most; ) {
    const { assessments } = line.ask<{ assessments: StoredAssessment[] }>({
      method: "get",
      path: assessmentsPath({ model, asOf, limit: String(LOOKED_AT) }),
    });
    const counts = new Map<string, number>();
    for (const { period } of assessments) counts.set(period, (counts.get(period) ?? 0) + 1);
    const [latest] = [...counts].sort((a, b) => {
      const [one, other] = [dayBefore(a[0]), dayBefore(b[0])];
      return one === other ? b[1] - a[1] : one < other ? 1 : -1;
    });
    if (latest === undefined) break;
    periods.push(latest[0]);
    asOf = dayBefore(latest[0]);
  }
  return periods;
}

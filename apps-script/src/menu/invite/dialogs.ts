/** What is asked in dialogs before links are made: whom, for which period, until when. */
import type { MenuPlatform } from "../../platform.ts";
import { Trouble } from "../../service.ts";
import { named, selectedNames } from "../choose-partners.ts";
import { quarterOf, readPeriod, today } from "../periods.ts";
import { counted } from "../say.ts";
import { partnerId } from "../stored.ts";

const DAY = 86_400_000;
/** As the service has it where nothing is said. */
const USUAL_DAYS = 90;
/** The service's longest, two years. */
const MOST_DAYS = 730;
const SHOWN = 3;

/** @param present partners of the Answers tab. @returns null where the dialog was closed. @throws Trouble. */
export function askWhom(title: string, present: readonly string[], platform: MenuPlatform): string[] | null {
  if (present.length === 0) throw new Trouble("there is nobody in the Answers tab. Enter partners there first");
  const known = new Set(present);
  const selected = [...new Set(selectedNames(platform.spreadsheet()).map(partnerId))].filter((name) => known.has(name));
  const blank =
    selected.length === 0
      ? "No partner's row is selected."
      : `Leave it blank for ${selected.length === 1 ? "the selected partner" : `the ${counted(selected.length, "selected partner", "selected partners")}`}: ${someOf(selected)}.`;
  const typed = platform.prompt.ask(
    title,
    `Whom? ${blank}\n\nEnter “all” for ${present.length === 1 ? "the one partner" : `all ${present.length.toLocaleString("en")} partners`} of the Answers tab, or names with “;” between them.`,
  );
  if (typed === null) return null;
  if (/^[“"']?all[”"']?$/i.test(typed)) return [...present];
  if (typed !== "") return named(typed, present);
  if (selected.length === 0) throw new Trouble("select rows of the Answers tab, or enter “all” or names");
  return selected;
}

/** @returns null where the dialog was closed. @throws Trouble for what is no period. */
export function askPeriod(title: string, question: string, platform: MenuPlatform): string | null {
  const quarter = quarterOf(today(platform));
  const typed = platform.prompt.ask(
    title,
    `${question} Such as 2026-Q4, 2026-11 or 2026-11-30.\n\nLeave it blank for ${quarter}.`,
  );
  if (typed === null) return null;
  return typed === "" ? quarter : readPeriod(typed);
}

/** @returns the last day on which links work, in ISO 8601; null where the dialog was closed. @throws Trouble. */
export function askUntil(title: string, platform: MenuPlatform): string | null {
  const now = today(platform);
  const later = (days: number): string => new Date(Date.parse(now) + days * DAY).toISOString().slice(0, 10);
  const usual = later(USUAL_DAYS);
  const typed = platform.prompt.ask(
    title,
    `Until which day do the links work? Such as ${later(30)}.\n\nLeave it blank for ${usual}, in ${USUAL_DAYS} days.`,
  );
  if (typed === null || typed === "") return typed === null ? null : usual;
  // Some engines read the 30th of February as a day of March.
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(Date.parse(typed));
  if (!isDay || new Date(typed).toISOString().slice(0, 10) !== typed) {
    throw new Trouble(`“${typed.slice(0, 40)}” is no day. Enter one such as ${later(30)}`);
  }
  if (typed < now || typed > later(MOST_DAYS)) {
    throw new Trouble(`links work until a day from today to ${later(MOST_DAYS)}. Enter one such as ${later(30)}`);
  }
  return typed;
}

/** Names of the first, and how many more there are. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name));
  const more = names.length - SHOWN;
  return shown.join(", ") + (more > 0 ? ` and ${more.toLocaleString("en")} more` : "");
}

const STEP = 900_000;

/** The last moment of a day where the spreadsheet is, in ISO 8601: time zones differ from UTC by quarters of an hour. */
export function endOfDay(day: string, platform: MenuPlatform): string {
  const timeZone = platform.spreadsheet().getSpreadsheetTimeZone();
  let [within, over] = [Date.parse(day) / STEP, Date.parse(day) / STEP + (2 * DAY) / STEP];
  while (over - within > 1) {
    const middle = Math.floor((within + over) / 2);
    if (platform.day(middle * STEP, timeZone) > day) over = middle;
    else within = middle;
  }
  return new Date(over * STEP - 1_000).toISOString();
}

/** Calls into the script behind the sheet, and what it means when one never arrives. */
import type { SidebarCalls, SidebarState } from "../wire.ts";

/** What Google puts into the page. */
interface Runner {
  withSuccessHandler(handler: (answer: unknown) => void): Runner;
  withFailureHandler(handler: (error: unknown) => void): Runner;
  [name: string]: (...given: never[]) => unknown;
}
declare const google: { script: { run: Runner } } | undefined;

/** The call did not get through: nothing is wrong with what was asked. */
export class Unreachable extends Error {
  /** Whether asking again in a moment may help. */
  readonly passing: boolean;

  constructor(message: string, passing: boolean) {
    super(message);
    this.name = "Unreachable";
    this.passing = passing;
  }
}

/** Longer than any call takes but those that wait for a dialog. */
const PATIENCE = 90_000;
const DIALOG_PATIENCE = 345_000;

export type Value<Name extends keyof SidebarCalls> = Extract<ReturnType<SidebarCalls[Name]>, { ok: true }>["value"];

/** @throws Error in the script's own words, Unreachable where there are none. */
export function call<Name extends keyof SidebarCalls>(
  name: Name,
  ...given: Parameters<SidebarCalls[Name]>
): Promise<Value<Name>> {
  return new Promise((done, fail) => {
    if (typeof google === "undefined") {
      fail(new Unreachable("This page works in the sidebar of a sheet only.", false));
      return;
    }
    const patience = name === "runCommand" ? DIALOG_PATIENCE : PATIENCE;
    const timer = setTimeout(() => fail(new Unreachable(`Google did not answer. ${ACCOUNTS}`, true)), patience);
    const answered = (answer: unknown): void => {
      clearTimeout(timer);
      const said = answer as ReturnType<SidebarCalls[Name]> | null | undefined;
      if (said?.ok === true) done(said.value as Value<Name>);
      else if (said?.ok === false) fail(new Error(said.message));
      else fail(unreachable("no answer"));
    };
    const failed = (error: unknown): void => {
      clearTimeout(timer);
      fail(unreachable(error instanceof Error ? error.message : String(error)));
    };
    const runner = google.script.run.withSuccessHandler(answered).withFailureHandler(failed);
    (runner[name] as (...given: Parameters<SidebarCalls[Name]>) => void)(...given);
  });
}

/** Asks again, up to three times in all, where the call got lost. */
export async function readStatePatiently(): Promise<SidebarState> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call("readState");
    } catch (error) {
      if (!(error instanceof Unreachable && error.passing) || attempt === 3) throw error;
      await new Promise((done) => setTimeout(done, 1_000 * attempt));
    }
  }
}

const ACCOUNTS =
  "If this browser is signed in to several Google accounts, Google mixes them up here. Open the sheet in a private window, or in a browser profile with one account, and sign in with that account alone. The Levelsheet menu works meanwhile.";

/** Google's words for a page that runs as another account than the sheet. */
const WRONG_ACCOUNT = /authori[sz]|permission|PERMISSION_DENIED|reading from storage|access denied|not have access/i;

function unreachable(message: string): Unreachable {
  if (WRONG_ACCOUNT.test(message))
    return new Unreachable(`Google does not let this sidebar reach the sheet. ${ACCOUNTS}`, false);
  if (/script function not found/i.test(message)) {
    return new Unreachable("This sidebar is older than the add-on. Close it and open it again.", false);
  }
  return new Unreachable("The connection to Google was lost. Check your network and try again.", true);
}

/** What to show, whatever was thrown. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What the script answers to the sidebar's page. */
import { commands, type OnceId, type RunId } from "../commands.ts";
import { forgetConnection, writtenAddress } from "../connection.ts";
import { workOnce } from "../menu/choose.ts";
import { insertFunction } from "../menu/insert-function.ts";
import { readProgress, stopCommand } from "../menu/run-time.ts";
import { inWords } from "../menu/say.ts";
import { connect, connectionState, testConnection } from "../menu/settings.ts";
import { noteConnection } from "../menu/start-tab.ts";
import type { MenuPlatform } from "../platform.ts";
import { readHistory } from "../run/history.ts";
import { readRun } from "../run/record.ts";
import { cancelRun, continueRun, startRun, stateOf } from "../run/run.ts";
import { readUsage } from "../run/usage.ts";
import { Trouble } from "../service.ts";
import type { Said, SidebarCalls, SidebarState } from "./wire.ts";

/** Arguments come over the wire: each call checks what it uses. */
export function answersOf(platform: MenuPlatform): SidebarCalls {
  return {
    readState: () => said(() => readState(platform)),
    connect: (address, key) => said(() => connect(String(address), String(key), platform)),
    testConnection: () => said(() => testConnection(platform)),
    disconnect: () => said(() => disconnect(platform)),
    startRun: (command) => said(() => startRun(known<RunId>(command, "run"), platform)),
    continueRun: (run, resume) => said(() => continueRun(String(run), resume === true, platform)),
    cancelRun: (run) => said(() => cancelRun(String(run), platform)),
    runCommand: (command) => said(() => workOnce(known<OnceId>(command, "once"), platform)),
    readProgress: () => said(() => readProgress(platform)),
    stopCommand: () =>
      said(() => {
        stopCommand(platform);
        return null;
      }),
    insertFunction: (name) => said(() => insertFunction(String(name), platform)),
  };
}

function said<Value>(work: () => Value): Said<Value> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, message: inWords(error) };
  }
}

function known<Id extends string>(id: string, kind: "run" | "once"): Id {
  const command = commands.find((own) => own.id === id && own.kind === kind);
  if (command === undefined) throw new Trouble("this sidebar is older than the add-on. Close it and open it again");
  return command.id as Id;
}

function readState(platform: MenuPlatform): SidebarState {
  const properties = platform.properties();
  const run = readRun(properties);
  const now = platform.clock.now();
  const spreadsheet = platform.spreadsheet();
  return {
    connection: connectionState(platform),
    hasWorkbook: spreadsheet.getSheetByName("Model") !== null && spreadsheet.getSheetByName("Answers") !== null,
    run: run === null || run.status === "finished" ? null : stateOf(run),
    history: readHistory(properties),
    usage: readUsage(platform.userProperties(), properties, now),
    now,
  };
}

function disconnect(platform: MenuPlatform): null {
  if (writtenAddress(platform.spreadsheet()) !== "") {
    throw new Trouble("the connection is written in the Settings tab. Clear the address and the key there");
  }
  forgetConnection(platform.properties());
  noteConnection(null, platform.spreadsheet());
  return null;
}

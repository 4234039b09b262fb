/** The shipped `Code.js`, and running a function of it as Google runs one. */
import { GoogleFailure } from "../google/as-google.ts";
import type { AuthMode } from "../google/execution.ts";
import { googleGlobals, type Surroundings } from "../google/globals.ts";
import type { Question, Replies, Reply } from "../google/ui.ts";
import type { Answer, Send } from "../google/url-fetch.ts";

export type Functions = Record<string, unknown>;
/** Gives the script its globals, and gives back what it declares. */
export type Load = (globals: object, mode: AuthMode) => Functions;

export type Outcome =
  | { kind: "done"; value: unknown }
  | { kind: "failed"; message: string }
  /** Ended to ask; the reply begins the run again. */
  | { kind: "asks"; question: Question; resume(reply: Reply): Outcome };

export class Script {
  readonly #load: Load;
  readonly #place: Surroundings;

  constructor(load: Load, place: Surroundings) {
    this.#load = load;
    this.#place = place;
  }

  /** @param event what a trigger hands over. */
  run(name: string, args: readonly unknown[] = [], mode: AuthMode = "FULL"): Outcome {
    return this.#attempt(name, args, mode, [], []);
  }

  /**
   * A function in a cell.
   * @throws what it throws.
   */
  compute(name: string, args: readonly unknown[]): unknown {
    const { services } = googleGlobals("CUSTOM_FUNCTION", this.#place);
    return this.#function(name, "CUSTOM_FUNCTION", services)(...args);
  }

  /** @param journal answers of the network so far: a run that begins again does not ask for them twice. */
  #attempt(
    name: string,
    args: readonly unknown[],
    mode: AuthMode,
    given: readonly Reply[],
    journal: Answer[],
  ): Outcome {
    const replies: Replies = { given, pending: null };
    const place = { ...this.#place, send: replayed(this.#place.send, journal) };
    const { services, end } = googleGlobals(mode, place, replies);
    let ended: Outcome;
    try {
      ended = { kind: "done", value: this.#function(name, mode, services)(...args) };
    } catch (error) {
      ended = { kind: "failed", message: error instanceof Error || isError(error) ? error.message : String(error) };
    }
    end();
    const { pending } = replies;
    if (pending === null) return ended;
    return {
      kind: "asks",
      question: pending,
      resume: (reply) => this.#attempt(name, args, mode, [...given, reply], journal),
    };
  }

  #function(name: string, mode: AuthMode, globals: object): (...args: readonly unknown[]) => unknown {
    const found = this.#load(globals, mode)[name];
    if (typeof found !== "function" || name.endsWith("_")) {
      throw new GoogleFailure(`Script function not found: ${name}`);
    }
    return found as (...args: readonly unknown[]) => unknown;
  }
}

/** Errors of the script come from another realm. */
const isError = (error: unknown): error is Error =>
  typeof error === "object" && error !== null && typeof (error as Partial<Error>).message === "string";

function replayed(send: Send, journal: Answer[]): Send {
  let place = 0;
  return (sent) => {
    const known = journal[place++];
    if (known !== undefined) return known;
    const answer = send(sent);
    journal.push(answer);
    return answer;
  };
}

/**
 * Everything that can go wrong on the caller's side, without a word of HTTP: services throw these, `http/problem.ts`
 * turns them into answers. Messages are for the caller and never quote what only we should see.
 */

export interface ErrorEntry {
  /** Where in the request, as a path with ids or places from 0: `assessments.3.partner`, `query.revision`. */
  location: string;
  message: string;
}

export const ERROR_CODES = [
  "malformed-json",
  "invalid-request",
  "invalid-model",
  "unknown-model",
  "unknown-revision",
  "too-large",
  "unauthenticated",
  "forbidden",
  "rate-limited",
  "unknown-thing",
  "conflict",
  "idempotency-mismatch",
  "precondition-required",
  "precondition-failed",
  "busy",
  "moving",
  "storage-unavailable",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export abstract class LevelsheetError extends Error {
  abstract readonly code: ErrorCode;
  readonly errors: readonly ErrorEntry[];

  constructor(message: string, errors: readonly ErrorEntry[] = []) {
    super(message);
    this.name = new.target.name;
    this.errors = errors;
  }
}

/** The body is not JSON; the entry says at which line and column. */
export class MalformedJson extends LevelsheetError {
  readonly code = "malformed-json";
}

/** The body is JSON, or the query readable, but it does not say what the operation needs. */
export class InvalidRequest extends LevelsheetError {
  readonly code = "invalid-request";

  constructor(errors: readonly ErrorEntry[]) {
    super(
      errors.length === 1
        ? "One part of the request is not as it should be."
        : `${errors.length} parts of the request are not as they should be.`,
      errors,
    );
  }
}

/** The model document sent along cannot be scored with. */
export class InvalidModel extends LevelsheetError {
  readonly code = "invalid-model";

  constructor(errors: readonly ErrorEntry[]) {
    super("The model document has faults. POST it to /v1/models/check for all findings.", errors);
  }
}

export class UnknownModel extends LevelsheetError {
  readonly code = "unknown-model";
}

export class UnknownRevision extends LevelsheetError {
  readonly code = "unknown-revision";
}

/** The request or a part of it is over a stated limit. */
export class TooLarge extends LevelsheetError {
  readonly code = "too-large";
}

/** No key, or one that opens nothing any more. Never says whether a key of that text ever existed. */
export class Unauthenticated extends LevelsheetError {
  readonly code = "unauthenticated";
}

/** The key is good, but not for this. */
export class Forbidden extends LevelsheetError {
  readonly code = "forbidden";
}

export class RateLimited extends LevelsheetError {
  readonly code = "rate-limited";

  constructor(
    message = "Too many requests have come with this key. Wait a few seconds, and send more partners per request.",
  ) {
    super(message);
  }
}

/** No partner, key or result of this name, in this workspace; another workspace's are no different. */
export class UnknownThing extends LevelsheetError {
  readonly code = "unknown-thing";
}

/** The request is sound but does not fit what is stored. */
export class Conflict extends LevelsheetError {
  readonly code = "conflict";
}

/** A change to something that others change too, without saying which version it is meant for. */
export class PreconditionRequired extends LevelsheetError {
  readonly code = "precondition-required";
}

/** Somebody else was faster; `current` is what there is now, for the caller to decide again. */
export class PreconditionFailed extends LevelsheetError {
  readonly code = "precondition-failed";
  readonly current: { version: number } & Record<string, unknown>;

  constructor(message: string, current: PreconditionFailed["current"]) {
    super(message);
    this.current = current;
  }
}

export class IdempotencyMismatch extends LevelsheetError {
  readonly code = "idempotency-mismatch";

  constructor() {
    super("This Idempotency-Key was sent before with another body. Use a new key for a new request.");
  }
}

/** Others keep changing the same rows; nothing was stored. */
export class Busy extends LevelsheetError {
  readonly code = "busy";

  constructor() {
    super("Other requests are changing the same data. Nothing was stored; send the request again.");
  }
}

/** The workspace is on its way to another database; nothing was stored. */
export class WorkspaceMoving extends LevelsheetError {
  readonly code = "moving";

  constructor() {
    super(
      "This workspace is being moved to another database and takes no changes until it is there. Nothing was stored; ask who runs the service for the new address.",
    );
  }
}

export class StorageUnavailable extends LevelsheetError {
  readonly code = "storage-unavailable";

  constructor() {
    super(
      "The database does not answer. Send the request again; with the same Idempotency-Key it takes effect once, whatever became of this one.",
    );
  }
}

/** A row of this key is there. Where that is no fault of ours, the service says so in its own words. */
export class AlreadyStored extends StorageUnavailable {}

/** Somebody else has written a document since it was read. Services read again; it never reaches a caller. */
export class StaleWrite extends Error {}

/**
 * The one way to the database. Every query names its workspace, is counted, and fails as `StorageUnavailable` where D1
 * does not answer in time. SQL is written with `inWorkspace`, so that a test can go through all of it.
 */
import { AlreadyStored, StaleWrite, StorageUnavailable, WorkspaceMoving } from "../errors.ts";

declare const boundToWorkspace: unique symbol;
/** SQL whose parameter ?1 is the workspace. */
export type WorkspaceSql = string & { readonly [boundToWorkspace]: true };

/** All SQL of the Worker, for the test that looks for the workspace in it. */
export const workspaceSql: string[] = [];

/** @param text SQL that holds every table against `?1`, which the wrapper binds to the workspace. */
export function inWorkspace(text: string): WorkspaceSql {
  workspaceSql.push(text);
  return text as WorkspaceSql;
}

/** SQL of the runs by the clock, which go over all workspaces, for the test that goes through it. */
export const acrossSql: string[] = [];

/** @param text SQL in which every table is held against a workspace: of another table, or of the row that is sent. */
export function acrossWorkspaces(text: string): string {
  acrossSql.push(text);
  return text;
}

export type Parameter = string | number | null;

export interface Query {
  sql: WorkspaceSql;
  /** From ?2 on. */
  parameters: readonly Parameter[];
  /** Whether it leaves something to be told to webhooks. */
  announces?: boolean;
}

/** What a request has cost so far. */
export interface Spending {
  statements: number;
  rowsRead: number;
  rowsWritten: number;
  milliseconds: number;
}

/**
 * Milliseconds that all statements of a request may take together. D1 itself gives up after 30 s for each; a sheet's
 * custom function has 30 s for everything.
 */
export const TIMEOUT = 10_000;

export class Database {
  readonly spent: Spending = { statements: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0 };
  /** Workspaces whose webhooks have something to be told since this was made. */
  readonly announced = new Set<string>();
  #size: number | null = null;
  readonly #d1: D1Database;
  readonly #timeout: number;

  constructor(d1: D1Database, timeout = TIMEOUT) {
    this.#d1 = d1;
    this.#timeout = timeout;
  }

  /** Bytes of the whole database as of the last answer; null before the first. */
  get size(): number | null {
    return this.#size;
  }

  /** For the look-up of keys and set-up, which come before any workspace is known, and for what the clock does for all. */
  async unbound<Row>(text: string, ...parameters: Parameter[]): Promise<Row[]> {
    return (await this.unboundBatch<Row>([{ text, parameters }]))[0] ?? [];
  }

  async unboundBatch<Row>(queries: readonly { text: string; parameters: readonly Parameter[] }[]): Promise<Row[][]> {
    const statements = queries.map(({ text, parameters }) => this.#d1.prepare(text).bind(...parameters));
    return (await this.#run<Row>(statements)).map(({ results }) => results);
  }

  within(workspace: string): WorkspaceDatabase {
    const prepare = ({ sql, parameters }: Query) => this.#d1.prepare(sql).bind(workspace, ...parameters);
    return {
      all: async <Row>(query: Query) => (await this.#run<Row>([prepare(query)]))[0]?.results ?? [],
      batch: async (queries) => {
        const results = await this.#run(queries.map(prepare));
        if (queries.some(({ announces }) => announces)) this.announced.add(workspace);
        return results.map(({ meta }) => meta.changes);
      },
      size: () => this.#size,
    };
  }

  async #run<Row>(statements: D1PreparedStatement[]): Promise<D1Result<Row>[]> {
    const started = Date.now();
    this.spent.statements += statements.length;
    try {
      const results = await this.#inTime(() => this.#d1.batch<Row>(statements));
      for (const { meta } of results) {
        this.spent.rowsRead += meta.rows_read;
        this.spent.rowsWritten += meta.rows_written;
        this.#size = meta.size_after ?? this.#size;
      }
      return results;
    } catch (error) {
      throw translate(error);
    } finally {
      this.spent.milliseconds += Date.now() - started;
    }
  }

  /** What is not sent any more takes no effect; what was sent may still, as a whole, after nobody waits for it. */
  async #inTime<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    const left = this.#timeout - this.spent.milliseconds;
    if (left <= 0) throw new Error(`no time left of ${this.#timeout} ms`);
    let timer: ReturnType<typeof setTimeout> | null = null;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${this.#timeout} ms`)), left);
    });
    try {
      return await Promise.race([send(), late]);
    } finally {
      if (timer !== null) clearTimeout(timer);
    }
  }
}

export interface WorkspaceDatabase {
  all<Row>(query: Query): Promise<Row[]>;
  /**
   * A transaction: all of it or nothing.
   *
   * @returns rows changed by each query, without those changed by triggers.
   * @throws StaleWrite where a document has another version than expected.
   */
  batch(queries: readonly Query[]): Promise<number[]>;
  /** Bytes of the whole database, all workspaces together, as of the last answer; null before the first. */
  size(): number | null;
}

function translate(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (/NOT NULL constraint failed: (actions|documents|drafts|standings)\.version/.test(message))
    return new StaleWrite();
  if (message.includes("workspace is leaving")) return new WorkspaceMoving();
  // The reason is for the log alone: it may quote SQL.
  console.error(JSON.stringify({ database: message.slice(0, 500) }));
  return message.includes("UNIQUE constraint failed") ? new AlreadyStored() : new StorageUnavailable();
}

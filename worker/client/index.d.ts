import type { Client, ClientOptions } from "openapi-fetch";
import type { paths } from "./operations.d.ts";

export interface LevelsheetOptions extends Omit<ClientOptions, "baseUrl"> {
  /** Where the Worker answers, such as `https://levelsheet.example.workers.dev`. */
  address: string;
  /** A key of the workspace, `lsk_…`. */
  key: string;
}

/**
 * Calls by path, typed from the OpenAPI document: `client.POST("/v1/score", { body })`. Each answers
 * `{ data, error, response }`; `error` is a problem as in RFC 9457. Rejects only where nothing answers.
 */
export declare function createClient(options: LevelsheetOptions): Client<paths>;

export type { components, operations, paths } from "./operations.d.ts";

import type { OpenAPIHono } from "@hono/zod-openapi";
import type { RequestIdVariables } from "hono/request-id";
import type { Database } from "../db/database.ts";
import type { LanguageModel } from "../services/polish-text.ts";
import type { Wake } from "./wake.ts";

/** What a deployment may leave out. */
interface OptionalBindings {
  /** The secret of `POST /v1/setup`; without it there is no set-up. */
  SETUP_CODE?: string;
  RATE_LIMIT?: RateLimit;
  /** Workers AI, which may smooth the wording of briefs; without it they keep that of their templates. */
  AI?: LanguageModel;
  /** Name of the language model; the usual one without it. */
  AI_MODEL?: string;
  /** Without it webhooks are told by the clock alone, a minute later at most. */
  WEBHOOK_QUEUE?: Queue<Wake>;
  /** `true` lets webhooks point to this machine: for development and tests. */
  WEBHOOKS_ALLOW_LOCAL?: string;
}

export interface Environment {
  Bindings: Omit<Cloudflare.Env, keyof OptionalBindings> & OptionalBindings;
  Variables: RequestIdVariables & { database?: Database };
}

export type App = OpenAPIHono<Environment>;

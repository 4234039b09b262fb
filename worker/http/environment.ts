import type { OpenAPIHono } from "@hono/zod-openapi";
import type { RequestIdVariables } from "hono/request-id";

export interface Environment {
  Bindings: Cloudflare.Env;
  Variables: RequestIdVariables;
}

export type App = OpenAPIHono<Environment>;

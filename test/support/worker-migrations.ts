import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { insertWorkspace, usual } from "./worker-workspace.ts";

await applyD1Migrations(env.DB, env.MIGRATIONS);
await insertWorkspace(usual, "Usual");

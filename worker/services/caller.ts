import type { WorkspaceDatabase } from "../db/database.ts";
import type { Key } from "../db/keys.ts";
import type { WebhookEvent } from "../db/webhooks.ts";

/** Who asks, on whose behalf, and when: what every service that stores or reads needs. */
export interface Caller {
  database: WorkspaceDatabase;
  workspace: { id: string; name: string };
  key: Key;
  /** The key's text, from which new keys are derived. */
  bearer: string;
  /** ISO 8601, UTC. */
  now: string;
  /** Null without an Idempotency-Key. */
  repeatable: { answerKey: string; found: unknown } | null;
  /** Types of events that webhooks of the workspace want to be told. */
  listens: ReadonlySet<WebhookEvent>;
}

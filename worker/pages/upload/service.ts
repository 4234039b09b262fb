/** Asking the service, again where that may help. */
import type { Upload } from "../../services/upload/outcome.ts";

export interface Settings {
  key: string;
  model: string;
  period: string;
  source: string;
  faulty: string;
}

/** What a person can do something about. */
export class Refused extends Error {
  readonly places: readonly { location: string; message: string }[];

  constructor(message: string, places: readonly { location: string; message: string }[] = []) {
    super(message);
    this.places = places;
  }
}

interface Problem {
  detail?: string;
  errors?: { location: string; message: string }[];
}

const TRIES = 5;
const LONGEST_WAIT = 15;

async function ask<Answer>(path: string, key: string, options: RequestInit = {}): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(path, {
      ...options,
      headers: { authorization: `Bearer ${key}`, ...options.headers },
    }).catch(() => null);
    if (response?.ok) return (await response.json()) as Answer;
    const again = response === null || response.status === 429 || response.status >= 500;
    if (!again) throw await refusal(response);
    if (attempt === TRIES) {
      if (response !== null) throw await refusal(response);
      throw new Refused("The service does not answer. Check the connection, then go on.");
    }
    const wait = Math.min(Number(response?.headers.get("retry-after") ?? 0) || attempt, LONGEST_WAIT);
    await new Promise((done) => setTimeout(done, wait * 1_000));
  }
}

async function refusal(response: Response): Promise<Refused> {
  const { detail, errors = [] } = (await response.json().catch(() => ({}))) as Problem;
  return new Refused(detail ?? `The service answered ${response.status}.`, errors);
}

export interface ModelQuestions {
  document: { name: string; criteria: { id: string; name: string }[]; levels: { id: string; name: string }[] };
}

export const readModel = (key: string, model: string): Promise<ModelQuestions> => {
  const [id = "", revision] = model.split("@");
  return ask(`/v1/models/${encodeURIComponent(id)}${revision ? `?revision=${encodeURIComponent(revision)}` : ""}`, key);
};

/** The workspace's own models among them. */
export const listModels = (key: string): Promise<{ models: { id: string; name: string }[] }> =>
  ask("/v1/models?limit=100", key);

/** @param change names the request, so that a second try stores nothing twice; null to store nothing at all. */
export function sendPortion(
  { key, ...settings }: Settings,
  decimal: string | null,
  csv: string,
  change: string | null,
): Promise<Upload> {
  const query = new URLSearchParams({ ...settings, check: String(change === null) });
  if (decimal !== null) query.set("decimal", decimal);
  return ask(`/v1/uploads?${query}`, key, {
    method: "POST",
    body: csv,
    headers: { "content-type": "text/csv; charset=utf-8", ...(change !== null && { "idempotency-key": change }) },
  });
}

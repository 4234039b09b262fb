/** The requests to the Levelsheet service, patient like those to Google. */
import type { ProblemDetails } from "../../models/contract.ts";
import { readAddress } from "../src/connection.ts";
import { type Failure, isUnsent, patiently, secondsOf } from "./patience.ts";
import { ProvisionError, type Surroundings } from "./surroundings.ts";

export interface Service {
  /** Without a slash at the end. */
  address: string;
  key: string;
}

export interface ServiceRequest {
  method: "get" | "post" | "put" | "patch";
  path: string;
  body?: string;
  type?: string;
  /** Names a change, so that it takes effect once: the Idempotency-Key. */
  once?: string;
}

export interface ServiceAnswer {
  text: string;
  headers: Headers;
}

/** Milliseconds. */
const PATIENCE = 60_000;

/** An answer that is none of 2xx. */
class Refusal extends Error {
  readonly failure: Failure;

  constructor(message: string, failure: Failure) {
    super(message);
    this.failure = failure;
  }
}

/** @throws ProvisionError for what is no address, or no key. */
export function readService(address: string, key: string | undefined): Service {
  const read = readAddress(address);
  if (read === null) {
    throw new ProvisionError(
      `“${address}” is no address of a service.`,
      "Give one such as --url https://levelsheet.example.workers.dev",
    );
  }
  if (key === undefined || !/^[\x21-\x7e]+$/.test(key)) {
    throw new ProvisionError(
      "The key of the service is missing.",
      "Give it with --key, or set the environment variable LEVELSHEET_KEY. It begins with lsk_.",
    );
  }
  return { address: read, key };
}

/** @throws ProvisionError in the service's own words. */
export async function askService(
  { method, path, body, type = "application/json", once }: ServiceRequest,
  { address, key }: Service,
  surroundings: Surroundings,
): Promise<ServiceAnswer> {
  const ask = async (): Promise<ServiceAnswer> => {
    const response = await fetch(`${address}${path}`, {
      method: method.toUpperCase(),
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": type }),
        ...(once !== undefined && { "idempotency-key": once }),
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(PATIENCE),
      // A key goes to the address it belongs to and nowhere else.
      redirect: "error",
    });
    const text = await response.text();
    if (response.ok) return { text, headers: response.headers };
    throw new Refusal(wordsOf(response.status, text), {
      status: response.status,
      retryAfter: secondsOf(response.headers.get("retry-after"), Date.now()),
      isUnsent: false,
    });
  };
  const failureOf = (error: unknown): Failure =>
    error instanceof Refusal ? error.failure : { status: null, retryAfter: null, isUnsent: isUnsent(error) };
  try {
    return await patiently(ask, { isRepeatable: true, failureOf, whom: "The service" }, surroundings);
  } catch (error) {
    const words = error instanceof Refusal ? error.message : "it does not answer.";
    throw new ProvisionError(`The service at ${address} refuses: ${words}`, adviceFor(failureOf(error)));
  }
}

function wordsOf(status: number, text: string): string {
  try {
    const { detail, errors } = JSON.parse(text) as Partial<ProblemDetails>;
    const [first] = errors ?? [];
    if (detail !== undefined) return first === undefined ? detail : `${detail} ${first.location}: ${first.message}`;
  } catch {
    // No Levelsheet answers in anything but JSON.
  }
  return `${status}, and not in the words of a Levelsheet service.`;
}

function adviceFor({ status }: Failure): string {
  if (status === 401 || status === 403) return "Check --key: it must be of this service, and allow what you ask for.";
  if (status === null || status === 404) return "Check --url, and whether the service's /health says that it is well.";
  return "Run the command again; it goes on where it stopped.";
}

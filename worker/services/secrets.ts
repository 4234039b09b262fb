/** Keys and hashes. A key is known by the SHA-256 of its text; the text itself is never stored. */

const encoder = new TextEncoder();

export function sha256(text: string): Promise<string> {
  return sha256Of(encoder.encode(text));
}

/** In hex digits. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

export const KEY_FORM = /^lsk_[A-Za-z0-9_-]{43}$/;
const SHOWN = 12;

export interface Secret {
  text: string;
  hash: string;
  prefix: string;
}

/**
 * A new key, made from a secret that is at hand again when a request is repeated, and a salt that is stored: so the
 * same answer can be given twice although the key is not kept.
 */
export async function deriveKey(secret: string, salt: string): Promise<Secret> {
  const text = `lsk_${toBase64Url(await derive(secret, salt))}`;
  return { text, hash: await sha256(text), prefix: text.slice(0, SHOWN) };
}

/** What a webhook's messages are signed with, made as keys are: 256 bits in the form of Standard Webhooks. */
export async function deriveWebhookSecret(secret: string, salt: string): Promise<string> {
  return `whsec_${btoa(String.fromCharCode(...(await derive(secret, `webhook ${salt}`))))}`;
}

async function derive(secret: string, salt: string): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(salt)));
}

/** 32 hex digits of chance. */
export function newSalt(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}

/** Ids that are seen in addresses and lists. */
export function newId(prefix: string): string {
  return `${prefix}_${toHex(crypto.getRandomValues(new Uint8Array(8)))}`;
}

export const TOKEN_FORM = /^[A-Za-z0-9_-]{22}$/;
const TOKEN_BYTES = 16;
const ID_BYTES = 4;
/** One derivation gives at most 255 blocks of 32 bytes (RFC 5869). */
const TOKENS_AT_ONCE = Math.floor((255 * 32) / (TOKEN_BYTES + ID_BYTES));

export interface Token {
  /** 128 bits. */
  text: string;
  hash: string;
  /** 8 hex digits for an id; they tell nothing of the token. */
  id: string;
}

/** Tokens of links, made again when a request is repeated, as keys are. */
export async function deriveTokens(secret: string, salt: string, count: number): Promise<Token[]> {
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveBits"]);
  const tokens: Promise<Token>[] = [];
  for (let start = 0; start < count; start += TOKENS_AT_ONCE) {
    const size = Math.min(TOKENS_AT_ONCE, count - start) * (TOKEN_BYTES + ID_BYTES);
    const parameters = { name: "HKDF", hash: "SHA-256", salt: encoder.encode(salt), info: encoder.encode(`${start}`) };
    const bytes = new Uint8Array(await crypto.subtle.deriveBits(parameters, key, size * 8));
    for (let at = 0; at < size; at += TOKEN_BYTES + ID_BYTES) {
      const text = toBase64Url(bytes.subarray(at, at + TOKEN_BYTES));
      const id = toHex(bytes.subarray(at + TOKEN_BYTES, at + TOKEN_BYTES + ID_BYTES));
      tokens.push(sha256(text).then((hash) => ({ text, hash, id })));
    }
  }
  return Promise.all(tokens);
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export async function isSameSecret(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([sha256(one), sha256(other)]);
  let difference = 0;
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

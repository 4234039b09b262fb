/**
 * Where a webhook may point. Whoever holds an administrator's key chooses the address, and the Worker sends to it: so it
 * must be one that anybody on the internet could send to. Names cannot be looked up here; that they lead to public
 * addresses is the platform's part (`global_fetch_strictly_public`).
 */
import ipaddr from "ipaddr.js";

const MAX_LENGTH = 2_000;
/** Endings of names that mean something on a machine or in its network only (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const PRIVATE_ENDINGS =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|lan|home|corp|test|invalid|onion|alt|arpa)$/;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

export type Target = { url: string; fault: null } | { url: null; fault: string };

/**
 * @param allowLocal also takes this very machine, on any port and without TLS: for development and tests alone.
 * @returns the address in one way of writing, or what is wrong with it.
 */
export function readTarget(text: string, allowLocal: boolean): Target {
  const refuse = (fault: string): Target => ({ url: null, fault });
  if (text.length > MAX_LENGTH) return refuse(`must have at most ${MAX_LENGTH} characters`);
  const url = URL.parse(text);
  if (url === null) return refuse("must be an address such as “https://example.com/hooks”");
  if (url.username !== "" || url.password !== "") return refuse("must not carry a user name or a password");
  if (url.hash !== "") return refuse("must not have a part after “#”");
  const isLocal = allowLocal && LOOPBACK.has(url.hostname);
  if (isLocal && (url.protocol === "http:" || url.protocol === "https:")) return { url: url.href, fault: null };
  if (url.protocol !== "https:") return refuse("must begin with “https://”");
  if (url.port !== "") return refuse("must not name a port; it is sent to port 443");
  const fault = hostFault(url.hostname);
  return fault === null ? { url: url.href, fault } : refuse(fault);
}

/** @param host as URL writes it: every spelling of an IPv4 address is four decimal numbers by then. */
function hostFault(host: string): string | null {
  const bare = host.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  if (ipaddr.isValid(bare)) return isPublic(bare) ? null : "must not lead to a private or reserved address";
  if (!bare.includes(".")) return "must name a host on the internet, such as “example.com”";
  if (PRIVATE_ENDINGS.test(bare)) return "must name a host on the internet; this name is known inside a network only";
  return null;
}

function isPublic(text: string): boolean {
  // One that carries an IPv4 address in IPv6 is judged by that address.
  const address = ipaddr.process(text);
  if (address.range() !== "unicast") return false;
  // Only 2000::/3 is given out; what is left of ::/96 once carried IPv4 addresses.
  return address.kind() === "ipv4" || ((address.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}

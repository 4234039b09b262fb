/**
 * The limit on requests, in the words of the IETF's draft on RateLimit headers. Cloudflare's binding says yes or no and
 * counts nothing out loud, so what remains is known only when nothing does.
 */

/** As `[[ratelimits]]` in wrangler.toml has it, which the Worker cannot read. */
export const REQUESTS_PER_PERIOD = 600;
export const PERIOD_SECONDS = 10;

/** On every response to a request with a key, where there is a limit. */
export const RATE_LIMIT_POLICY = `"requests";q=${REQUESTS_PER_PERIOD};w=${PERIOD_SECONDS}`;

/** On the response to one request too many. */
export const RATE_LIMIT_REACHED = {
  "retry-after": String(PERIOD_SECONDS),
  ratelimit: `"requests";r=0;t=${PERIOD_SECONDS}`,
};

declare namespace Cloudflare {
  interface Env {
    /** A database without tables. */
    EARLIER_DB: D1Database;
    MIGRATIONS: import("cloudflare:test").D1Migration[];
    /** How many requests the fuzz sends, and from which seed; blank for the usual ones. */
    FUZZ_REQUESTS: string;
    FUZZ_SEED: string;
  }
}

/** Vite reads files by pattern; its own types bring the DOM along. */
interface ImportMeta {
  glob(pattern: string, options: { query: "?raw"; import: "default"; eager: true }): Record<string, string>;
}

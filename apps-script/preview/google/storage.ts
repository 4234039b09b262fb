/** Properties and the cache. */
import { asGoogle, GoogleFailure } from "./as-google.ts";
import type { Execution } from "./execution.ts";
import { bytesOf, LIMITS } from "./quota.ts";

type GoogleProperties = GoogleAppsScript.Properties.Properties;
type GoogleCache = GoogleAppsScript.Cache.Cache;

/** Kept with the workbook. */
export type PropertyStores = Record<"document" | "user" | "script", Record<string, string>>;

export const emptyProperties = (): PropertyStores => ({ document: {}, user: {}, script: {} });

type OfferedProperties =
  | "getProperty"
  | "getProperties"
  | "getKeys"
  | "setProperty"
  | "setProperties"
  | "deleteProperty"
  | "deleteAllProperties";

class Properties implements Pick<GoogleProperties, OfferedProperties> {
  readonly #store: Record<string, string>;
  readonly #changed: () => void;

  constructor(store: Record<string, string>, changed: () => void) {
    this.#store = store;
    this.#changed = changed;
  }

  getProperty = (name: string) => (Object.hasOwn(this.#store, name) ? (this.#store[name] ?? null) : null);
  getProperties = () => ({ ...this.#store });
  getKeys = () => Object.keys(this.#store);

  setProperty(name: string, value: string): GoogleProperties {
    return this.setProperties({ [name]: value });
  }

  setProperties(given: Record<string, string>, deleteAllOthers = false): GoogleProperties {
    const after: Record<string, string> = deleteAllOthers ? {} : { ...this.#store };
    for (const [name, value] of Object.entries(given)) {
      if (bytesOf(String(value)) > LIMITS.propertyBytes) throw new GoogleFailure("Argument too large: value");
      after[name] = String(value);
    }
    const total = Object.entries(after).reduce((sum, [name, value]) => sum + bytesOf(name) + bytesOf(value), 0);
    if (total > LIMITS.propertyStoreBytes) {
      throw new GoogleFailure(
        "You have exceeded the property storage quota. Please remove some properties and try again.",
      );
    }
    if (deleteAllOthers) this.deleteAllProperties();
    Object.assign(this.#store, after);
    this.#changed();
    return asGoogle(this);
  }

  deleteProperty(name: string): GoogleProperties {
    delete this.#store[name];
    this.#changed();
    return asGoogle(this);
  }

  deleteAllProperties(): GoogleProperties {
    for (const name of Object.keys(this.#store)) delete this.#store[name];
    this.#changed();
    return asGoogle(this);
  }
}

type OfferedService = "getDocumentProperties" | "getUserProperties" | "getScriptProperties";

export class PropertiesService implements Pick<GoogleAppsScript.Properties.PropertiesService, OfferedService> {
  readonly #execution: Execution;
  readonly #stores: PropertyStores;
  readonly #changed: () => void;

  constructor(execution: Execution, stores: PropertyStores, changed: () => void) {
    this.#execution = execution;
    this.#stores = stores;
    this.#changed = changed;
  }

  getDocumentProperties = () => this.#open("document", "getDocumentProperties");
  getUserProperties = () => this.#open("user", "getUserProperties");
  getScriptProperties = () => this.#open("script", "getScriptProperties");

  #open(name: keyof PropertyStores, method: string): GoogleProperties {
    this.#execution.use("properties", `PropertiesService.${method}`);
    return asGoogle(new Properties(this.#stores[name], this.#changed));
  }
}

/** By store and key; `until` in milliseconds since 1970. */
export type CacheEntries = Map<string, { value: string; until: number }>;

class Cache implements Pick<GoogleCache, "get" | "getAll" | "put" | "putAll" | "remove" | "removeAll"> {
  readonly #entries: CacheEntries;
  readonly #now: () => number;

  constructor(entries: CacheEntries, now: () => number) {
    this.#entries = entries;
    this.#now = now;
  }

  get(key: string): string | null {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.until <= this.#now()) return null;
    return entry.value;
  }

  getAll(keys: string[]): Record<string, string> {
    const found = keys.map((key) => [key, this.get(key)] as const);
    return Object.fromEntries(found.filter((pair): pair is [string, string] => pair[1] !== null));
  }

  put(key: string, value: string, seconds = 600): void {
    if (key.length > LIMITS.cacheKey) throw new GoogleFailure("Argument too large: key");
    if (bytesOf(value) > LIMITS.cacheBytes) throw new GoogleFailure("Argument too large: value");
    if (!(seconds > 0 && seconds <= LIMITS.cacheSeconds)) {
      throw new GoogleFailure("Invalid argument: expirationInSeconds");
    }
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: this.#now() + seconds * 1_000 });
    if (this.#entries.size > LIMITS.cacheItems) this.#shrink();
  }

  putAll(values: Record<string, string>, seconds = 600): void {
    for (const [key, value] of Object.entries(values)) this.put(key, value, seconds);
  }

  remove(key: string): void {
    this.#entries.delete(key);
  }

  removeAll(keys: string[]): void {
    for (const key of keys) this.remove(key);
  }

  /** Google keeps the 900 that live longest. */
  #shrink(): void {
    const kept = [...this.#entries].sort(([, a], [, b]) => b.until - a.until).slice(0, 900);
    this.#entries.clear();
    for (const [key, entry] of kept) this.#entries.set(key, entry);
  }
}

type OfferedCaches = "getDocumentCache" | "getScriptCache" | "getUserCache";

export class CacheService implements Pick<GoogleAppsScript.Cache.CacheService, OfferedCaches> {
  readonly #execution: Execution;
  readonly #cache: GoogleCache;

  constructor(execution: Execution, entries: CacheEntries, now: () => number) {
    this.#execution = execution;
    this.#cache = asGoogle(new Cache(entries, now));
  }

  /** Null where no document is open to the script. */
  getDocumentCache = () => (this.#execution.allows("cache") ? this.#cache : null);
  getScriptCache = () => this.#cache;
  getUserCache = () => this.#cache;
}

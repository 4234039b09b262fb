/** Google's discovery documents: which requests there are, and whether one is as its schema says. */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Beside the project; absent on a machine that has only the project. */
const folder = resolve(import.meta.dirname, "../../../shared/google");

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  readOnly?: boolean;
  required?: boolean;
  repeated?: boolean;
  location?: string;
}

export interface Method {
  id: string;
  httpMethod: string;
  path: string;
  flatPath?: string;
  parameters?: Record<string, Schema>;
  request?: { $ref: string };
  response?: { $ref: string };
  scopes?: string[];
}

interface Resource {
  methods?: Record<string, Method>;
  resources?: Record<string, Resource>;
}

interface Document extends Resource {
  schemas: Record<string, Schema>;
  parameters: Record<string, Schema>;
}

/** A refusal in Google's shape. */
export class GoogleRefusal extends Error {
  readonly code: number;
  readonly status: string;
  readonly details: readonly object[];
  readonly headers: Record<string, string>;

  constructor(code: number, status: string, message: string, details: object[] = [], headers = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
    this.headers = headers;
  }
}

export const invalid = (message: string): GoogleRefusal => new GoogleRefusal(400, "INVALID_ARGUMENT", message);

export class Discovery {
  readonly #document: Document;
  readonly #methods: readonly { method: Method; pattern: RegExp; names: string[] }[];

  /** @param name of the file, such as `sheets-v4`. */
  constructor(name: string) {
    this.#document = JSON.parse(readFileSync(resolve(folder, `${name}.json`), "utf8")) as Document;
    this.#methods = [...methodsOf(this.#document)].map((method) => {
      const names: string[] = [];
      const pattern = (method.flatPath ?? method.path)
        .replace(/[.*+?^$()|[\]\\]/g, "\\$&")
        .replace(/\{(\w+)\}/g, (_, name: string) => {
          names.push(name);
          return "([^/:]+)";
        });
      return { method, pattern: new RegExp(`^/${pattern}$`), names };
    });
  }

  /** Whether the documents are there. */
  static get isThere(): boolean {
    return existsSync(resolve(folder, "sheets-v4.json"));
  }

  /** @throws GoogleRefusal for what is no method, or a query that the method does not take. */
  match(httpMethod: string, path: string, query: URLSearchParams): { method: Method; caught: Record<string, string> } {
    for (const { method, pattern, names } of this.#methods) {
      const found = pattern.exec(path);
      if (found === null || method.httpMethod !== httpMethod) continue;
      this.#checkQuery(method, query);
      const caught = names.map((name, place) => [name, decodeURIComponent(found[place + 1] ?? "")]);
      return { method, caught: Object.fromEntries(caught) as Record<string, string> };
    }
    throw new GoogleRefusal(404, "NOT_FOUND", `The requested URL ${path} was not found on this server.`);
  }

  /** @throws GoogleRefusal that names the first field which is not as it should be. */
  checkBody({ request }: Method, body: unknown): void {
    if (request !== undefined) this.#check(request, body, "");
    else if (body !== undefined) throw invalid("Request must not have a body.");
  }

  /** The part of an answer that `fields` names. @throws GoogleRefusal for a field that there is not. */
  masked(schema: string, fields: string | null, answer: unknown): unknown {
    return fields === null ? answer : this.#pick({ $ref: schema }, readMask(fields), answer);
  }

  /** @throws GoogleRefusal unless every path such as `userEnteredFormat.textFormat.bold` is one of the schema. */
  checkPaths(schema: string, paths: readonly string[]): void {
    for (const path of paths) {
      let at: Schema = { $ref: schema };
      for (const name of path.split(".")) {
        const next = this.#resolved(at).properties?.[name];
        if (next === undefined) throw invalid(`Invalid field: ${path}`);
        at = next;
      }
    }
  }

  #checkQuery(method: Method, query: URLSearchParams): void {
    const known = { ...this.#document.parameters, ...method.parameters };
    for (const name of new Set(query.keys())) {
      const parameter = known[name];
      if (parameter === undefined || parameter.location !== "query") {
        throw invalid(`Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter.`);
      }
      const values = query.getAll(name);
      if (values.length > 1 && !parameter.repeated) throw invalid(`Repeated query parameter "${name}".`);
      for (const value of values) {
        if (parameter.enum !== undefined && !parameter.enum.includes(value))
          throw invalid(`Invalid value at '${name}' (TYPE_ENUM), "${value}"`);
        if (parameter.type === "boolean" && !/^(true|false)$/.test(value))
          throw invalid(`Invalid value at '${name}' (TYPE_BOOL), "${value}"`);
      }
    }
    for (const [name, { required, location }] of Object.entries(method.parameters ?? {})) {
      if (required && location === "query" && !query.has(name)) throw invalid(`Missing query parameter "${name}".`);
    }
  }

  #resolved(schema: Schema): Schema {
    if (schema.type === "array") return this.#resolved(schema.items ?? {});
    return schema.$ref === undefined ? schema : (this.#document.schemas[schema.$ref] as Schema);
  }

  #check(given: Schema, value: unknown, at: string): void {
    const schema = given.$ref === undefined ? given : (this.#document.schemas[given.$ref] as Schema);
    const { type = "object" } = schema;
    if (type === "any") return;
    const fits = fitsType[type];
    if (fits === undefined) throw new Error(`the check knows no type ${type} at ${at}`);
    if (!fits(value) || (schema.enum !== undefined && !schema.enum.includes(value as string))) {
      throw invalid(`Invalid value at '${at}' (${given.$ref ?? type}), ${JSON.stringify(value)?.slice(0, 100)}`);
    }
    if (Array.isArray(value)) {
      value.forEach((item, place) => {
        this.#check(schema.items ?? {}, item, `${at}[${place}]`);
      });
    } else if (type === "object") {
      for (const [name, field] of Object.entries(value as object)) {
        const known = schema.properties?.[name] ?? schema.additionalProperties;
        if (known === undefined) {
          throw invalid(`Invalid JSON payload received. Unknown name "${name}" at '${at}': Cannot find field.`);
        }
        if (known.readOnly) throw invalid(`Field '${at}.${name}' is output only.`);
        this.#check(known, field, at === "" ? name : `${at}.${name}`);
      }
    }
  }

  #pick(schema: Schema, mask: Mask, value: unknown): unknown {
    if (value === undefined || mask.size === 0) return value;
    if (Array.isArray(value)) return value.map((item) => this.#pick(schema, mask, item));
    const { properties = {} } = this.#resolved(schema);
    const entries = [...mask].flatMap(([name, inner]): [string, unknown][] => {
      const known = properties[name];
      if (known === undefined)
        throw invalid(`Error expanding 'fields' parameter. Cannot find matching fields for path '${name}'.`);
      const field = this.#pick(known, inner, (value as Record<string, unknown>)[name]);
      return field === undefined ? [] : [[name, field]];
    });
    return Object.fromEntries(entries);
  }
}

const fitsType: Readonly<Record<string, (value: unknown) => boolean>> = {
  array: Array.isArray,
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  integer: (value) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  number: (value) => typeof value === "number" && Number.isFinite(value),
};

function* methodsOf({ methods = {}, resources = {} }: Resource): Generator<Method> {
  yield* Object.values(methods);
  for (const resource of Object.values(resources)) yield* methodsOf(resource);
}

type Mask = Map<string, Mask>;

/** `a.b,c(d,e(f))` as a tree. */
function readMask(text: string): Mask {
  let at = 0;
  const list = (): Mask => {
    const mask: Mask = new Map();
    for (;;) {
      let [name, into] = [word(), mask];
      for (; text[at] === "."; name = word()) {
        at++;
        into = into.set(name, into.get(name) ?? new Map()).get(name) as Mask;
      }
      if (text[at] === "(") {
        at++;
        into.set(name, list());
        at++;
      } else into.set(name, into.get(name) ?? new Map());
      if (text[at] !== ",") return mask;
      at++;
    }
  };
  const word = (): string => {
    const found = /^\w+/.exec(text.slice(at))?.[0];
    if (found === undefined) throw invalid(`Invalid field selection ${text.slice(at)}`);
    at += found.length;
    return found;
  };
  return list();
}

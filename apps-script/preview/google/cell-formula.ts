/**
 * Formulas about a single cell, such as `=OR(UPPER(TRIM(E3))="N/A",AND(ISNUMBER(E3),E3>=0))`, worked out at once for
 * whichever cell is asked about. Univer's own way works a rule out for every cell of its range, again and again.
 */
import type { GoogleValue } from "./cell.ts";

/** What a formula of this kind holds for a cell with this value. */
export type CellFormula = (value: GoogleValue) => GoogleValue;

type Function = (values: GoogleValue[]) => GoogleValue;

const FUNCTIONS: Readonly<Record<string, Function>> = {
  AND: (values) => values.every(isTrue),
  OR: (values) => values.some(isTrue),
  NOT: ([value = ""]) => !isTrue(value),
  ISNUMBER: ([value = ""]) => typeof value === "number",
  ISTEXT: ([value = ""]) => typeof value === "string" && value !== "",
  ISBLANK: ([value = ""]) => value === "",
  UPPER: ([value = ""]) => String(value).toUpperCase(),
  LOWER: ([value = ""]) => String(value).toLowerCase(),
  TRIM: ([value = ""]) => String(value).trim().replace(/ +/g, " "),
  LEN: ([value = ""]) => String(value).length,
};

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "<>": (order) => order !== 0,
  "<=": (order) => order <= 0,
  ">=": (order) => order >= 0,
  "<": (order) => order < 0,
  ">": (order) => order > 0,
};

const TOKEN =
  /\s*(?:("(?:[^"]|"")*")|(\d+\.?\d*(?:e[+-]?\d+)?)|([A-Z]+\d+(?![A-Z0-9(]))|([A-Z]+)|(<=|>=|<>|[=<>(),-]))/iy;

/** @returns null for a formula that needs more than one cell, or that is not understood here. */
export function readCellFormula(formula: string): CellFormula | null {
  try {
    return new Reader(formula).read();
  } catch {
    return null;
  }
}

type TokenKind = "text" | "number" | "cell" | "word" | "sign";
interface Token {
  kind: TokenKind;
  text: string;
}

class Reader {
  readonly #tokens: Token[];
  #place = 0;
  #cell = "";

  constructor(formula: string) {
    this.#tokens = tokensOf(formula.replace(/^=/, ""));
  }

  read(): CellFormula {
    const formula = this.#comparison();
    if (this.#place < this.#tokens.length) throw new Error("There is more.");
    return formula;
  }

  #comparison(): CellFormula {
    const left = this.#value();
    const compare = COMPARISONS[this.#peek()];
    if (compare === undefined) return left;
    this.#place++;
    const right = this.#value();
    return (cell) => compare(orderOf(left(cell), right(cell)));
  }

  #value(): CellFormula {
    const token = this.#tokens[this.#place++];
    switch (token?.kind) {
      case "text":
        return constant(token.text.slice(1, -1).replaceAll('""', '"'));
      case "number":
        return constant(Number(token.text));
      case "cell":
        return this.#own(token.text);
      case "word":
        return this.#named(token.text.toUpperCase());
      case "sign":
        return this.#signed(token.text);
      case undefined:
        throw new Error("Something is missing.");
    }
  }

  /** Another cell is for Univer's own formulas. */
  #own(cell: string): CellFormula {
    if (this.#cell !== "" && this.#cell !== cell.toUpperCase()) throw new Error("There are two cells.");
    this.#cell = cell.toUpperCase();
    return (value) => value;
  }

  #named(name: string): CellFormula {
    if (name === "TRUE" || name === "FALSE") return constant(name === "TRUE");
    const work = FUNCTIONS[name];
    if (work === undefined) throw new Error(`${name} is not known here.`);
    this.#expect("(");
    const parts: CellFormula[] = [this.#comparison()];
    while (this.#peek() === ",") {
      this.#place++;
      parts.push(this.#comparison());
    }
    this.#expect(")");
    return (cell) => work(parts.map((part) => part(cell)));
  }

  #signed(sign: string): CellFormula {
    if (sign === "(") {
      const inner = this.#comparison();
      this.#expect(")");
      return inner;
    }
    const token = this.#tokens[this.#place++];
    if (sign !== "-" || token?.kind !== "number") throw new Error("This sign stands in a wrong place.");
    return constant(-Number(token.text));
  }

  #peek(): string {
    return this.#tokens[this.#place]?.text ?? "";
  }

  #expect(sign: string): void {
    if (this.#tokens[this.#place++]?.text !== sign) throw new Error(`${sign} is missing.`);
  }
}

function tokensOf(formula: string): Token[] {
  const tokens: Token[] = [];
  const kinds: TokenKind[] = ["text", "number", "cell", "word", "sign"];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < formula.trimEnd().length) {
    const found = TOKEN.exec(formula);
    if (found === null) throw new Error("This is not understood.");
    kinds.forEach((kind, place) => {
      const text = found[place + 1];
      if (text !== undefined) tokens.push({ kind, text });
    });
  }
  return tokens;
}

const constant =
  (value: GoogleValue): CellFormula =>
  () =>
    value;

const isTrue = (value: GoogleValue): boolean => (typeof value === "string" ? false : Boolean(value));

/** Numbers stand before texts, texts before truth values; a blank is like whatever it is compared with. */
function orderOf(left: GoogleValue, right: GoogleValue): number {
  const [one, other] = [comparable(left, right), comparable(right, left)];
  const byKind = rankOf(one) - rankOf(other);
  if (byKind !== 0) return byKind;
  return one === other ? 0 : one < other ? -1 : 1;
}

function comparable(value: GoogleValue, other: GoogleValue): string | number | boolean {
  if (value === "" && typeof other === "number") return 0;
  if (value === "" && typeof other === "boolean") return false;
  if (typeof value === "string") return value.toLowerCase();
  return typeof value === "object" ? value.getTime() : value;
}

const rankOf = (value: string | number | boolean): number => ["number", "string", "boolean"].indexOf(typeof value);

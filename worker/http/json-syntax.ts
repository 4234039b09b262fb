/**
 * Where JSON text goes wrong, and what to do about it. `JSON.parse` names a position only sometimes, so this reads the
 * text again, after it has failed, by the grammar of RFC 8259. It keeps its own stack: depth cannot exhaust ours.
 */
export interface SyntaxFault {
  /** Both from 1. */
  line: number;
  column: number;
  message: string;
}

type Place = { at: number; message: string };

const LITERAL = /[A-Za-z0-9_+.\-$]+/y;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const ESCAPE = /\\(["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

export function locateSyntaxError(text: string): SyntaxFault {
  const place = scan(text);
  const before = text.slice(0, place.at);
  const lineStart = before.lastIndexOf("\n") + 1;
  return {
    line: before.split("\n").length,
    column: Array.from(before.slice(lineStart)).length + 1,
    message: place.message,
  };
}

/** What may come next. */
type Expected = "value" | "value or ]" | "name or }" | "name" | "colon" | "comma or end";

interface Reader {
  text: string;
  at: number;
  /** The lists and objects around the place, outermost first. */
  open: ("[" | "{")[];
  expected: Expected;
}

function scan(text: string): Place {
  const reader: Reader = { text, at: 0, open: [], expected: "value" };
  for (;;) {
    while (" \t\n\r".includes(text.charAt(reader.at)) && reader.at < text.length) reader.at++;
    if (reader.at >= text.length) return { at: reader.at, message: endMessage(reader.open, reader.expected) };
    const fault = STEPS[reader.expected](reader, text.charAt(reader.at));
    if (fault !== null) return fault;
  }
}

/** By what may come next: takes it, or says what is wrong with it. */
const STEPS: Record<Expected, (reader: Reader, character: string) => Place | null> = {
  value: takeValue,
  "value or ]": (reader, character) => (character === "]" ? close(reader) : takeValue(reader, character)),
  name: takeName,
  "name or }": (reader, character) => (character === "}" ? close(reader) : takeName(reader, character)),
  colon(reader, character) {
    if (character !== ":") return fault(reader, `found ${quoted(reader)} where the “:” after a name must be.`);
    return proceed(reader, reader.at + 1, "value");
  },
  "comma or end"(reader, character) {
    const container = reader.open.at(-1);
    if (container === undefined) {
      return fault(reader, `the document ends before ${quoted(reader)}; remove what follows it.`);
    }
    const end = container === "{" ? "}" : "]";
    if (character === end) return close(reader);
    if (character === ",") return proceed(reader, reader.at + 1, container === "{" ? "name" : "value");
    return fault(reader, `found ${quoted(reader)} where a “,” or “${end}” must be.`);
  },
};

const fault = ({ at }: Reader, message: string): Place => ({ at, message });

function proceed(reader: Reader, at: number, expected: Expected): null {
  reader.at = at;
  reader.expected = expected;
  return null;
}

function close(reader: Reader): null {
  reader.open.pop();
  return proceed(reader, reader.at + 1, "comma or end");
}

function takeName(reader: Reader, character: string): Place | null {
  if (character !== '"') return fault(reader, nameMessage(reader));
  const end = stringEnd(reader);
  return typeof end === "number" ? proceed(reader, end, "colon") : end;
}

function takeValue(reader: Reader, character: string): Place | null {
  if (character === "[" || character === "{") {
    reader.open.push(character);
    return proceed(reader, reader.at + 1, character === "[" ? "value or ]" : "name or }");
  }
  const end = character === '"' ? stringEnd(reader) : literalEnd(reader);
  return typeof end === "number" ? proceed(reader, end, "comma or end") : end;
}

function stringEnd({ text, at: start }: Reader): number | Place {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) {
      return { at, message: "text holds a line break or control character; write it as \\n, \\t or \\u0000." };
    }
    if (code === 0x5c) {
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text))
        return { at, message: `“${text.slice(at, at + 2)}” is no escape; write a backslash as \\\\.` };
      at = ESCAPE.lastIndex - 1;
    }
  }
  return { at: start, message: "text that begins here has no closing quotation mark." };
}

function literalEnd(reader: Reader): number | Place {
  const word = wordAt(reader);
  if (word === "true" || word === "false" || word === "null" || NUMBER.test(word)) return reader.at + word.length;
  return fault(reader, literalMessage(reader, word));
}

function literalMessage(reader: Reader, word: string): string {
  const character = reader.text.charAt(reader.at);
  if (/^[+-]?(nan|infinity)/i.test(word)) {
    return `“${word.slice(0, 20)}” is not JSON; send null for an unanswered question.`;
  }
  if (/^(undefined|none)$/i.test(word)) return `“${word}” is not JSON; write null.`;
  if (/^[+-]?[\d.]/.test(word)) return `“${word.slice(0, 30)}” is not a number that JSON knows.`;
  if (character === "'") return "text must stand in double quotation marks.";
  if (character === "/") return "JSON has no comments; remove it.";
  if ("]}".includes(character)) {
    return `found “${character}” where a value must be; a comma before it may be too many.`;
  }
  return `found ${quoted(reader)} where a value must be.`;
}

function nameMessage(reader: Reader): string {
  const character = reader.text.charAt(reader.at);
  if (character === "}") return "found “}” after a comma; remove the comma.";
  if (character === "'") return "names must stand in double quotation marks.";
  return `found ${quoted(reader)} where a name in double quotation marks must be.`;
}

function endMessage(open: readonly string[], expected: Expected): string {
  const container = open.at(-1);
  if (expected === "colon") return "the text ends after a name; a “:” and a value are missing.";
  if (container === undefined || expected === "value") return "the text ends where a value must be.";
  return `the text ends too early; a “${container === "{" ? "}" : "]"}” is missing.`;
}

function wordAt({ text, at }: Reader): string {
  LITERAL.lastIndex = at;
  return LITERAL.exec(text)?.[0] ?? "";
}

function quoted(reader: Reader): string {
  const word = wordAt(reader) || String.fromCodePoint(reader.text.codePointAt(reader.at) ?? 0xfffd);
  return `“${word.slice(0, 20).toWellFormed()}”`;
}

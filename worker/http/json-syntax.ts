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

function scan(text: string): Place {
  const open: ("[" | "{")[] = [];
  let expected: Expected = "value";
  let at = 0;

  const afterValue = (): Expected => "comma or end";
  for (;;) {
    while (at < text.length && " \t\n\r".includes(text.charAt(at))) at++;
    const character = text.charAt(at);
    if (character === "") return { at, message: endMessage(open, expected) };

    switch (expected) {
      case "comma or end": {
        const container = open.at(-1);
        if (container === undefined) return { at, message: `the document ends before ${quoted(text, at)}; remove what follows it.` };
        if (character === ",") {
          expected = container === "{" ? "name" : "value";
          at++;
        } else if (character === (container === "{" ? "}" : "]")) {
          open.pop();
          at++;
        } else {
          return { at, message: `found ${quoted(text, at)} where a “,” or “${container === "{" ? "}" : "]"}” must be.` };
        }
        break;
      }
      case "colon":
        if (character !== ":") return { at, message: `found ${quoted(text, at)} where the “:” after a name must be.` };
        expected = "value";
        at++;
        break;
      case "name":
      case "name or }":
        if (character === "}" && expected === "name or }") {
          open.pop();
          expected = afterValue();
          at++;
          break;
        }
        if (character !== '"') return { at, message: nameMessage(text, at) };
        {
          const end = stringEnd(text, at);
          if (typeof end !== "number") return end;
          at = end;
          expected = "colon";
        }
        break;
      default: {
        if (character === "]" && expected === "value or ]") {
          open.pop();
          expected = afterValue();
          at++;
          break;
        }
        if (character === "[" || character === "{") {
          open.push(character);
          expected = character === "[" ? "value or ]" : "name or }";
          at++;
          break;
        }
        const end = character === '"' ? stringEnd(text, at) : literalEnd(text, at);
        if (typeof end !== "number") return end;
        at = end;
        expected = afterValue();
      }
    }
  }
}

function stringEnd(text: string, start: number): number | Place {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) {
      return { at, message: "text holds a line break or control character; write it as \\n, \\t or \\u0000." };
    }
    if (code === 0x5c) {
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text)) return { at, message: `${quoted(text, at)} is no escape; write a backslash as \\\\.` };
      at = ESCAPE.lastIndex - 1;
    }
  }
  return { at: start, message: "text that begins here has no closing quotation mark." };
}

function literalEnd(text: string, start: number): number | Place {
  LITERAL.lastIndex = start;
  const word = LITERAL.exec(text)?.[0] ?? "";
  if (word === "true" || word === "false" || word === "null" || NUMBER.test(word)) return start + word.length;
  if (/^[+-]?(nan|infinity)/i.test(word)) {
    return { at: start, message: `“${word.slice(0, 20)}” is not JSON; send null for an unanswered question.` };
  }
  if (/^(undefined|none)$/i.test(word)) return { at: start, message: `“${word}” is not JSON; write null.` };
  if (/^[+-]?[\d.]/.test(word)) return { at: start, message: `“${word.slice(0, 30)}” is not a number that JSON knows.` };
  if (text.charAt(start) === "'") return { at: start, message: "text must stand in double quotation marks." };
  if (text.charAt(start) === "/") return { at: start, message: "JSON has no comments; remove it." };
  if ("]}".includes(text.charAt(start))) {
    return { at: start, message: `found “${text.charAt(start)}” where a value must be; a comma before it may be too many.` };
  }
  return { at: start, message: `found ${quoted(text, start)} where a value must be.` };
}

function nameMessage(text: string, at: number): string {
  if (text.charAt(at) === "}") return "found “}” after a comma; remove the comma.";
  if (text.charAt(at) === "'") return "names must stand in double quotation marks.";
  return `found ${quoted(text, at)} where a name in double quotation marks must be.`;
}

function endMessage(open: readonly string[], expected: Expected): string {
  const container = open.at(-1);
  if (expected === "colon") return "the text ends after a name; a “:” and a value are missing.";
  if (container === undefined || expected === "value") return "the text ends where a value must be.";
  return `the text ends too early; a “${container === "{" ? "}" : "]"}” is missing.`;
}

function quoted(text: string, at: number): string {
  LITERAL.lastIndex = at;
  const word = LITERAL.exec(text)?.[0] ?? String.fromCodePoint(text.codePointAt(at) ?? 0xfffd);
  return `“${word.slice(0, 20)}”`;
}

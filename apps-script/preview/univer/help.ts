/** The functions of a script by the comments above them, as Google's autocomplete reads them. */

import { FunctionType, type IFunctionInfo } from "@univerjs/engine-formula";
import { parse } from "comment-parser";

const DOCUMENTED = /(\/\*\*(?:(?!\*\/)[\s\S])*?@customfunction[\s\S]*?\*\/)\s*function (\w+)\(/g;

/** @param code the text of `Code.js`. */
export function functionHelp(code: string): IFunctionInfo[] {
  return [...code.matchAll(DOCUMENTED)].map(([, comment = "", functionName = ""]) => {
    const [block] = parse(comment.slice(comment.lastIndexOf("/**")));
    const lines = (block?.source ?? []).map(({ tokens }) => tokens.description.trim()).filter((line) => line !== "");
    const examples = lines.filter((line) => line.startsWith("Example: ")).map((line) => line.slice("Example: ".length));
    const abstract = lines[0] ?? "";
    return {
      functionName,
      functionType: FunctionType.User,
      description: [abstract, ...examples].join("\n"),
      abstract,
      functionParameter: (block?.tags ?? [])
        .filter(({ tag }) => tag === "param")
        .map(({ name, description, optional, type }) => ({
          name,
          detail: description,
          example: type.startsWith("Array") || type.endsWith("<Array>") ? "A2:Z" : '"text"',
          require: optional ? 0 : 1,
          repeat: 0,
        })),
    };
  });
}

const LINE = 92;

/** JSON as a person would lay it out: what fits on a line stays on one. */
export function prettyJson(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const flat = oneLine(value);
  if (indent.length + flat.length <= LINE) return flat;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== "object" || item === null)) return wrap(value, indent);
    return `[\n${value.map((item) => deeper + prettyJson(item, deeper)).join(",\n")}\n${indent}]`;
  }
  const fields = Object.entries(value).map(
    ([name, item]) => `${deeper}${JSON.stringify(name)}: ${prettyJson(item, deeper)}`,
  );
  return `{\n${fields.join(",\n")}\n${indent}}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${oneLine(item)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

function wrap(values: readonly unknown[], indent: string): string {
  const lines: string[] = [];
  let line = `${indent}  `;
  values.forEach((value, place) => {
    const text = JSON.stringify(value) + (place < values.length - 1 ? "," : "");
    if (line.trim() !== "" && line.length + text.length + 1 > LINE) {
      lines.push(line.trimEnd());
      line = `${indent}  `;
    }
    line += `${text} `;
  });
  return `[\n${[...lines, line.trimEnd()].join("\n")}\n${indent}]`;
}

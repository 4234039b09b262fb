/** What each column means: proposed by the service, remembered in this browser, decided by a person. */
import type { UploadColumn } from "../../services/upload/outcome.ts";
import type { UploadTable } from "../../services/upload/table.ts";
import { element } from "./elements.ts";
import type { ModelQuestions } from "./service.ts";

const NOT_READ = "-";
const PARTNER: readonly (readonly [means: string, label: string])[] = [
  ["partner", "Partner (name or id)"],
  ["name", "Name, where the partner has an id too"],
  ["segment", "Segment"],
  ["region", "Region"],
  ["type", "Type"],
  ["owner", "Owner"],
  ["tags", "Tags"],
];

export interface Mapping {
  table: HTMLElement;
  /** For each column of the file; null for one that is not read. */
  meanings(): (string | null)[];
  /** What keeps the columns from being read; null where nothing does. */
  fault(): string | null;
  remember(): void;
  /** How many were decided the last time. */
  remembered: number;
}

/** More than these are folded away: they need no decision. */
const SHOWN_AT_ONCE = 8;

const fold = (text: string): string => text.trim().toLowerCase();

export function mappingOf(
  model: string,
  { document }: ModelQuestions,
  { header, rows }: UploadTable,
  columns: readonly UploadColumn[],
  onChange: () => void,
): Mapping {
  const known = recall(model);
  let remembered = 0;
  const sample = (column: number): string =>
    rows
      .find((row) => (row[column] ?? "").trim() !== "")
      ?.[column]?.trim()
      .slice(0, 60) ?? "–";
  const selects = header.map((text, column) => {
    const select = element("select", { "aria-label": `Column ${column + 1}, ${text || "without a header"}, means` });
    const own = `field:${text.trim().slice(0, 190)}`;
    const group = (label: string, options: readonly (readonly [string, string])[]) =>
      element("optgroup", { label }, ...options.map(([value, shown]) => element("option", { value }, shown)));
    select.append(
      element("option", { value: NOT_READ }, "Not read"),
      group("The partner", text.trim() === "" ? PARTNER : [...PARTNER, [own, "Keep as a field of the partner"]]),
      group(
        "Questions",
        document.criteria.map(({ id, name }) => [id, name] as const),
      ),
    );
    const { means, proposed } = columns[column] ?? { means: null, proposed: null };
    const before = known[fold(text)];
    if (before !== undefined && before !== (means ?? NOT_READ)) remembered++;
    const named = means?.startsWith("field:") ? own : means;
    for (const wanted of [before, named, proposed, NOT_READ]) {
      if (wanted === undefined || wanted === null) continue;
      select.value = wanted;
      if (select.value === wanted) break;
    }
    select.addEventListener("change", onChange);
    select.dataset.known = String(select.value === named);
    return select;
  });
  const meanings = (): (string | null)[] => selects.map(({ value }) => (value === NOT_READ ? null : value));
  const line = (select: HTMLSelectElement, column: number) =>
    element(
      "tr",
      {},
      element("td", {}, element("strong", {}, header[column] || "–")),
      element("td", { "data-label": "First value:" }, sample(column)),
      element("td", {}, select),
    );
  const lines = selects.map(line);
  // What was decided against the header stays in sight.
  const isClear = (_: unknown, column: number) => selects[column]?.dataset.known === "true";
  const clear = lines.filter(isClear);
  const open = lines.filter((row, column) => !isClear(row, column));
  const table = element("div", {}, ...(open.length > 0 ? [mappingTable(open)] : []));
  if (clear.length > 0) {
    const said = `${clear.length} ${clear.length === 1 ? "column is" : "columns are"} known by the header`;
    const folded = element("details", { open: open.length === 0 && clear.length <= SHOWN_AT_ONCE });
    folded.append(element("summary", {}, said), mappingTable(clear));
    table.append(folded);
  }
  return {
    table,
    remembered,
    meanings,
    fault() {
      const chosen = meanings().filter((means) => means !== null);
      const twice = chosen.find((means, at) => chosen.indexOf(means) !== at);
      if (twice !== undefined)
        return `Two columns mean “${labelOf(twice, document)}”. Choose “Not read” for one of them.`;
      if (!chosen.includes("partner") && !chosen.includes("name")) return "Say which column is the partner.";
      const questions = new Set(document.criteria.map(({ id }) => id));
      return chosen.some((means) => questions.has(means)) ? null : "Say which columns answer questions of the model.";
    },
    remember() {
      const all = Object.fromEntries(selects.map(({ value }, column) => [fold(header[column] ?? ""), value]));
      keep(model, { ...known, ...all });
    },
  };
}

function mappingTable(lines: readonly HTMLElement[]): HTMLElement {
  const titles = ["In the file", "First value", "Means"].map((text) => element("th", { scope: "col" }, text));
  return element(
    "table",
    { class: "rows stack mapping" },
    element("thead", {}, element("tr", {}, ...titles)),
    element("tbody", {}, ...lines),
  );
}

const labelOf = (means: string, document: ModelQuestions["document"]): string =>
  PARTNER.find(([name]) => name === means)?.[1] ?? document.criteria.find(({ id }) => id === means)?.name ?? means;

const place = (model: string): string => `levelsheet columns ${model.split("@")[0]}`;

/** Headers and what they mean, never a cell. */
function recall(model: string): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(model)) ?? "{}");
    const isMap = typeof kept === "object" && kept !== null;
    return isMap ? Object.fromEntries(Object.entries(kept).filter(([, means]) => typeof means === "string")) : {};
  } catch {
    return {};
  }
}

function keep(model: string, meanings: Record<string, string>): void {
  try {
    localStorage.setItem(place(model), JSON.stringify(meanings));
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
}

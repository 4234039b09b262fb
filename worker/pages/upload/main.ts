/** The page `/upload` with script: read the file here, map its columns once, check all rows, save them in portions. */
import { decodeTable } from "../../services/upload/decode.ts";
import { type Decimal, decimalOf } from "../../services/upload/numbers.ts";
import { resultTable } from "../../services/upload/result.ts";
import { readTable, type UploadTable } from "../../services/upload/table.ts";
import { byId, count, download, element, rowCount, step, warning } from "./elements.ts";
import { type Mapping, mappingOf } from "./mapping.ts";
import { portionsOf, sampleOf, sorted } from "./portions.ts";
import { levelsOf, problemTable } from "./report.ts";
import { progressOf, type Run, sendPortions } from "./run.ts";
import { listModels, type ModelQuestions, Refused, readModel, type Settings, sendPortion } from "./service.ts";
import { begin, dropAfter, fault, working } from "./steps.ts";

/** Rows a request: what a Worker on the free plan may compute in one. */
const CHECKED_AT_ONCE = 200;
const SAVED_AT_ONCE = 100;
const MOST = 20_000;
const KEY = "levelsheet key";

const form = byId("upload", HTMLFormElement);
const steps = byId("steps", HTMLElement);
const file = byId("file", HTMLInputElement);
const key = byId("key", HTMLInputElement);
const drop = byId("drop", HTMLElement);
const faulty = form.querySelector<HTMLInputElement>("[name=faulty]");
let unsaved = false;

function settings(): Settings {
  const read = new FormData(form);
  const text = (name: string) => String(read.get(name) ?? "").trim();
  return {
    key: text("key"),
    model: text("model"),
    period: text("period"),
    source: text("source"),
    faulty: faulty?.checked ? "blank" : "skip",
  };
}

async function readFile(): Promise<void> {
  form.querySelector(".warning")?.remove();
  document.getElementById("error")?.remove();
  steps.replaceChildren();
  const chosen = file.files?.[0];
  if (chosen === undefined) throw new Refused("Choose a file first.");
  const wanted = settings();
  const { text, encoding } = decodeTable(new Uint8Array(await chosen.arrayBuffer()));
  const table = readTable(text);
  if (table.count > MOST)
    throw new Refused(`The file has ${rowCount(table.count)}; ${count(MOST)} are taken at once. Split it.`);
  if (table.count === 0) throw new Refused("The file has a header and no rows below it.");
  const model = await readModel(wanted.key, wanted.model);
  const { columns } = await sendPortion(wanted, null, sampleOf(table), null);
  try {
    sessionStorage.setItem(KEY, wanted.key);
  } catch {
    // The key is typed again the next time.
  }
  const separator = { ",": "commas", ";": "semicolons", "\t": "tabs" }[table.delimiter];
  const facts = `${chosen.name}: ${rowCount(table.count)}, ${count(table.header.length)} columns, separated by ${separator}, ${encoding === "windows-1252" ? "in Windows-1252: look whether umlauts and accents are right below" : `in ${encoding.toUpperCase()}`}.`;
  mapColumns(
    wanted,
    table,
    model,
    mappingOf(wanted.model, model, table, columns, () => dropAfter("columns")),
    facts,
  );
}

function mapColumns(
  wanted: Settings,
  table: UploadTable,
  model: ModelQuestions,
  mapping: Mapping,
  facts: string,
): void {
  const decimal = element(
    "select",
    { id: "decimal" },
    element("option", { value: "point" }, "With a point: 1,234.5"),
    element("option", { value: "comma" }, "With a comma: 1.234,5"),
  );
  decimal.value = decimalOf(table.rows, table.delimiter);
  decimal.addEventListener("change", () => dropAfter("columns"));
  const check = element("button", { type: "button" }, `Check ${rowCount(table.count)}`);
  check.addEventListener("click", () =>
    working(check, "Checking", async () => {
      document.querySelector("#columns > .warning")?.remove();
      const wrong = mapping.fault();
      if (wrong !== null) throw new Refused(wrong);
      mapping.remember();
      await checkAll({ ...wanted, faulty: settings().faulty }, table, model, mapping, decimal.value as Decimal);
    }),
  );
  const told = mapping.remembered > 0 ? ` ${rowsOfColumns(mapping.remembered)} as you chose last time.` : "";
  begin(
    step(
      "columns",
      "What the columns mean",
      element("p", {}, facts),
      element(
        "p",
        {},
        `Look at what each column means, and correct what is not right.${told} Columns that are not read stay in your file only.`,
      ),
      mapping.table,
      element("label", { for: "decimal" }, "Numbers are written"),
      decimal,
      element("div", { class: "buttons" }, check),
    ),
  );
}

const rowsOfColumns = (number: number): string => `${count(number)} ${number === 1 ? "column is" : "columns are"} set`;

async function checkAll(
  wanted: Settings,
  table: UploadTable,
  model: ModelQuestions,
  mapping: Mapping,
  decimal: Decimal,
): Promise<void> {
  const meanings = mapping.meanings();
  const { portions, repeated } = portionsOf(table, meanings, CHECKED_AT_ONCE);
  const progress = progressOf("Checked", table.count - repeated.results.length);
  begin(step("checked", "Checking the rows", progress.shown));
  const run: Run = { outcome: repeated, next: 0 };
  try {
    await sendPortions(portions, run, progress, ({ csv }) => sendPortion(wanted, decimal, csv, null));
  } catch (error) {
    document.getElementById("checked")?.remove();
    throw error;
  }
  if (progress.stopped()) {
    document.getElementById("checked")?.remove();
    return;
  }
  const outcome = sorted(run.outcome);
  const sound = outcome.results.filter(({ saved }) => saved).length;
  const refused = table.count - sound;
  const save = element("button", { type: "button" }, `Save ${rowCount(sound)}`);
  const list = element("button", { type: "button", class: "second" }, "Download the list");
  list.addEventListener("click", () => download("check.csv", resultTable(outcome.results, outcome.problems)));
  save.addEventListener("click", () => working(save, "Saving", () => saveAll(wanted, table, model, meanings, decimal)));
  const summary =
    refused === 0
      ? element("div", { class: "done" }, element("p", {}, `All ${rowCount(sound)} can be saved.`))
      : warning(
          `${rowCount(sound)} can be saved, ${count(refused)} cannot.`,
          element("p", {}, "Correct the file and choose it again, or save the rest and leave these out."),
        );
  const levels = levelsOf(outcome, model.document.levels);
  begin(
    step(
      "checked",
      refused === 0 && outcome.problemCount === 0 ? "All rows are sound" : "What the check found",
      summary,
      ...(levels === "" ? [] : [element("p", {}, `They would reach: ${levels}.`)]),
      element("div", { class: "buttons" }, ...(sound > 0 ? [save] : []), list),
      ...(outcome.problemCount > 0 ? [problemTable(outcome, table.header)] : []),
    ),
  );
}

async function saveAll(
  wanted: Settings,
  table: UploadTable,
  model: ModelQuestions,
  meanings: readonly (string | null)[],
  decimal: Decimal,
): Promise<void> {
  const { portions, repeated } = portionsOf(table, meanings, SAVED_AT_ONCE);
  const total = table.count - repeated.results.length;
  const name = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  const run: Run = { outcome: repeated, next: 0 };
  const goOn = async (): Promise<void> => {
    const progress = progressOf("Sent", total);
    begin(step("saved", "Saving the rows", progress.shown));
    unsaved = true;
    try {
      await sendPortions(portions, run, progress, ({ csv }, place) =>
        sendPortion(wanted, decimal, csv, `${name}-${place}`),
      );
      showSaved(null);
    } catch (error) {
      showSaved(error);
    } finally {
      unsaved = false;
    }
  };
  const showSaved = (error: unknown): void => {
    const outcome = sorted(run.outcome);
    const saved = outcome.results.filter(({ saved: stored }) => stored).length;
    const isComplete = run.next >= portions.length;
    const result = element("button", { type: "button", class: isComplete ? "" : "second" }, "Download the result");
    result.addEventListener("click", () => download("result.csv", resultTable(outcome.results, outcome.problems)));
    const more = element("button", { type: "button" }, "Go on");
    more.addEventListener("click", () => working(more, "Saving", goOn));
    const levels = levelsOf(outcome, model.document.levels);
    const told = isComplete
      ? element(
          "div",
          { class: "done" },
          element("p", {}, `${rowCount(saved)} saved for ${wanted.period}, ${count(table.count - saved)} left out.`),
        )
      : warning(`${rowCount(saved)} saved so far. The rest waits; nothing is stored twice when you go on.`);
    begin(
      step(
        "saved",
        isComplete ? "Saved" : "Not finished",
        ...(error === null ? [] : [fault(error)]),
        told,
        ...(levels === "" ? [] : [element("p", {}, `Levels: ${levels}.`)]),
        element("div", { class: "buttons" }, ...(isComplete ? [] : [more]), result),
      ),
    );
  };
  await goOn();
}

/** Proposes the workspace's own models too; what is wrong with a key is said when the file is read. */
async function proposeModels(): Promise<void> {
  if (!/^lsk_[\w-]{43}$/.test(key.value.trim())) return;
  const found = await listModels(key.value.trim()).catch(() => null);
  if (found === null) return;
  const options = found.models.map(({ id, name }) => element("option", { value: id }, name));
  byId("models", HTMLDataListElement).replaceChildren(...options);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = form.querySelector<HTMLButtonElement>("button[value=true]");
  if (button !== null) void working(button, "Reading the file", readFile);
});
key.addEventListener("change", () => void proposeModels());
for (const field of [key, file]) field.addEventListener("change", () => steps.replaceChildren());
byId("model", HTMLInputElement).addEventListener("change", () => steps.replaceChildren());
byId("period", HTMLInputElement).addEventListener("change", () => steps.replaceChildren());
byId("source", HTMLSelectElement).addEventListener("change", () => steps.replaceChildren());
faulty?.addEventListener("change", () => dropAfter("columns"));

for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  const dropped = event.dataTransfer?.files;
  if (dropped === undefined || dropped.length === 0) return;
  file.files = dropped;
  file.dispatchEvent(new Event("change"));
});
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

byId("plain-save", HTMLButtonElement).hidden = true;
byId("drop-hint", HTMLElement).hidden = false;
const first = form.querySelector("button[value=true]");
if (first !== null) first.textContent = "Read the file";
try {
  key.value ||= sessionStorage.getItem(KEY) ?? "";
  void proposeModels();
} catch {
  // The key is typed again.
}

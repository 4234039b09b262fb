/** What the command would do, worked out from the very requests it would send. Nobody is asked anything. */
import type { Model } from "../../models/format.ts";
import { counted } from "../src/menu/say.ts";
import { addPartners } from "./add-partners.ts";
import { addOnFiles } from "./bind-add-on.ts";
import { definitionFor, type Plan, planWorkbook } from "./make-workbook.ts";
import type { Options, Task } from "./options.ts";
import { readPortfolio } from "./portfolio.ts";
import { RestBook } from "./rest-book.ts";
import { scopesFor } from "./sign-in.ts";
import type { Surroundings } from "./surroundings.ts";
import { createRequest, dressRequests, firstDataRow } from "./translate/spreadsheet.ts";

/** What each scope lets the command do, for people. */
const SCOPE_WORDS: Readonly<Record<string, string>> = {
  "https://www.googleapis.com/auth/drive.file": "see and change only the files that it makes itself",
  "https://www.googleapis.com/auth/script.projects": "put the add-on into the spreadsheet",
};

/** @returns lines to print. @throws ProvisionError where the command itself would not begin. */
export async function dryRun(options: Options, surroundings: Surroundings): Promise<string[]> {
  const { task } = options;
  const steps = task.kind === "workbook" ? await workbookSteps(options, task, surroundings) : otherSteps(options);
  const scopes = task.kind === "workbook" ? scopesFor(options.addOn) : scopesFor(false);
  return [
    "The command would sign you in to Google, and then:",
    ...steps.map((step, place) => `  ${place + 1}. ${step}`),
    "It would ask Google for the right to:",
    ...scopes.map((scope) => `  ${SCOPE_WORDS[scope]} (${scope.split("/").at(-1)})`),
    `Your sign-in and what was made would be kept in ${surroundings.folder}.`,
    "Nothing was sent.",
  ];
}

function otherSteps({ task, url }: Options): string[] {
  return task.kind === "export"
    ? [`read the workspace at ${url}`, `write it into a new spreadsheet “${task.title}”`]
    : task.kind === "import"
      ? [`read the tab workspace of ${task.from}`, `put it into the workspace at ${url}, which must be empty`]
      : ["forget the sign-in to Google"];
}

async function workbookSteps(
  options: Options,
  task: Extract<Task, { kind: "workbook" }>,
  surroundings: Surroundings,
): Promise<string[]> {
  const plan = await planWorkbook(options, task, surroundings);
  const steps =
    plan.known === null
      ? await newSteps(plan, plan.model as Model, options, surroundings)
      : [
          `open “${plan.title}”, which was made before: ${plan.known.address}`,
          ...(options.portfolio === undefined
            ? []
            : [`add the partners of ${options.portfolio} that are not there yet`]),
        ];
  if (plan.service !== null) steps.push(`score all partners by ${plan.service.address} into the tabs Scores and Gaps`);
  if (options.writeKey) steps.push("write the service's address and key into the Settings tab");
  if (options.addOn) {
    const files = await addOnFiles(plan.service?.address ?? null);
    const sizes = files.map(({ name, source }) => `${name} ${kilobytes(source ?? "")}`);
    steps.push(
      `${plan.known?.scriptId === undefined ? "put the add-on in" : "replace the add-on"} (${sizes.join(", ")})`,
    );
  }
  return steps;
}

async function newSteps(plan: Plan, model: Model, options: Options, surroundings: Surroundings): Promise<string[]> {
  const definition = await definitionFor(model, options, surroundings);
  const request = createRequest(definition, { title: plan.title, timeZone: surroundings.timeZone });
  const values = new Map(
    definition.tabs.map((tab) => [tab.name, tab.cells.slice(0, firstDataRow(tab) - 1).map((row) => [...row])]),
  );
  const book = RestBook.planned(request, values);
  const tabs = definition.tabs.map(({ name }) => {
    const { rows, columns } = book.sizes.get(name) ?? { rows: 0, columns: 0 };
    return `       ${name.padEnd(10)} ${rows.toLocaleString("en").padStart(6)} rows ${String(columns).padStart(3)} columns`;
  });
  const dress = dressRequests(definition, book.sizes);
  const steps = [
    [
      `make the spreadsheet “${plan.title}” from the model ${model.id} (1 request, ${kilobytes(JSON.stringify(request))})`,
      ...tabs,
    ].join("\n"),
    `set drop-downs and formats of long columns (1 request, ${dress.length} ranges)`,
  ];
  if (options.portfolio !== undefined) {
    const { partners } = await readPortfolio(options.portfolio, model, surroundings);
    const { added } = addPartners(partners, model, book);
    const { blocks } = book.take();
    const sizes = blocks.map((data) => kilobytes(JSON.stringify(data)));
    steps.push(
      `add ${counted(added, "partner", "partners")} of ${options.portfolio} (${counted(blocks.length, "request", "requests")}, ${sizes.join(", ") || "nothing"})`,
    );
  }
  return steps;
}

const kilobytes = (text: string): string => `${Math.ceil(Buffer.byteLength(text) / 1000).toLocaleString("en")} kB`;

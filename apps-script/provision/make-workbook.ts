/** Makes a spreadsheet from a model, or brings the one of this title up to date. It goes on where it stopped. */
import type { Model } from "../../models/format.ts";
import { SETTING_NAMES } from "../src/connection.ts";
import type { WorkbookDefinition } from "../src/layout/definition.ts";
import { workbookOf } from "../src/layout/workbook.ts";
import { makeRoom } from "../src/layout/write-workbook.ts";
import { modelInTab } from "../src/menu/model-in-tab.ts";
import { counted } from "../src/menu/say.ts";
import { addPartners } from "./add-partners.ts";
import { bindAddOn } from "./bind-add-on.ts";
import { chooseModel } from "./choose-model.ts";
import { GoogleLine } from "./google-line.ts";
import type { Options, Task } from "./options.ts";
import { readPortfolio } from "./portfolio.ts";
import { type Remembered, recallSpreadsheet, rememberSpreadsheet, type Step } from "./remembered.ts";
import { RestBook } from "./rest-book.ts";
import { scoreBook } from "./score-book.ts";
import { readService, type Service } from "./service-line.ts";
import { scopesFor, signIn } from "./sign-in.ts";
import { ProvisionError, type Surroundings } from "./surroundings.ts";
import { createRequest, dressRequests } from "./translate/spreadsheet.ts";

type WorkbookTask = Extract<Task, { kind: "workbook" }>;

/** What is to be made, before anybody is asked. */
export interface Plan {
  title: string;
  /** Null where the spreadsheet is there and its own model counts. */
  model: Model | null;
  /** The spreadsheet of this title, if it was made before. */
  known: Remembered | null;
  service: Service | null;
}

export async function planWorkbook(options: Options, task: WorkbookTask, surroundings: Surroundings): Promise<Plan> {
  const service = options.url === undefined ? null : readService(options.url, options.key);
  const choose = () => chooseModel(options.model, options.dryRun ? null : service, surroundings);
  const named = options.title === undefined ? await choose() : null;
  const title = options.title ?? (named as Model).name;
  const known = task.ifThere === "new" ? null : await recallSpreadsheet(surroundings.folder, "workbook", title);
  if (task.ifThere === "update" && known === null) {
    throw new ProvisionError(
      `No spreadsheet “${title}” was made from this machine.`,
      "Check --title, or leave out --update to make it.",
    );
  }
  if (known !== null && options.model !== undefined) {
    const { id } = named ?? (await choose());
    if (id !== known.model) {
      throw new ProvisionError(
        `“${title}” was made from the model ${known.model}, not ${id}.`,
        "Leave out --model, choose another --title, or make another spreadsheet with --new.",
      );
    }
  }
  const model = known === null ? (named ?? (await choose())) : null;
  // A file that cannot be read is said before anybody signs in.
  if (options.portfolio !== undefined && model !== null) await readPortfolio(options.portfolio, model, surroundings);
  return { title, model, known, service };
}

export async function makeWorkbook(options: Options, task: WorkbookTask, surroundings: Surroundings): Promise<void> {
  const plan = await planWorkbook(options, task, surroundings);
  const { known } = plan;
  if (known !== null && isWhole(known, options) && task.ifThere === "ask") {
    if (!(await isUpdateWanted(known, surroundings))) {
      surroundings.say("Nothing was changed.");
      return;
    }
  }
  const google = new GoogleLine(await signIn(options.client, scopesFor(options.addOn), surroundings), surroundings);
  const work = new Work(plan, options, google, surroundings);
  try {
    await work.run();
  } catch (error) {
    if (work.sheet !== null) surroundings.say(`\nSo far there is: ${work.sheet.address}`);
    throw error;
  }
  surroundings.say(closing(work.sheet as Remembered, plan, options));
}

const isWhole = ({ done }: Remembered, { addOn }: Options): boolean =>
  done.includes("formats") && done.includes("partners") && (done.includes("add-on") || !addOn);

/** The steps, each remembered when it is done. */
class Work {
  /** Null until there is one. */
  sheet: Remembered | null;
  readonly #plan: Plan;
  readonly #options: Options;
  readonly #google: GoogleLine;
  readonly #surroundings: Surroundings;
  readonly #total: number;
  #step = 0;

  constructor(plan: Plan, options: Options, google: GoogleLine, surroundings: Surroundings) {
    this.sheet = plan.known;
    this.#plan = plan;
    this.#options = options;
    this.#google = google;
    this.#surroundings = surroundings;
    this.#total = 3 + (plan.service === null ? 0 : 1) + (options.addOn ? 1 : 0);
  }

  async run(): Promise<void> {
    const { service } = this.#plan;
    const sheet = await this.#spreadsheet();
    const book = await RestBook.read(sheet.id, ["Model", "Answers", "Scores", "Gaps", "Settings"], this.#google);
    const model = modelInTab(book);
    await this.#formats(sheet, book, model);
    await this.#partners(book, model);
    if (service !== null) await this.#scores(book, model, service);
    if (this.#options.addOn) await this.#addOn(sheet);
  }

  async #spreadsheet(): Promise<Remembered> {
    const { title, model } = this.#plan;
    if (this.sheet !== null) {
      this.#say(`Spreadsheet: “${title}” is there`);
      return this.sheet;
    }
    const definition = await definitionFor(model as Model, this.#options, this.#surroundings);
    const { timeZone } = this.#surroundings;
    const { id, address } = await this.#google.createSpreadsheet(createRequest(definition, { title, timeZone }));
    const made = await this.#remember({ title, id, address, kind: "workbook", model: definition.model });
    this.#say(`Spreadsheet: “${title}” made, with ${definition.tabs.length} tabs`);
    return made;
  }

  async #formats({ id }: Remembered, book: RestBook, model: Model): Promise<void> {
    if (this.sheet?.done.includes("formats")) {
      this.#say("Drop-downs and formats: there");
      return;
    }
    const definition = await definitionFor(model, this.#options, this.#surroundings);
    // The portfolio may have grown since the spreadsheet was made.
    const answers = book.getSheetByName("Answers");
    const { rows = 0 } = definition.tabs.find(({ name }) => name === "Answers") ?? {};
    if (answers !== null) makeRoom(answers, rows, 1);
    await book.send(this.#google);
    await this.#google.change(id, dressRequests(definition, book.sizes));
    await this.#remember({ step: "formats" });
    this.#say("Drop-downs and formats: set");
  }

  async #partners(book: RestBook, model: Model): Promise<void> {
    const { portfolio: file, url, key, writeKey } = this.#options;
    const words: string[] = [];
    if (file !== undefined) {
      const { partners, ignored, nameless } = await readPortfolio(file, model, this.#surroundings);
      const { added, present } = addPartners(partners, model, book);
      words.push(`${added} added`, ...(present > 0 ? [`${present} were there and stay as they are`] : []));
      if (nameless > 0) words.push(`${counted(nameless, "row names", "rows name")} no partner`);
      if (ignored.length > 0) words.push(`columns of no question: ${ignored.join(", ")}`);
    }
    if (writeKey && url !== undefined) {
      writeConnection(book, readService(url, key));
      words.push("address and key written into the Settings tab");
    }
    const requests = await book.send(this.#google);
    await this.#remember({ step: "partners" });
    if (requests > 0) words.push(counted(requests, "request", "requests"));
    this.#say(`Partners: ${words.join("; ") || "none given; enter them in the Answers tab"}`);
  }

  async #scores(book: RestBook, model: Model, service: Service): Promise<void> {
    const scored = await scoreBook(book, model, service, this.#surroundings);
    if (scored === null) {
      this.#say("Scores and gaps: nobody to score yet");
      return;
    }
    const requests = await book.send(this.#google);
    const check = scored.unread === 0 ? "" : `, ${counted(scored.unread, "answer", "answers")} to check`;
    const sent = counted(requests, "request", "requests");
    this.#say(`Scores and gaps: ${counted(scored.partners, "partner", "partners")}, in ${sent}${check}`);
  }

  async #addOn({ id }: Remembered): Promise<void> {
    const known = this.sheet?.scriptId;
    await bindAddOn(id, known, this.#plan.service?.address ?? null, this.#google, async (scriptId) => {
      await this.#remember({ scriptId });
    });
    await this.#remember({ step: "add-on" });
    this.#say(`Add-on: ${known === undefined ? "in the spreadsheet" : "brought up to date"}`);
  }

  #say(words: string): void {
    this.#surroundings.say(`${++this.#step} of ${this.#total}  ${words}`);
  }

  async #remember({ step, ...changes }: Partial<Remembered> & { step?: Step }): Promise<Remembered> {
    const before = this.sheet?.done ?? [];
    const done = step === undefined || before.includes(step) ? before : [...before, step];
    const remembered = { ...this.sheet, ...changes, done } as Remembered;
    this.sheet = remembered;
    await rememberSpreadsheet(this.#surroundings.folder, remembered);
    return remembered;
  }
}

async function isUpdateWanted(known: Remembered, { confirm }: Surroundings): Promise<boolean> {
  const question = `“${known.title}” was made before: ${known.address}\nBring it up to date? The add-on is replaced, new partners are added, and nothing you wrote is changed.`;
  if (confirm !== null) return confirm(question);
  throw new ProvisionError(
    `“${known.title}” was made before: ${known.address}`,
    "Add --update to bring it up to date, or --new to make another one.",
  );
}

/** With room for all partners of the portfolio. */
export async function definitionFor(
  model: Model,
  { portfolio }: Pick<Options, "portfolio">,
  surroundings: Surroundings,
): Promise<WorkbookDefinition> {
  const partners = portfolio === undefined ? [] : (await readPortfolio(portfolio, model, surroundings)).partners;
  return workbookOf(model, partners);
}

/** Where the add-on looks for them: everybody who can read the spreadsheet can read them there. */
function writeConnection(book: RestBook, { address, key }: Service): void {
  const cells = [SETTING_NAMES.address, SETTING_NAMES.key].map((name) => book.getRangeByName(name));
  if (cells.some((cell) => cell === null)) {
    throw new ProvisionError(
      "The Settings tab with the cells for address and key is gone.",
      "Run the command without --write-key, and connect the spreadsheet in its sidebar.",
    );
  }
  [address, key].forEach((text, place) => {
    cells[place]?.setValue(text);
  });
}

function closing({ address }: Remembered, { service }: Plan, { addOn, writeKey }: Options): string {
  const lines = [`\nOpen ${address}`];
  if (!addOn) return lines.join("\n");
  lines.push(
    "",
    "Left for you, in the spreadsheet:",
    "  Choose Extensions > Levelsheet > Open sidebar. Google asks for your permission once.",
  );
  if (!writeKey) {
    const where = service === null ? "the address of your service" : service.address;
    lines.push(
      `  Under Connection, enter ${where} and your key.`,
      "  No program outside the spreadsheet can do this: it is kept where only the add-on can write.",
    );
  }
  return lines.join("\n");
}

/** Bringing a portfolio from a file: the form, and without script what became of it. */
import { html } from "hono/html";
import { UNKNOWN, WARNING_SIGN } from "../../models/appearance.ts";
import type { CellProblem } from "../../models/contract.ts";
import type { Upload } from "../services/upload/outcome.ts";
import { resultTable } from "../services/upload/result.ts";
import type { Markup } from "./markup.ts";
import { type ServicePage, servicePage } from "./service-page.ts";
import { UPLOAD_STYLE } from "./upload-style.ts";

export interface UploadForm {
  model: string;
  period: string;
  source: string;
  faulty: string;
  /** What was wrong with what was sent, each with its place; empty before anything was. */
  errors: readonly { location: string; message: string }[];
}

/** Rows that a form without script may bring: what one request may compute on the free plan. */
export const FORM_ROWS = 100;
const SHOWN_PROBLEMS = 100;
const EXTRAS = { style: UPLOAD_STYLE, script: "/upload/main.js" };
const SOURCES = [
  ["import", "Another system"],
  ["vendor", "The vendor"],
  ["interview", "An interview"],
  ["partner", "The partner"],
] as const;

/** @param models ids and names to propose. */
export function uploadPage(
  form: UploadForm,
  models: readonly (readonly [id: string, name: string])[],
): Promise<ServicePage> {
  return servicePage(
    "Upload partners",
    html`<p>Bring partners and their answers from a CSV file, as a CRM, a PRM or a spreadsheet saves it. Nothing is stored before you have seen what would be.</p>
${errorBox(form.errors)}
${formOf(form, models)}
<div id="steps"></div>
<p id="status" class="hint after" role="status"></p>
${privacy}`,
    EXTRAS,
  );
}

const errorBox = (errors: UploadForm["errors"]): Markup | string =>
  errors.length === 0
    ? ""
    : html`<div class="warning" role="alert" id="error"><p><strong>${WARNING_SIGN} The file was not taken.</strong></p>
<ul>${errors.slice(0, 20).map(({ location, message }) => html`<li>${location}: ${message}</li>`)}</ul></div>`;

function formOf(form: UploadForm, models: readonly (readonly [string, string])[]): Markup {
  return html`<form method="post" action="/upload" enctype="multipart/form-data" id="upload">
<label for="key">Key</label>
<p class="hint" id="key-hint">One that may write, such as the key for sheets. It stays in this tab and goes to this service only.</p>
<input id="key" name="key" type="password" required maxlength="60" autocomplete="off" spellcheck="false" placeholder="lsk_…" aria-describedby="key-hint">
<div class="pair">
<div><label for="model">Model</label>
<p class="hint" id="model-hint">What the columns answer: choose one, or type the id of your own. <a href="/models" target="_blank" rel="noopener">All models</a></p>
<input id="model" name="model" required maxlength="200" list="models" autocomplete="off" spellcheck="false" value="${form.model}" aria-describedby="model-hint">
<datalist id="models">${models.map(([id, name]) => html`<option value="${id}">${name}</option>`)}</datalist></div>
<div><label for="period">Period</label>
<p class="hint" id="period-hint">Such as 2026-Q4, 2026-11 or 2026. Saving a period again replaces its answers and keeps the earlier ones.</p>
<input id="period" name="period" required maxlength="20" autocomplete="off" value="${form.period}" aria-describedby="period-hint"></div>
</div>
<label for="source">Who answered</label>
<select id="source" name="source">${SOURCES.map(
    ([value, label]) => html`<option value="${value}"${form.source === value ? html` selected` : ""}>${label}</option>`,
  )}</select>
<div class="drop" id="drop">
<label for="file">File</label>
<p class="hint" id="file-hint"><span id="drop-hint" hidden>Choose it, or drop it here. </span>The first row names the columns; one of them is the partner, the others are questions of the model or facts about the partner. Comma, semicolon or tab, at most 20,000 rows.</p>
<input id="file" name="file" type="file" required accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values" aria-describedby="file-hint">
</div>
<label class="check"><input type="checkbox" name="faulty" value="blank"${form.faulty === "blank" ? html` checked` : ""}><span>Save rows with a problem too, without the cells that cannot be read</span></label>
<div class="buttons"><button name="check" value="true">Check the file</button> <button name="check" value="false" class="second" id="plain-save">Save it</button></div>
<noscript><p class="hint after">This browser runs no script: a file may have ${FORM_ROWS} rows, and its headers must be “partner” and the ids, names or questions of the model.</p></noscript>
</form>`;
}

const privacy = html`<h2>What is stored, and who sees it</h2>
<p>The rows that are saved become assessments in the workspace of the key: the partner's name, what the file says of it, and its answers. Everybody with a key of this workspace can read them; a partner sees its own through a link that you send. Columns that are not read and the file itself are not kept. Erasing a partner erases all of it.</p>`;

/** After a form without script: what was stored, or would be. */
export function uploadedPage(
  upload: Upload,
  form: UploadForm,
  models: readonly (readonly [id: string, name: string])[],
): Promise<ServicePage> {
  const { checked, saved, skipped, problems, problemCount } = upload;
  const csv = resultTable(upload.results, problems);
  return servicePage(
    checked ? "The file is checked" : "The file is saved",
    html`${outcomeBox(skipped, checked ? `${rows(saved)} can be saved, ${rows(skipped)} cannot.` : `${rows(saved)} saved, ${skipped} left out.`)}
<p><a class="button" download="result.csv" href="data:text/csv;charset=utf-8,${encodeURIComponent(csv)}">Download the result</a></p>
${problems.length === 0 ? "" : problemTable(problems, problemCount)}
<h2>The columns</h2>
<table class="rows stack"><thead><tr><th scope="col">In the file</th><th scope="col">Read as</th></tr></thead>
<tbody>${upload.columns.map(
      ({ header, means, proposed }) =>
        html`<tr><td data-label="In the file:">${header || UNKNOWN}</td><td data-label="Read as:">${means ?? (proposed === null ? "not read" : `not read; name it “${proposed}” if that is what it is`)}</td></tr>`,
    )}</tbody></table>
<h2>${checked ? "Save it, or check another one" : "The next file"}</h2>
${formOf(form, models)}
${privacy}`,
    EXTRAS,
  );
}

const outcomeBox = (skipped: number, said: string): Markup =>
  skipped === 0
    ? html`<div class="done" role="status"><p>${said}</p></div>`
    : html`<div class="warning" role="status"><p><strong>${WARNING_SIGN} ${said}</strong></p></div>`;

const rows = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;

const problemTable = (problems: readonly CellProblem[], count: number): Markup => html`<h2>Problems</h2>
<table class="rows stack"><caption>${count > SHOWN_PROBLEMS ? `The first ${SHOWN_PROBLEMS} of ${count.toLocaleString("en")}; the download has more.` : "Rows count as in a spreadsheet: the header is row 1."}</caption>
<thead><tr><th scope="col" class="number">Row</th><th scope="col" class="number">Column</th><th scope="col">What is wrong</th></tr></thead>
<tbody>${problems
  .slice(0, SHOWN_PROBLEMS)
  .map(
    ({ row, column, message }) =>
      html`<tr><td class="number" data-label="Row">${row}</td><td class="number" data-label="Column">${column === 0 ? UNKNOWN : column}</td><td>${message}</td></tr>`,
  )}</tbody></table>`;

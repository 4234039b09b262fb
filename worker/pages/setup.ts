/** The first run: from the set-up code to a key, and where the key goes. */
import { html } from "hono/html";
import { WARNING_SIGN } from "../../models/appearance.ts";
import type { Model } from "../../models/format.ts";
import type { FirstRun } from "../services/first-run.ts";
import { isLongEnough, SHORTEST_CODE } from "../services/set-up-workspace.ts";
import type { Markup } from "./markup.ts";
import { type ServicePage, servicePage } from "./service-page.ts";
import { menuPicture, sidebarPicture } from "./setup-pictures.ts";

export interface SetupForm {
  name: string;
  /** What was wrong with what was sent; null before anything was. */
  error: string | null;
  /** The deployment's set-up code, if it has one. */
  secret: string | undefined;
}

export function setupPage({ name, error, secret = "" }: SetupForm): Promise<ServicePage> {
  if (!isLongEnough(secret)) {
    const what =
      secret === ""
        ? "This deployment has no set-up code."
        : `The set-up code of this deployment has fewer than ${SHORTEST_CODE} characters, so it opens nothing.`;
    return servicePage(
      "Set up Levelsheet",
      html`<div class="warning"><p><strong>${WARNING_SIGN} ${what}</strong></p>
<p>In Cloudflare's dashboard open your Worker, then Settings, Variables and Secrets, and add the secret <code>SETUP_CODE</code> with ${SHORTEST_CODE} characters or more of your own. From a terminal: <code>npm run deploy -- --new-code</code> makes one, and so does <code>npx wrangler secret put SETUP_CODE</code>. Then open this page again.</p></div>`,
    );
  }
  return servicePage(
    "Set up Levelsheet",
    html`<p>This makes your workspace and its first keys. It takes a minute.</p>
${error === null ? "" : html`<div class="warning" role="alert" id="error"><p><strong>${WARNING_SIGN} ${error}</strong></p></div>`}
<form method="post" action="/setup">
<label for="code">Set-up code</label>
<p class="hint" id="code-hint"><code>npm run deploy</code> printed it, in four groups of letters and digits; or you made it up when you deployed by button. It works once.</p>
<input id="code" name="code" required maxlength="200" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="code-hint${error === null ? "" : " error"}" autofocus>
<label for="name">Name of the workspace</label>
<p class="hint" id="name-hint">Such as your company or programme. Whoever connects a sheet sees it.</p>
<input id="name" name="name" required maxlength="100" autocomplete="organization" value="${name}" aria-describedby="name-hint">
<button>Make the workspace</button>
</form>`,
  );
}

/**
 * @param address where this deployment answers.
 * @param models those that can be loaded.
 */
export function firstKeysPage(
  { workspace, key, sheet }: FirstRun,
  address: string,
  models: readonly Model[],
): Promise<ServicePage> {
  return servicePage(
    `${workspace.name} is ready`,
    html`<div class="warning"><p><strong>${WARNING_SIGN} Copy both keys now. They are shown this once.</strong></p>
<p>A lost key cannot be shown again; the administrator's key makes others and revokes them.</p></div>
${copyField("address", "Address", "Where this service answers.", address)}
${copyField("sheet", "Key for sheets", "Scores and saves. Everybody who can open a sheet can read the key in it.", sheet.key)}
${copyField("key", "Administrator's key", "Opens everything, also export and erasure. Keep it like a password, and out of sheets.", key)}
<h2>1. Connect your sheet</h2>
<p>Put the add-on into your sheet first, as the guide of the add-on (apps-script/README.md) says. Then:</p>
${menuPicture()}
${sidebarPicture(address, sheet.details.prefix)}
<p>In a workbook that was set up already you can put both into the tab Settings instead:</p>
<table class="picture" aria-label="The tab Settings of the workbook">
<thead><tr><th></th><th>A</th><th>B</th></tr></thead>
<tbody>
<tr><th>1</th><td>Setting</td><td>Value</td></tr>
<tr><th>2</th><td>Address</td><td class="here">${address}</td></tr>
<tr><th>3</th><td>Key</td><td class="here">${sheet.details.prefix}…</td></tr>
</tbody>
<caption>The two marked cells.</caption>
</table>
<h2>2. Load a model</h2>
<p>In the sidebar choose one of these and click Set up workbook: it makes the tabs, the questions and the drop-downs. You can change all of it later, in the tab Model.</p>
<ul>
${models.map(({ id, name, summary }) => html`<li><a href="/models/${id}" target="_blank" rel="noopener">${name}</a>${summary === undefined ? "" : `: ${firstSentence(summary)}`}</li>`)}
</ul>
<h2>3. Bring your partners</h2>
<p>Paste their names into the tab Answers, answer from the drop-downs, and choose Score all partners. From another system, <a href="/upload" target="_blank" rel="noopener">upload its CSV export</a>, or send them through the API: <a href="/docs" target="_blank" rel="noopener">the reference</a> has an example for each request.</p>
<h2>What it costs</h2>
<p>On Cloudflare's free plan nothing, up to about 45,000 saved assessments a day and 500 MB. <a href="/health" target="_blank" rel="noopener">The health page</a> says when that is nearly used up.</p>`,
  );
}

/** The rest stands on the model's own page. */
const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;

const copyField = (
  id: string,
  label: string,
  hint: string,
  value: string,
): Markup => html`<label for="${id}">${label}</label>
<p class="hint" id="${id}-hint">${hint}</p>
<div class="copy"><input id="${id}" readonly value="${value}" aria-describedby="${id}-hint"><button type="button" class="second" data-copy="${id}" aria-label="Copy: ${label}" hidden>Copy</button></div>`;

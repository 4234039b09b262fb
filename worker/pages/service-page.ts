/** Pages for whoever runs the service: the shell they share, its style and its policy. */
import { html, raw } from "hono/html";
import { type Markup, sourceHash } from "./markup.ts";
import { PICTURE_STYLE } from "./setup-pictures.ts";
import { THEME } from "./theme.ts";

export interface ServicePage {
  html: string;
  headers: Record<string, string>;
}

const STYLE = `
${THEME}
body { margin: 0 auto; padding: 32px 24px 96px; max-width: 720px; }
h1 { font-size: 32px; line-height: 1.25; margin: 0 0 16px; }
h2 { font-size: 20px; line-height: 1.4; margin: 40px 0 8px; }
p { margin: 0 0 12px; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; margin: 24px 0 4px; }
.hint { color: var(--quiet); font-size: 14px; margin: 0 0 8px; }
input { width: 100%; min-height: 48px; padding: 8px 12px; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--quiet); border-radius: 4px; }
input[readonly] { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 14px; }
button, .button { min-height: 48px; padding: 8px 24px; font: inherit; font-weight: 600; border-radius: 4px; cursor: pointer; border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); }
button.second { background: none; color: var(--accent); padding: 8px 16px; }
form > button { margin-top: 24px; }
.copy { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 8px; }
.warning { border-left: 4px solid var(--warning); padding: 8px 16px; background: var(--surface); margin: 0 0 24px; }
.warning strong { color: var(--warning); }
.picture { border-collapse: collapse; font-size: 14px; margin: 8px 0 16px; width: 100%; }
.picture th { background: var(--surface); color: var(--quiet); font-weight: 400; text-align: center; }
.picture td, .picture th { border: 1px solid var(--line); padding: 6px 12px; }
.picture td.here { overflow-wrap: anywhere; outline: 2px solid var(--accent); outline-offset: -2px; }
.picture caption { caption-side: bottom; text-align: left; color: var(--quiet); padding-top: 4px; }
${PICTURE_STYLE}
ol, ul { padding-left: 24px; } li { margin-bottom: 8px; }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.9em; }
@media (max-width: 480px) { body { padding: 24px 16px 64px; } .copy { grid-template-columns: minmax(0, 1fr); } }
`;

/** Copies what stands before the button; without script the field can still be selected. */
const COPY_SCRIPT = `for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    let said = "Copied";
    try { await navigator.clipboard.writeText(field.value); }
    catch { said = "Press Ctrl-C"; }
    button.textContent = said;
    button.setAttribute("aria-label", said);
  });
}`;

export interface Extras {
  style: string;
  /** Address of a script of this service, which may ask it. */
  script: string;
}

/** Never kept, since it may show a key; nothing from elsewhere, and forms go nowhere else. */
export async function servicePage(title: string, body: Markup, extras?: Extras): Promise<ServicePage> {
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE + (extras?.style ?? ""))}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
${extras === undefined ? html`<script>${raw(COPY_SCRIPT)}</script>` : html`<script type="module" src="${extras.script}"></script>`}
</body>
</html>`;
  return { html: page.toString(), headers: await headers(extras !== undefined) };
}

let script: Promise<string> | undefined;

async function headers(scripted: boolean): Promise<Record<string, string>> {
  script ??= sourceHash(COPY_SCRIPT);
  const scripts = scripted ? "script-src 'self'; connect-src 'self'" : `script-src ${await script}`;
  return {
    "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; ${scripts}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
  };
}

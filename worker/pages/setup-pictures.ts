/** Drawings of Google Sheets for the first-run page: where the menu is, and where address and key go. */
import { html } from "hono/html";
import type { Markup } from "./markup.ts";

/** Colours are the page's own, so that the drawings are dark where it is. */
export const PICTURE_STYLE = `
.drawing { display: block; width: 100%; max-width: 400px; height: auto; margin: 8px 0 4px; border: 1px solid var(--line); border-radius: 4px; }
.drawing text { fill: var(--text); font-size: 14px; }
.drawing .quiet { fill: var(--quiet); }
.drawing .paper { fill: var(--background); }
.drawing .card { fill: var(--surface); stroke: var(--line); }
.drawing .chosen { fill: var(--accent); }
.drawing .on-chosen { fill: var(--on-accent); }
.drawing .here { fill: var(--background); stroke: var(--accent); stroke-width: 2; }
.drawing .grid { stroke: var(--line); fill: none; }
figure { margin: 8px 0 24px; } figcaption { color: var(--quiet); font-size: 14px; }
`;

/** The menu Extensions, open down to the sidebar. */
export function menuPicture(): Markup {
  return html`<figure><svg class="drawing" viewBox="200 0 344 176" role="img" aria-label="The menu Extensions of Google Sheets, with Levelsheet and Open sidebar">
<rect class="paper" x="200" width="344" height="176"/>
<rect class="chosen" x="212" y="8" width="96" height="26" rx="4"/><text class="on-chosen" x="222" y="26">Extensions</text><text class="quiet" x="324" y="26">Help</text>
<path class="grid" d="M200 42H544"/>
<rect class="card" x="212" y="44" width="152" height="92" rx="4"/><text class="quiet" x="226" y="68">Add-ons</text><text class="quiet" x="226" y="96">Apps Script</text>
<rect class="chosen" x="212" y="106" width="152" height="28"/><text class="on-chosen" x="226" y="125">Levelsheet</text><text class="on-chosen" x="344" y="125">›</text>
<rect class="card" x="366" y="106" width="168" height="62" rx="4"/><rect class="chosen" x="366" y="108" width="168" height="28"/><text class="on-chosen" x="380" y="127">Open sidebar</text><text class="quiet" x="380" y="156">Set up workbook</text>
</svg><figcaption>Choose Extensions, Levelsheet, Open sidebar.</figcaption></figure>`;
}

/** The sidebar with this deployment's own address and the beginning of the key. */
export function sidebarPicture(address: string, keyPrefix: string): Markup {
  const shown = address.length > 30 ? `${address.slice(0, 29)}…` : address;
  return html`<figure><svg class="drawing" viewBox="228 0 332 248" role="img" aria-label="The sidebar: under Connection, the address goes into the first field and the key into the second">
<rect class="paper" x="228" width="332" height="248"/>
<path class="grid" d="M228 40H288M228 80H288M228 120H288M228 160H288M228 200H288"/>
<rect class="card" x="288" y="0" width="272" height="248"/>
<text x="304" y="28" font-weight="600">Connection</text>
<text x="304" y="58">Address of your service</text>
<rect class="here" x="304" y="68" width="240" height="36" rx="4"/><text x="314" y="91">${shown}</text>
<text x="304" y="132">Key</text>
<rect class="here" x="304" y="142" width="240" height="36" rx="4"/><text x="314" y="165">${keyPrefix}••••••••</text>
<rect class="chosen" x="304" y="196" width="96" height="36" rx="4"/><text class="on-chosen" x="324" y="219">Connect</text>
</svg><figcaption>The address into the first field, the key for sheets into the second. Then click Connect.</figcaption></figure>`;
}

/** The table behind a chart, folded away until somebody wants the figures. */
import { html } from "hono/html";
import type { Markup } from "./markup.ts";

/** The first column names the row, the others are figures. @param label what opens it. */
export function figuresTable(label: string, header: readonly string[], rows: readonly (readonly string[])[]): Markup {
  return html`<details class="figures no-print"><summary>${label}</summary><div class="scroll"><table>
<thead><tr>${header.map((cell, at) => html`<th scope="col"${at > 0 ? html` class="number"` : ""}>${cell}</th>`)}</tr></thead>
<tbody>${rows.map(([name, ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map((cell, at) => html`<td data-label="${header[at + 1]}" class="number">${cell}</td>`)}</tr>`)}</tbody>
</table></div></details>`;
}

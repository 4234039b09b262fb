/** The parts of the network page that name partners: who is nearly up, who may fall, and what is overdue. */
import { html } from "hono/html";
import { UNKNOWN } from "../../models/appearance.ts";
import { writeNumber } from "../../models/engine/numbers.ts";
import type { Markup } from "./markup.ts";
import { moreOf, type NetworkShown } from "./network-shown.ts";
import { dayText } from "./partner-page.ts";

/** Whether everybody was looked at; else how many. */
function looked(shown: NetworkShown): Markup | "" {
  const { view, words } = shown;
  const { looked: count } = view.close;
  return count >= view.partners
    ? ""
    : html`<p class="quiet">${words.looked(shown.count(count), shown.count(view.partners))}</p>`;
}

const nameOf = ({ view }: NetworkShown, partner: string): string => view.close.names.get(partner) ?? partner;

export function nearSection(shown: NetworkShown): Markup {
  const { words, view, language } = shown;
  const { partners, count } = view.close.nearMisses;
  const { words: said } = view.compiled.plain;
  return html`<section class="half"><h2>${words.near}</h2>
${
  partners.length === 0
    ? html`<p>${words.nearNone}</p>`
    : html`<ul class="plain">${partners.map(
        ({ partner, level, next, sentence, path }) =>
          html`<li><b>${nameOf(shown, partner)}</b> ${shown.level(level)} → ${shown.level(next)} <span class="number">${said.days(writeNumber(path.effort, 1, language))}</span><span class="quiet guidance">${sentence}</span></li>`,
      )}</ul>${moreOf(shown, partners.length, count)}`
}
${looked(shown)}</section>`;
}

export function riskSection(shown: NetworkShown): Markup {
  const { words, view } = shown;
  const { partners, count } = view.close.atRisk;
  return html`<section class="half"><h2>${words.risk}</h2>
${
  partners.length === 0
    ? html`<p>${words.riskNone}</p>`
    : html`<ul class="plain">${partners.map(({ partner, level, risks }) => {
        const others = risks.length - 1;
        return html`<li><b>${nameOf(shown, partner)}</b> ${shown.level(level)}<span class="quiet guidance">${risks[0]?.sentence ?? ""}${others > 0 ? ` (${words.more(others, shown.count(others))})` : ""}</span></li>`;
      })}</ul>${moreOf(shown, partners.length, count)}`
}
${looked(shown)}</section>`;
}

export function overdueSection(shown: NetworkShown): Markup {
  const { words, view, opened } = shown;
  const { count, listed } = view.overdue;
  if (count === 0) return html`<section><h2>${words.overdue}</h2><p>${words.overdueNone}</p></section>`;
  return html`<section><h2>${words.overdue}</h2>
<div class="scroll"><table class="wide"><thead><tr><th scope="col">${words.partner}</th><th scope="col">${words.action}</th><th scope="col">${words.owner}</th><th scope="col">${words.due}</th></tr></thead>
<tbody>${listed.map(
    ({ name, text, owner, due, daysLate }) =>
      html`<tr><th scope="row"><b>${name}</b></th><td data-label="${words.action}">${text}</td><td data-label="${words.owner}">${owner ?? UNKNOWN}</td><td data-label="${words.due}"><span class="whole">${dayText(due, opened.locale)}</span> <span class="warned whole">${words.late(daysLate, shown.count(daysLate))}</span></td></tr>`,
  )}</tbody></table></div>
${moreOf(shown, listed.length, count)}</section>`;
}

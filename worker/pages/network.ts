/** All partners of a model on one page, for the vendor: who stands where, who moves, and what to do about it. */
import { html } from "hono/html";
import type { NetworkGroup } from "../services/network-counts.ts";
import type { OpenedLink } from "../services/open-link.ts";
import type { NetworkView } from "../services/read-network.ts";
import { barChart } from "./charts.ts";
import { figuresTable } from "./figures.ts";
import type { Markup } from "./markup.ts";
import { stackChart } from "./network-charts.ts";
import { diagnosisSection, driversSection } from "./network-diagnosis.ts";
import { nearSection, overdueSection, riskSection } from "./network-partners.ts";
import { moreOf, NetworkShown } from "./network-shown.ts";
import { attribute, languageLinks, messagePage, partnerPage } from "./partner-page.ts";

export function networkPage(opened: OpenedLink, view: NetworkView): Promise<string> {
  const shown = new NetworkShown(opened, view);
  const { words, language } = shown;
  const { workspace } = opened;
  if (view.partners === 0) {
    return messagePage(language, words.nothingYet.title, words.nothingYet.text(workspace.name));
  }
  const body = html`<header>
${languageLinks(opened.languages, language, chosen(view))}
<p class="eyebrow">${workspace.name}</p>
<h1>${words.network}</h1>
<p class="quiet">${view.compiled.model.name}</p>
${view.cut === null ? "" : html`<p class="lead">${words.cuts[view.cut.by]}: ${view.cut.name}</p>`}
<p>${summary(shown)}</p>
${choiceForm(shown)}
</header>
<main class="sheet network">
${levelsSection(shown)}
${movesSection(shown)}
${groupsSection(shown)}
${diagnosisSection(shown)}
${nearSection(shown)}
${riskSection(shown)}
${overdueSection(shown)}
${driversSection(shown)}
</main>
<footer><p class="quiet no-print">${words.print}</p><p class="quiet">${words.privacy(workspace.name)}</p></footer>`;
  return partnerPage({ language, title: `${words.network} – ${view.compiled.model.name}`, body });
}

/** What the reader has chosen, for the address. */
const chosen = ({ cut, drivers }: NetworkView): Record<string, string> => ({
  ...(cut !== null && { cohort: cut.key }),
  ...(drivers !== null && { outcome: drivers.outcome.key }),
});

function summary(shown: NetworkShown): string {
  const { words, view } = shown;
  const { index, period } = view;
  return [
    words.assessed(view.partners, shown.count(view.partners)),
    ...(period === null ? [] : [words.latest(period.name, shown.count(period.partners))]),
    index === null
      ? words.noMedian
      : words.median(shown.score(index.median), shown.score(index.lowerQuartile), shown.score(index.upperQuartile)),
  ].join("; ");
}

function choiceForm(shown: NetworkShown): Markup {
  const { words, view, language } = shown;
  const cuts = (["segment", "region", "type"] as const).flatMap((by) => {
    const own = view.choices.filter((choice) => choice.by === by);
    return own.length === 0 ? [] : [{ by, own }];
  });
  const outcome = view.drivers?.outcome.key;
  const fields = view.outcomes.filter(({ key }) => key.startsWith("field:"));
  const criteria = view.outcomes.filter(({ key }) => !key.startsWith("field:"));
  const outcomes = (label: string, own: typeof fields) =>
    own.length === 0
      ? ""
      : html`<optgroup label="${label}">${own.map(({ key, name }) => html`<option value="${key}"${attribute("selected", key === outcome)}>${name}</option>`)}</optgroup>`;
  return html`<form class="choose no-print" method="get"><input type="hidden" name="language" value="${language}">
<p><label class="field" for="cohort">${words.choice}</label><select id="cohort" name="cohort"><option value="">${words.everyone}</option>${cuts.map(
    ({ by, own }) =>
      html`<optgroup label="${words.cuts[by]}">${own.map(({ key, name, partners }) => html`<option value="${key}"${attribute("selected", key === view.cut?.key)}>${name} (${shown.count(partners)})</option>`)}</optgroup>`,
  )}</select></p>
${view.outcomes.length === 0 ? "" : html`<p><label class="field" for="outcome">${words.outcome}</label><select id="outcome" name="outcome"><option value="">${words.noOutcome}</option>${outcomes(words.ownFields, fields)}${outcomes(words.criteria, criteria)}</select></p>`}
<button class="first">${words.show}</button></form>`;
}

function levelsSection(shown: NetworkShown): Markup {
  const { words, view } = shown;
  const names = shown.levelNames();
  const most = Math.max(...view.levels);
  const rows = view.levels.flatMap((partners, place) =>
    partners === 0 && place === names.length - 1 ? [] : [{ name: names[place] ?? "", partners }],
  );
  const share = (partners: number) => shown.percent(partners / view.partners);
  const title = `${words.levels}: ${rows.map(({ name, partners }) => `${name} ${shown.count(partners)}`).join(", ")}`;
  return html`<section class="half"><h2>${words.levels}</h2>
${barChart(
  rows.map(({ name, partners }) => ({
    name,
    text: `${shown.count(partners)} (${share(partners)})`,
    own: partners / most,
    other: null,
  })),
  title,
)}
${figuresTable(
  words.figures,
  [words.level, words.partners, words.share],
  rows.map(({ name, partners }) => [name, shown.count(partners), share(partners)]),
)}</section>`;
}

function movesSection(shown: NetworkShown): Markup {
  const { words, view } = shown;
  const { rose, fell, stayed, fresh, listed } = view.moved;
  const counted = [
    rose > 0 ? words.rose(rose, shown.count(rose)) : "",
    fell > 0 ? words.fell(fell, shown.count(fell)) : "",
    stayed > 0 ? words.stayed(stayed, shown.count(stayed)) : "",
    fresh > 0 ? words.fresh(fresh, shown.count(fresh)) : "",
  ].filter((text) => text !== "");
  return html`<section class="half"><h2>${words.moved}</h2>
<p>${fresh === view.partners ? words.onlyFresh : counted.join(", ")}</p>
${view.pending === 0 ? "" : html`<p class="warned">${words.pending(view.pending, shown.count(view.pending))}</p>`}</section>
${listed.length === 0 ? "" : html`<section class="columns">${moveList(shown, words.up, 1, rose)}${moveList(shown, words.down, -1, fell)}</section>`}`;
}

/** @param direction 1 up, -1 down. @param all how many moved that way. */
function moveList(shown: NetworkShown, heading: string, direction: 1 | -1, all: number): Markup | "" {
  const { words, view } = shown;
  const rows = view.moved.listed.filter(({ steps }) => steps * direction > 0);
  if (rows.length === 0) return "";
  return html`<div><h3>${heading}</h3><ul class="plain">${rows.map(
    ({ name, former, level, since, period }) =>
      html`<li><b>${name}</b> ${shown.level(former)} → ${shown.level(level)} <span class="quiet whole">${since === null ? period : words.between(since, period)}</span></li>`,
  )}</ul>${moreOf(shown, rows.length, all)}</div>`;
}

const MOST_GROUPS = 12;

function groupsSection(shown: NetworkShown): Markup | "" {
  const { words, view } = shown;
  const groups = (["segment", "region"] as const).flatMap((by) => {
    const own = view.groups.filter((group) => group.by === by);
    // The group that was chosen says the same as the whole page.
    return own.length === 0 || (own.length === 1 && view.cut?.by === by) ? [] : [{ by, own }];
  });
  if (groups.length === 0) return "";
  const levels = view.compiled.plain.levels;
  const hasNone = (view.levels.at(-1) ?? 0) > 0;
  const names = shown.levelNames().slice(0, hasNone ? undefined : -1);
  const said = ({ name, levels: counts }: NetworkGroup) =>
    `${name} ${counts.flatMap((count, rank) => (count > 0 ? [`${names[rank]} ${shown.count(count)}`] : [])).join(", ")}`;
  return html`<section><h2>${words.groups}</h2>
<p class="key"><span class="quiet">${words.fromLeft}</span> ${levels.map(({ id }) => shown.level(id))}${hasNone ? html` <span class="tag">${words.noLevel}</span>` : ""}</p>
<div class="columns">${groups.map(({ by, own }) => {
    const drawn = own.slice(0, MOST_GROUPS);
    const rows = drawn.map((group) => ({ ...group, text: shown.count(group.partners) }));
    return html`<div><h3>${words.cuts[by]}</h3>${stackChart(rows, `${words.cuts[by]}: ${drawn.map(said).join("; ")}`)}
${moreOf(shown, drawn.length, own.length)}</div>`;
  })}</div>
${groups.map(({ by, own }) =>
  figuresTable(
    `${words.figures}: ${words.cuts[by]}`,
    [words.cuts[by], words.partners, ...names],
    own
      .slice(0, MOST_GROUPS)
      .map(({ name, partners, levels: counts }) => [
        name,
        shown.count(partners),
        ...names.map((_, rank) => shown.count(counts[rank] ?? 0)),
      ]),
  ),
)}</section>`;
}

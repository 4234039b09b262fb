/** The parts of the network page that look for causes: programme or partner, and what moves with an outcome. */
import { html } from "hono/html";
import { UNKNOWN, WARNING_SIGN } from "../../models/appearance.ts";
import { cohortKey } from "../../models/engine/network/benchmark.ts";
import type { CriterionDiagnosis } from "../../models/engine/network/diagnosis.ts";
import type { Driver } from "../../models/engine/network/drivers.ts";
import { writeNumber } from "../../models/engine/numbers.ts";
import { figuresTable } from "./figures.ts";
import type { Markup } from "./markup.ts";
import { intervalChart } from "./network-charts.ts";
import type { NetworkShown } from "./network-shown.ts";

const DRAWN = 8;
const LISTED = 8;
const PARTNER_SIDE = 5;
/** Rows of a table; the largest model would have 500. */
const MOST_ROWS = 60;
const CUTS_NAMED = 3;

export function diagnosisSection(shown: NetworkShown): Markup {
  const { words, view } = shown;
  const { diagnosis } = view;
  const elsewhere =
    view.elsewhere === 0 || view.cut !== null
      ? ""
      : html`<p class="quiet">${words.elsewhere(view.elsewhere, shown.count(view.elsewhere))}</p>`;
  if (diagnosis.length === 0) {
    return html`<section><h2>${words.diagnosis}</h2><p>${words.nothingAnswered}</p>${elsewhere}</section>`;
  }
  const faults = diagnosis.filter(({ verdict }) => verdict === "programme");
  const others = diagnosis.filter(({ verdict, short }) => verdict === "partner" && short > 0);
  const marked = ({ verdict, name }: CriterionDiagnosis) =>
    verdict === "programme" ? `${WARNING_SIGN} ${name}` : name;
  const rows = diagnosis.filter(({ short }) => short > 0).slice(0, DRAWN);
  const title = `${words.diagnosis}: ${rows.map((row) => `${row.name} ${shown.percent(row.share)}`).join(", ")}`;
  return html`<section><h2>${words.diagnosis}</h2>
<p class="quiet">${words.diagnosisHelp}</p>
<div class="columns"><div>
${intervalChart(
  rows.map((row) => ({
    name: marked(row),
    text: shown.percent(row.share),
    value: row.share ?? 0,
    low: row.low ?? 0,
    high: row.high ?? 0,
  })),
  { min: 0, max: 1 },
  { from: 0, mark: 0.5 },
  title,
)}
<p class="key"><span class="quiet">┃ ${words.fallShort}</span> <span class="quiet">├─┤ ${words.interval}</span> <span class="key-mark">┊ ${words.majority}</span></p>
</div><div>
${
  diagnosis.every(({ verdict }) => verdict === null)
    ? html`<p>${words.noVerdict}</p>`
    : faults.length === 0
      ? html`<p>${words.noFaults}</p>`
      : html`<h3 class="warned">${words.programme}</h3><ul class="plain">${faults.slice(0, LISTED).map((row) => faultItem(shown, row))}</ul>`
}
${
  others.length === 0
    ? ""
    : html`<h3>${words.partnerSide}</h3><ul class="plain">${others
        .slice(0, PARTNER_SIDE)
        .map((row) => html`<li><b>${row.name}</b>, ${ofAnswers(shown, row)}</li>`)}</ul>`
}
</div></div>
${figuresTable(
  words.figures,
  [words.criterion, words.answered, words.fallShort, words.share, words.interval],
  diagnosis
    .slice(0, MOST_ROWS)
    .map((row) => [
      marked(row),
      shown.count(row.answered),
      shown.count(row.short),
      shown.percent(row.share),
      row.low === null || row.high === null ? UNKNOWN : words.range(shown.percent(row.low), shown.percent(row.high)),
    ]),
)}
${elsewhere}</section>`;
}

const ofAnswers = (shown: NetworkShown, { short, answered }: CriterionDiagnosis): string =>
  shown.words.ofAnswers(shown.count(short), shown.count(answered));

function faultItem(shown: NetworkShown, row: CriterionDiagnosis): Markup {
  const { words, view } = shown;
  const where = row.cuts
    .filter(({ by, share }) => by !== "level" && (share ?? 0) > (row.share ?? 0))
    .sort((a, b) => (b.share ?? 0) - (a.share ?? 0))
    .slice(0, CUTS_NAMED)
    .map(({ by, name, share }) => {
      const written = view.choices.find(({ key }) => key === cohortKey(by, name))?.name ?? name;
      return `${written} ${shown.percent(share)}`;
    });
  return html`<li><b>${row.name}</b>, ${ofAnswers(shown, row)}${where.length === 0 ? "" : html`<span class="quiet guidance">${words.mostly} ${where.join(", ")}</span>`}${row.programme.length === 0 ? "" : html`<span class="quiet guidance">${words.lookAt} ${row.programme.map((tag) => tag.replaceAll("-", " ")).join(", ")}</span>`}</li>`;
}

export function driversSection(shown: NetworkShown): Markup | "" {
  const { words, view } = shown;
  const { drivers, outcomes } = view;
  if (outcomes.length === 0) return "";
  if (drivers === null) {
    return html`<section class="no-print"><h2>${words.drivers}</h2><p>${words.chooseOutcome}</p></section>`;
  }
  const found = drivers.drivers
    .filter(({ correlation }) => correlation !== null)
    .sort((a, b) => Math.abs(b.correlation ?? 0) - Math.abs(a.correlation ?? 0));
  const linked = found.filter(isLinked).slice(0, DRAWN);
  const figure = (value: number | null) => (value === null ? UNKNOWN : writeNumber(value, 2, shown.language));
  const said = (driver: Driver) => (isLinked(driver) ? figure(driver.correlation) : words.noLink);
  const title = `${words.drivers}: ${linked.map(({ name, correlation }) => `${name} ${figure(correlation)}`).join(", ")}`;
  return html`<section><h2>${words.drivers}</h2>
<p class="quiet">${words.driversHelp(drivers.outcome.name)}${drivers.compared < drivers.partners ? ` ${words.compared(shown.count(drivers.compared), shown.count(drivers.partners))}` : ""}</p>
${
  found.length === 0
    ? html`<p>${words.driversFew}</p>`
    : linked.length === 0
      ? html`<p>${words.driversNone}</p>`
      : intervalChart(
          linked.map(({ name, correlation, low, high }) => ({
            name,
            text: figure(correlation),
            value: correlation ?? 0,
            low: low ?? 0,
            high: high ?? 0,
          })),
          { min: -1, max: 1 },
          { from: 0, mark: 0 },
          title,
        )
}
${
  found.length === 0
    ? ""
    : figuresTable(
        words.figures,
        [words.criterion, words.partners, words.correlation, words.interval],
        found
          .slice(0, MOST_ROWS)
          .map((driver) => [
            driver.name,
            shown.count(driver.count),
            said(driver),
            words.range(figure(driver.low), figure(driver.high)),
          ]),
      )
}</section>`;
}

const isLinked = ({ verdict }: Driver): boolean => verdict === "moves with" || verdict === "moves against";

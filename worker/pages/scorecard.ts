/** A partner's scorecard: where it stands and why, what to do next, and how that compares. Prints on one sheet. */
import { html } from "hono/html";
import { UNKNOWN } from "../../models/appearance.ts";
import { writeFigure, writeNumber } from "../../models/engine/numbers.ts";
import type { OpenedLink } from "../services/open-link.ts";
import type { Scorecard } from "../services/read-scorecard.ts";
import { answerText } from "./answer-words.ts";
import { type Axis, barChart, curveChart, lineChart, MOST_AXES, radarChart } from "./charts.ts";
import { figuresTable } from "./figures.ts";
import type { Markup } from "./markup.ts";
import { dayText, languageLinks, messagePage, partnerPage } from "./partner-page.ts";
import { rampClass } from "./partner-style.ts";
import { partnerWords } from "./partner-words.ts";
import { type ScorecardWords, scorecardWords } from "./scorecard-words.ts";

interface View {
  opened: OpenedLink;
  card: Scorecard;
  language: string;
  words: ScorecardWords;
}

export function scorecardPage(opened: OpenedLink, card: Scorecard | null): Promise<string> {
  const language = opened.compiled.plain.language;
  const words = scorecardWords(language);
  const { workspace, partnerName } = opened;
  if (card === null) return messagePage(language, words.nothingYet.title, words.nothingYet.text(workspace.name));
  const view = { opened, card, language, words };
  const body = html`<header>
${languageLinks(opened.languages, language)}
<p class="eyebrow">${words.head(workspace.name, card.period)}</p>
<h1>${partnerName}</h1>
<p class="quiet">${words.scorecard}: ${card.variant.model.name}</p>
${levelLine(view)}
</header>
<main class="sheet">
${pathSection(view)}
${profileSection(view)}
${progressSection(view)}
${gapsSection(view)}
${curveSection(view)}
${stagesSection(view)}
${strengthsSection(view)}
${programmeSection(view)}
${viewsSection(view)}
</main>
<footer><p class="quiet no-print">${words.print}</p><p class="quiet">${words.privacy(workspace.name, partnerName)}</p></footer>`;
  return partnerPage({ language, title: `${partnerName} – ${words.scorecard}`, body });
}

/** In the model's scale and decimals, with the language's separators. */
function score({ card, language }: View, value: number | null): string {
  return value === null ? UNKNOWN : writeFigure(value, card.variant.scale.decimals, language);
}

const percent = ({ card, language }: View, share: number | null): string =>
  share === null ? UNKNOWN : card.variant.words.percent(writeNumber(share * 100, 0, language));

const days = ({ card, language }: View, effort: number): string =>
  card.variant.words.days(writeNumber(effort, 1, language));

function levelLine(view: View): Markup {
  const { card, words } = view;
  const { variant, rank, reached, result } = card;
  const { min, width } = variant.scale;
  const level = variant.levels[rank];
  const reachedName = variant.levels[reached]?.name;
  return html`<p class="standing">${level === undefined ? "" : html`<b class="chip ${rampClass(rank, variant.levels.length)}">${level.name}</b>`}
<span><b class="figure">${score(view, result.index)}</b> ${words.index} ${words.ofScale(score(view, min + width))}</span></p>
<p class="lead">${rank === reached || reachedName === undefined ? card.why : `${words.answersReach(reachedName)} ${card.why}`}</p>`;
}

/** Printed lines of the path that leave room on the sheet for the rest; with more, guidance is not printed. */
const LINES_ON_PAPER = 10;
const GUIDANCE_PER_LINE = 50;
const ANSWER_PER_LINE = 18;

function pathSection(view: View): Markup {
  const { card, words, language } = view;
  const { variant, reached, result, steps } = card;
  const next = variant.levels[reached + 1];
  if (next === undefined) return html`<section class="path"><h2>${words.top}</h2></section>`;
  if (steps.length === 0) {
    return html`<section class="path"><h2>${words.next(next.name)}</h2><p>${words.noPath(next.name)}</p></section>`;
  }
  const answer = (step: Scorecard["steps"][number], value: "from" | "to") =>
    answerText({ compiled: step.criterion }, step[value], language, partnerWords(language));
  const longest = (step: Scorecard["steps"][number]) =>
    Math.max(answer(step, "from").length, answer(step, "to").length);
  const lines = steps.reduce(
    (sum, step) =>
      sum +
      Math.max(
        1 + Math.ceil((step.guidance ?? "").length / GUIDANCE_PER_LINE),
        Math.ceil(longest(step) / ANSWER_PER_LINE),
      ),
    0,
  );
  return html`<section class="path${lines > LINES_ON_PAPER ? " terse" : ""}"><h2>${words.next(next.name)}</h2>
<p class="quiet">${words.steps(days(view, result.path?.effort ?? 0))}</p>
<div class="scroll"><table>
<thead><tr><th scope="col"><span class="visually-hidden">${words.done}</span></th><th scope="col">${words.step}</th><th scope="col">${words.now}</th><th scope="col">${words.goal}</th><th scope="col" class="number">${words.effort}</th></tr></thead>
<tbody>${steps.map(
    (
      step,
    ) => html`<tr><td class="tick" aria-hidden="true">☐</td><th scope="row"><b>${step.criterion.name}</b>${step.guidance === null ? "" : html`<span class="quiet guidance">${step.guidance}</span>`}</th>
<td data-label="${words.now}">${answer(step, "from")}</td><td data-label="${words.goal}">${answer(step, "to")}</td><td data-label="${words.effort}" class="number">${days(view, step.effort)}</td></tr>`,
  )}</tbody></table></div></section>`;
}

function profileSection(view: View): Markup {
  const { card, words } = view;
  const { variant, result, benchmark } = card;
  const { min, width } = variant.scale;
  const share = (value: number | null | undefined) => (value == null ? null : (value - min) / width);
  const rows = variant.tops.flatMap((position) => {
    const dimension = variant.dimensions[position];
    if (dimension === undefined) return [];
    const own = result.dimensions.find(({ id }) => id === dimension.id)?.score ?? null;
    const placement = benchmark?.dimensions.find(({ id }) => id === dimension.id)?.placement ?? null;
    return [{ name: dimension.name, own, placement }];
  });
  const axes = rows.map(
    ({ name, own, placement }): Axis => ({
      name,
      text: score(view, own),
      own: share(own),
      other: share(placement?.median ?? null),
    }),
  );
  const title = `${words.profile}: ${rows.map(({ name, own }) => `${name} ${score(view, own)}`).join(", ")}`;
  const isRadar = axes.length >= 3 && axes.length <= MOST_AXES;
  const count = benchmark === null ? null : writeNumber(benchmark.partners, 0, view.language);
  return html`<section class="half"><h2>${words.profile}</h2>
${isRadar ? radarChart(axes, title) : barChart(axes, title)}
<p class="key"><span class="key-own">● ${words.you}</span>${count === null ? html` <span class="quiet">${words.noOthers}</span>` : html` <span class="key-other">■ ${words.others(count)}</span>`}</p>
${figuresTable(
  words.figures,
  [words.dimension, words.you, words.median, words.quarter],
  rows.map(({ name, own, placement }) => [
    name,
    score(view, own),
    score(view, placement?.median ?? null),
    placement === null
      ? UNKNOWN
      : words.between(score(view, placement.lowerQuartile), score(view, placement.upperQuartile)),
  ]),
)}</section>`;
}

function progressSection(view: View): Markup {
  const { card, words, opened } = view;
  const { forecast, observed, next } = card.forecast;
  const { min, width } = card.variant.scale;
  const share = (value: number) => (value - min) / width;
  const ahead = forecast.possible ? forecast.points : [];
  const reach = forecast.possible ? forecast.reach : null;
  const level = card.variant.levels.find(({ id }) => id === next)?.name ?? "";
  const seen = observed.flatMap(({ period, index }) =>
    index === null ? [] : [{ label: period, value: share(index), band: null }],
  );
  const points = [
    ...seen,
    ...ahead.map(({ period, index, low, high }) => ({
      label: period,
      value: share(index),
      band: { low: share(low), high: share(high) },
    })),
  ];
  const title = `${words.progress}: ${observed.map(({ period, index }) => `${period} ${score(view, index)}`).join(", ")}`;
  const needed =
    reach === null
      ? null
      : { share: share(reach.needed), label: `${words.neededFor(level)}: ${score(view, reach.needed)}` };
  const said =
    reach?.status === "expected" && reach.date !== null
      ? words.reachedBy(level, dayText(reach.date, opened.locale))
      : forecast.possible
        ? ""
        : words.tooFew;
  return html`<section class="half"><h2>${words.progress}</h2>
${lineChart(points, needed, [score(view, min), score(view, min + width)], title)}
${said === "" ? "" : html`<p>${said}</p>`}
${figuresTable(
  words.figures,
  [words.period, words.index],
  [
    ...observed.map(({ period, index }) => [period, score(view, index)]),
    ...ahead.map(({ period, index, low, high }) => [
      `${period} (${words.forecast})`,
      `${score(view, index)} (${words.between(score(view, low), score(view, high))})`,
    ]),
  ],
)}</section>`;
}

const GAPS_PER_DIMENSION = 3;

function gapsSection(view: View): Markup {
  const { card, words } = view;
  const { variant, result } = card;
  const topOf = (id: string) => variant.dimensions.find((dimension) => dimension.id === id)?.top;
  const groups = variant.tops.flatMap((top) => {
    const gaps = result.gaps.filter(({ dimension }) => topOf(dimension) === top).slice(0, GAPS_PER_DIMENSION);
    return gaps.length === 0 ? [] : [{ name: variant.dimensions[top]?.name ?? "", gaps }];
  });
  return html`<section class="no-print"><h2>${words.gaps}</h2>
${groups.length === 0 ? html`<p>${words.noGaps}</p>` : ""}
${groups.map(
  ({ name, gaps }) =>
    html`<h3>${name}</h3><ul>${gaps.map(
      (gap) =>
        html`<li><b>${gap.name}</b>, ${percent(view, gap.attainment)} → ${percent(view, gap.target)}, +${card.variant.words.points(score(view, gap.points))}${gap.guidance === null ? "" : html`<span class="quiet guidance">${gap.guidance}</span>`}</li>`,
    )}</ul>`,
)}</section>`;
}

function curveSection(view: View): Markup | "" {
  const { card, words } = view;
  const { variant, result } = card;
  const shape = variant.model.curve;
  if (shape === undefined || result.curve === null) return "";
  const nameOf = (id: string) => variant.levels.find((level) => level.id === id)?.name ?? id;
  const said = words.onCurve(nameOf(result.curve.phase));
  const levels = variant.levels.map(({ name }) => name);
  return html`<section class="half no-print"><h2>${words.curve}</h2>
${curveChart(shape, levels, result.curve, `${words.curve}: ${said}`)}
<p>${said}</p>
${figuresTable(
  words.figures,
  [words.dimension, words.phase, words.place],
  result.curve.dimensions.map(({ id, phase, y }) => [
    variant.dimensions.find((dimension) => dimension.id === id)?.name ?? id,
    nameOf(phase),
    percent(view, y),
  ]),
)}</section>`;
}

function strengthsSection({ card, words }: View): Markup | "" {
  if (card.strengths.length === 0) return "";
  return html`<section class="strengths"><h2>${words.strengths}</h2><ul>${card.strengths.map(({ name }) => html`<li>${name}</li>`)}</ul></section>`;
}

function programmeSection({ card, words }: View): Markup | "" {
  const { variant, rank } = card;
  const list = (level: number, heading: (name: string) => string) => {
    const { name = "", programme = [] } = variant.model.levels[level] ?? {};
    return programme.length === 0
      ? ""
      : html`<div><h3>${heading(name)}</h3><ul>${programme.map((item) => html`<li>${item}</li>`)}</ul></div>`;
  };
  const [own, next] = [list(rank, words.yours), list(rank + 1, words.brought)];
  if (own === "" && next === "") return "";
  return html`<section><h2>${words.programme}</h2><div class="columns">${own}${next}</div></section>`;
}

function stagesSection(view: View): Markup | "" {
  const { card, words } = view;
  if (card.stages.length === 0) return "";
  const order = Object.keys(words.stageNames);
  const stages = [...card.stages].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const nameOf = (id: string) => words.stageNames[id] ?? id;
  const title = `${words.stages}: ${stages.map(({ id, attainment }) => `${nameOf(id)} ${percent(view, attainment)}`).join(", ")}`;
  return html`<section class="half no-print"><h2>${words.stages}</h2>
${barChart(
  stages.map(({ id, attainment }) => ({
    name: nameOf(id),
    text: percent(view, attainment),
    own: attainment,
    other: null,
  })),
  title,
)}
${figuresTable(
  words.figures,
  [words.stages, words.reached],
  stages.map(({ id, attainment }) => [nameOf(id), percent(view, attainment)]),
)}</section>`;
}

function viewsSection({ opened, card, language, words }: View): Markup | "" {
  const { views } = card;
  if (views === null || (views.same === 0 && views.different.length === 0)) return "";
  const pages = partnerWords(language);
  return html`<section class="no-print"><h2>${words.views}</h2>
${views.same > 0 ? html`<p>${words.same(views.same)}</p>` : ""}
${
  views.different.length === 0
    ? ""
    : html`<div class="scroll"><table><thead><tr><th scope="col">${pages.question}</th><th scope="col">${words.yourAnswer}</th><th scope="col">${opened.workspace.name}</th></tr></thead>
<tbody>${views.different.map(
        ({ criterion, own, vendor }) =>
          html`<tr><th scope="row">${criterion.name}</th><td data-label="${words.yourAnswer}">${answerText({ compiled: criterion }, own, language, pages)}</td><td data-label="${opened.workspace.name}">${answerText({ compiled: criterion }, vendor, language, pages)}</td></tr>`,
      )}</tbody></table></div>`
}</section>`;
}

/** A model as a page for people: levels as sentences, what each takes and brings, and every question. */
import { html, raw } from "hono/html";
import { levelColour } from "../../models/appearance.ts";
import { optionsOf, yesNoWords } from "../../models/engine/answers.ts";
import { writeNumber } from "../../models/engine/numbers.ts";
import { applyOverlay } from "../../models/engine/overlay.ts";
import { requirementSentences } from "../../models/engine/sentences.ts";
import { wordsOf } from "../../models/engine/words.ts";
import type { Criterion, Dimension, Level, Model, Overlay, Source } from "../../models/format.ts";
import { localize } from "../../models/translate.ts";
import type { Markup } from "./markup.ts";
import { MODEL_STYLE } from "./model-style.ts";
import { type ModelPageWords, modelPageWords } from "./model-words.ts";

/** @param language one of the model's languages; others fall back to its own. */
export async function modelPage(original: Model, language: string): Promise<string> {
  const model = localize(original, language);
  const spoken = model.language ?? "en";
  const words = modelPageWords(spoken);
  const languages = [original.language ?? "en", ...Object.keys(original.translations ?? {})];
  const page = await html`<!doctype html>
<html lang="${spoken}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${model.name}</title>
<link rel="icon" href="data:,">
<style>${raw(MODEL_STYLE)}</style>
</head>
<body>
<header>
${languages.length > 1 ? languageLinks(model.id, languages, spoken, words) : ""}
<h1>${model.name}</h1>
${model.summary === undefined ? "" : html`<p>${model.summary}</p>`}
${sourceLine(model.source, words)}
</header>
<main>
<h2>${words.levels}</h2>
<p class="quiet">${model.ladder === "independent" ? words.independent : words.cumulative}</p>
${model.levels.map((level, rank) => levelSection(model, level, rank, words))}
${overlaySection(model, words)}
<h2>${words.questions}</h2>
${topLevel(model).map((dimension) => dimensionSection(model, dimension, words, shareOf(topLevel(model), dimension)))}
</main>
</body>
</html>`;
  return page.toString();
}

/** Every model with its levels, as a way in. */
export async function modelListPage(models: readonly Model[]): Promise<string> {
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Models</title>
<link rel="icon" href="data:,">
<style>${raw(MODEL_STYLE)}</style>
</head>
<body>
<header>
<h1>Models</h1>
<p>What each model asks, what its levels take and what they bring. Each page prints.</p>
</header>
<main>
${models.map(
  (model) => html`<section class="listed">
<h2><a href="/models/${model.id}">${model.name}</a></h2>
${model.summary === undefined ? "" : html`<p>${model.summary}</p>`}
<ol class="ramp">${model.levels.map((level, rank) => {
    const colour = levelColour(rank, model.levels.length);
    return html`<li class="step" style="background:${colour.background};color:${colour.text}">${level.name}</li>`;
  })}</ol>
</section>`,
)}
</main>
</body>
</html>`;
  return page.toString();
}

function languageLinks(id: string, languages: readonly string[], spoken: string, words: ModelPageWords): Markup {
  const names = new Intl.DisplayNames(["en"], { type: "language" });
  const own = (language: string) =>
    new Intl.DisplayNames([language], { type: "language" }).of(language) ?? names.of(language);
  return html`<ul class="languages" aria-label="${words.language}">${languages.map(
    (language) =>
      html`<li><a href="/models/${id}?language=${language}" hreflang="${language}" lang="${language}"${language === spoken ? raw(' aria-current="page"') : ""}>${own(language)}</a></li>`,
  )}</ul>`;
}

function levelSection(model: Model, level: Level, rank: number, words: ModelPageWords): Markup {
  const colour = levelColour(rank, model.levels.length);
  const next = model.levels[rank + 1];
  return html`<section class="level">
<div class="step" style="background:${colour.background};color:${colour.text}">${level.name}</div>
<div>
<h3 class="visually-hidden">${level.name}</h3>
<p class="lead">${level.descriptor ?? ""}</p>
<div class="columns">
<div>
<h4>${words.takes}</h4>
<ul>${requirementSentences(model, level.requires ?? []).map((sentence) => html`<li>${sentence}</li>`)}</ul>
</div>
${
  level.programme === undefined || level.programme.length === 0
    ? ""
    : html`<div>
<h4>${words.brings}</h4>
<ul>${level.programme.map((item) => html`<li>${item}</li>`)}</ul>
</div>`
}
</div>
${level.growth === undefined ? "" : html`<h4>${next === undefined ? words.stay : words.growth(next.name)}</h4><p>${level.growth}</p>`}
</div>
</section>`;
}

function overlaySection(model: Model, words: ModelPageWords): Markup | "" {
  const overlays = model.overlays ?? [];
  if (overlays.length === 0) return "";
  return html`<h2>${words.overlays}</h2>
<p class="quiet">${words.overlaysHelp}</p>
${overlays.map((overlay) => overlayArticle(model, overlay, words))}`;
}

function overlayArticle(model: Model, overlay: Overlay, words: ModelPageWords): Markup {
  const nameOf = (id: string) => model.criteria.find((criterion) => criterion.id === id)?.name ?? id;
  const changes = Object.entries(overlay.criteria ?? {});
  const omitted = changes.filter(([, change]) => change.omit === true).map(([id]) => nameOf(id));
  const changed = changes.filter(([, change]) => change.omit !== true).map(([id]) => nameOf(id));
  const applied = applyOverlay(model, overlay).model;
  const levels = applied.levels.filter((level) => Object.hasOwn(overlay.levels ?? {}, level.id));
  const conditions = Object.entries(overlay.when).map(
    ([attribute, names]) =>
      `${words.attributes[attribute as keyof ModelPageWords["attributes"]]}: ${(names ?? []).join(` ${words.or} `)}`,
  );
  return html`<article class="variant">
<h3>${overlay.name ?? overlay.id}</h3>
<p class="quiet">${words.applies} ${conditions.join(` ${words.and} `)}</p>
${omitted.length > 0 ? html`<p>${words.omitted}: ${omitted.join(", ")}.</p>` : ""}
${changed.length > 0 ? html`<p>${words.changed}: ${changed.join(", ")}.</p>` : ""}
${
  levels.length === 0
    ? ""
    : html`<div class="columns">${levels.map(
        (level) => html`<div>
<h4>${level.name}</h4>
<ul>${requirementSentences(applied, level.requires ?? []).map((sentence) => html`<li>${sentence}</li>`)}</ul>
</div>`,
      )}</div>`
}
</article>`;
}

const topLevel = (model: Model): Dimension[] => model.dimensions.filter((dimension) => dimension.parent == null);

function shareOf(siblings: readonly Dimension[], dimension: Dimension): number {
  const total = siblings.reduce((sum, sibling) => sum + (sibling.weight ?? 1), 0);
  return total > 0 ? (dimension.weight ?? 1) / total : 0;
}

function dimensionSection(model: Model, dimension: Dimension, words: ModelPageWords, share: number): Markup {
  const children = model.dimensions.filter((child) => child.parent === dimension.id);
  const criteria = model.criteria.filter((criterion) => criterion.dimension === dimension.id);
  const percent = (part: number) => wordsOf(words.code).percent(writeNumber(part * 100, 0, words.code));
  return html`<section class="dimension">
<h3>${dimension.name} <span class="share">${words.share(percent(share))}</span></h3>
${dimension.help === undefined ? "" : html`<p>${dimension.help}</p>`}
${criteria.map((criterion) => criterionSection(model, criterion, words))}
${children.map((child) => dimensionSection(model, child, words, share * shareOf(children, child)))}
</section>`;
}

function criterionSection(model: Model, criterion: Criterion, words: ModelPageWords): Markup {
  const number = (value: number) => writeNumber(value, 2, words.code);
  const level = model.levels.find((candidate) => candidate.id === criterion.level);
  const guidance = model.levels.flatMap((candidate) => {
    const text = criterion.guidance?.[candidate.id];
    return text === undefined ? [] : [{ level: candidate.name, text }];
  });
  return html`<article class="criterion">
<div>
<h4>${criterion.name}</h4>
<p>${criterion.question}</p>
<ul class="facts">
<li>${words.weight} <b>${number(criterion.weight ?? 1)}</b></li>
${level === undefined ? "" : html`<li>${words.level} <b>${level.name}</b></li>`}
<li>${words.askedOf[criterion.askedOf ?? "both"]}</li>
${criterion.effort === undefined ? "" : html`<li>${words.effort} <b>${number(criterion.effort)}</b></li>`}
${criterion.owner === undefined ? "" : html`<li>${words.owner} <b>${criterion.owner}</b></li>`}
${criterion.evidence === "required" ? html`<li>${words.evidence}</li>` : ""}
</ul>
${criterion.help === undefined ? "" : html`<p class="quiet">${criterion.help}</p>`}
${sourceLine(criterion.source, words)}
${
  guidance.length === 0
    ? ""
    : html`<details><summary>${words.guidance}</summary><dl>${guidance.map(
        ({ level: name, text }) => html`<dt>${name}</dt><dd>${text}</dd>`,
      )}</dl></details>`
}
</div>
${answerTable(model, criterion, words)}
</article>`;
}

/** Options with what they count, or the measured values with what they attain. */
function answerTable(model: Model, { answer }: Criterion, words: ModelPageWords): Markup {
  const language = words.code;
  const percent = (share: number) => wordsOf(language).percent(writeNumber(share * 100, 0, language));
  const yesNo = yesNoWords(language);
  const rows: [string, number][] =
    answer.kind === "number"
      ? answer.points.map(([measure, attainment]) => [writeNumber(measure, 6, language), attainment])
      : optionsOf(model, answer).map((option) => [
          answer.kind === "yesno" ? yesNo[option.id === "yes" ? "yes" : "no"] : option.label,
          option.value,
        ]);
  const head =
    answer.kind === "number"
      ? `${words.measured}${answer.unit === undefined ? "" : ` (${answer.unit})`}`
      : words.answers[answer.kind];
  return html`<table>
<thead><tr><th>${head}</th><th class="number">${words.counts}</th></tr></thead>
<tbody>${rows.map(([label, attainment]) => html`<tr><td>${label}</td><td class="number">${percent(attainment)}</td></tr>`)}</tbody>
</table>`;
}

function sourceLine(source: Source | Source[] | undefined, words: ModelPageWords): Markup | "" {
  if (source === undefined) return "";
  const sources = Array.isArray(source) ? source : [source];
  return html`<p class="source">${words.source}: ${sources.map(
    ({ title, url }, place) =>
      html`${place > 0 ? "; " : ""}${url === undefined ? title : html`<a href="${url}" rel="noreferrer">${title}</a>`}`,
  )}</p>`;
}

import { levelColour } from "../../models/appearance.ts";
import { THEME } from "./theme.ts";

/** A page that may hold no styles of its own names a place on the ramp instead. */
const RAMP_PLACES = 9;
const ramp = Array.from({ length: RAMP_PLACES }, (_, place) => {
  const { background, text } = levelColour(place, RAMP_PLACES);
  return `.ramp-${place} { background: ${background}; color: ${text}; fill: ${background}; }\n.chart .on-ramp-${place} { fill: ${text}; }`;
}).join("\n");

/** @param rank 0 is the lowest of `count` levels. */
export function rampClass(rank: number, count: number): string {
  return `ramp-${count < 2 ? 0 : Math.round((rank / (count - 1)) * (RAMP_PLACES - 1))}`;
}

/** The pages for partners: a form on a phone, a sheet on paper. */
export const PARTNER_STYLE = `${THEME}
html { scroll-padding: 16px 0 136px; }
body { margin: 0 auto; padding: 24px 16px 48px; max-width: 800px; }
h1 { font-size: 28px; line-height: 1.25; margin: 0 0 8px; }
h2 { font-size: 22px; line-height: 1.3; margin: 40px 0 8px; }
h3 { font-size: 16px; margin: 16px 0 4px; }
p { margin: 0 0 12px; max-width: 72ch; }
h1, h2, h3, p, li, td, th, legend, label, summary { overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: 14px; }
.eyebrow { color: var(--quiet); margin: 0 0 4px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
button, .button { display: inline-block; min-height: 44px; padding: 8px 16px; border: 1px solid var(--accent); border-radius: 6px;
  background: transparent; color: var(--accent); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
button.first, .button.first { background: var(--accent); color: var(--on-accent); }
.languages { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 4px; margin: 0 -6px 16px; padding: 0; list-style: none; font-size: 14px; }
.languages button, .languages a { display: inline-block; min-height: 32px; padding: 4px 6px; border: 0; color: var(--accent); font-size: 14px; font-weight: 400; text-decoration: underline; }
.languages [aria-current] { display: inline-block; padding: 4px 6px; font-weight: 600; }
.topics ul { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 0; padding: 0; list-style: none; }
.topics a { display: inline-block; padding: 4px 0; }
fieldset { margin: 24px 0; padding: 16px 0 0; border: 0; border-top: 1px solid var(--line); min-width: 0; }
legend { float: left; width: 100%; margin: 0 0 8px; padding: 0; font-size: 18px; line-height: 1.4; font-weight: 600; }
legend + * { clear: both; }
legend .name { display: block; color: var(--quiet); font-size: 14px; font-weight: 400; }
details { margin: 0 0 8px; }
summary { display: inline-block; min-height: 32px; padding: 4px 0; color: var(--accent); cursor: pointer; font-size: 15px; }
summary::before { content: "+ "; font-variant-numeric: tabular-nums; }
[open] > summary::before { content: "– "; }
.option { display: grid; grid-template-columns: 24px minmax(0, 1fr); gap: 0 12px; align-items: start; padding: 10px 12px; margin: 0 0 4px; border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
.option:hover { border-color: var(--accent); }
.option:has(:checked) { border-color: var(--accent); background: var(--surface); }
.option.plain, .option.plain:has(:checked) { border-color: transparent; background: transparent; color: var(--quiet); }
.option input { width: 20px; height: 20px; margin: 2px 0 0; accent-color: var(--accent); }
.option small { display: block; color: var(--quiet); font-size: 14px; }
.measure { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin: 0 0 4px; }
.field { display: block; margin: 8px 0 4px; font-weight: 600; font-size: 15px; }
input[type="text"], textarea { width: 100%; min-height: 44px; padding: 8px 12px; border: 1px solid var(--quiet); border-radius: 6px;
  background: var(--background); color: var(--text); font: inherit; }
textarea { min-height: 88px; resize: vertical; }
.measure input[type="text"] { width: 12em; max-width: 100%; font-variant-numeric: tabular-nums; text-align: right; }
.hint { color: var(--quiet); font-size: 14px; margin: 0 0 8px; }
.fault, .conflict, .summary { margin: 8px 0; padding: 12px 16px; border: 2px solid var(--warning); border-radius: 6px; }
.fault::before, .conflict > :first-child::before, .summary > :first-child::before { content: "▲ "; color: var(--warning); }
.fault:empty { display: none; }
.summary h2 { margin: 0 0 8px; font-size: 18px; }
.summary ul { margin: 0; padding-left: 20px; }
.conflict button { margin: 4px 8px 4px 0; }
.notice { margin: 16px 0; padding: 12px 16px; border-left: 4px solid var(--accent); background: var(--surface); }
.notice p:last-child, .conflict p:last-child { margin: 0; }
.bar { position: sticky; bottom: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; margin: 32px -16px 0; padding: 12px 16px; border-top: 1px solid var(--line); background: var(--background); }
.bar .state { flex: 1 1 200px; min-width: 0; }
.bar p { margin: 0; font-size: 14px; }
progress { display: block; width: 100%; height: 8px; margin: 4px 0; accent-color: var(--accent); }
table { width: 100%; margin: 0 0 16px; border-collapse: collapse; }
th, td { padding: 8px 12px 8px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--quiet); font-size: 14px; }
tbody th { width: 50%; font-weight: 400; }
td .quiet { display: block; white-space: pre-wrap; }
.submit { margin: 32px 0; }
footer { margin-top: 48px; padding-top: 16px; border-top: 1px solid var(--line); }
.message { padding-top: 10vh; }
${ramp}
.standing { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 24px; margin: 16px 0; }
.chip { padding: 8px 16px; border-radius: 6px; font-size: 20px; }
.figure { font-size: 28px; font-variant-numeric: tabular-nums; }
.lead { font-size: 18px; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.tick { width: 24px; font-size: 18px; line-height: 1.3; }
.guidance { display: block; margin: 2px 0 4px; }
.sheet { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 40px; align-items: start; }
.sheet > section { grid-column: 1 / -1; }
.sheet > .half { grid-column: auto; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(280px, 100%), 1fr)); gap: 0 40px; }
.sheet ul { margin: 0 0 12px; padding-left: 20px; }
.chart { display: block; width: 100%; max-width: 480px; height: auto; font-size: 13px; }
.chart text { fill: var(--text); }
.chart .small { fill: var(--quiet); font-size: 12px; }
.chart .haloed { paint-order: stroke; stroke: var(--background); stroke-width: 4px; stroke-linejoin: round; }
.chart .grid { fill: none; stroke: var(--line); }
.chart .own { fill: none; stroke: var(--accent); stroke-width: 2.5; }
.chart polygon.own { fill: var(--accent); fill-opacity: 0.15; }
.chart .other { fill: none; stroke: var(--quiet); stroke-width: 1.5; stroke-dasharray: 5 4; }
.chart .needed { stroke: var(--warning); stroke-dasharray: 2 3; stroke-width: 1.5; }
.chart .band { fill: var(--quiet); fill-opacity: 0.18; }
.chart .dot { fill: var(--accent); }
.chart .square { fill: var(--quiet); }
.chart .track { fill: var(--line); }
.chart .bar-own { fill: var(--accent); }
.chart .part { stroke: var(--background); stroke-width: 1; }
.chart .none { fill: var(--line); }
.chart .whisker { fill: none; stroke: var(--text); stroke-width: 1.5; }
.key { display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 14px; }
.key-own { color: var(--accent); }
.key-other { color: var(--quiet); }
.key-mark { color: var(--warning); }
.tag { display: inline-block; padding: 0 6px; border-radius: 4px; font-size: 14px; line-height: 22px; }
.tag:not([class*="ramp"]) { border: 1px solid var(--line); }
.warned { color: var(--warning); }
.warned::before { content: "▲ "; }
.sheet ul.plain { padding: 0; list-style: none; }
.plain li { padding: 6px 0; border-bottom: 1px solid var(--line); }
.network tbody th { min-width: 8em; }
.network thead .number { white-space: normal; overflow-wrap: break-word; }
.wide tbody th { width: 22%; }
.wide thead th { white-space: nowrap; }
.whole { display: inline-block; white-space: nowrap; }
.choose { display: flex; flex-wrap: wrap; align-items: end; gap: 0 16px; margin: 16px 0 0; }
.choose p { flex: 1 1 240px; margin: 0 0 8px; }
.choose .field { margin-top: 0; }
.choose button { margin: 0 0 8px; }
select { width: 100%; min-height: 44px; padding: 8px 12px; border: 1px solid var(--quiet); border-radius: 6px; background: var(--background); color: var(--text); font: inherit; }
@media (max-width: 720px) { .sheet { grid-template-columns: minmax(0, 1fr); } .sheet > .half { grid-column: 1 / -1; } }
@media (max-width: 480px) {
  .sheet .scroll thead { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden; }
  .sheet .scroll tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .sheet .scroll th, .sheet .scroll td { display: block; width: auto; padding: 0; border: 0; text-align: left; white-space: normal; }
  .sheet .scroll td[data-label]::before { content: attr(data-label) ": "; color: var(--quiet); }
  .sheet .scroll .tick { float: left; width: 28px; }
  .network .chart { font-size: 15px; }
}
@media (max-width: 480px) {
  h1 { font-size: 24px; }
  .bar { gap: 8px; padding: 8px 16px; }
  .bar .state { flex-basis: 100%; }
  .bar button { flex: 1 1 0; padding: 4px 8px; font-size: 15px; line-height: 1.25; }
  .submit button, .submit .button { display: block; width: 100%; margin: 0 0 8px; text-align: center; }
  .answers thead { display: none; }
  .answers tr, .answers th, .answers td { display: block; width: auto; border: 0; padding: 0; }
  .answers tr { padding: 8px 0; border-bottom: 1px solid var(--line); }
  .answers td { font-weight: 600; }
  .answers td .quiet { font-weight: 400; }
}
/* On a screen that is low, or zoomed, the bar would hide what is being typed. */
@media (max-height: 480px) { .bar { position: static; } html { scroll-padding: 16px 0; } }
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  .bar, .languages, .topics, .submit, summary, .no-print { display: none; }
  fieldset, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .option { padding: 2pt 4pt; }
  a { color: inherit; text-decoration: none; }
  .sheet { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 24pt; font-size: 9pt; line-height: 1.35; }
  .sheet > .half { grid-column: auto; }
  .sheet h2 { font-size: 11pt; margin: 7pt 0 2pt; }
  .sheet h3 { font-size: 9.5pt; margin: 4pt 0 2pt; }
  .sheet th, .sheet td { padding: 1.5pt 8pt 1.5pt 0; }
  .terse, .terse ~ section { font-size: 8pt; line-height: 1.25; }
  .sheet ul { margin: 0; }
  .columns { grid-template-columns: 1fr 1fr; gap: 0 24pt; }
  .strengths ul { padding: 0; list-style: none; }
  .strengths li { display: inline; }
  .strengths li + li::before { content: " · "; }
  .sheet .quiet, .sheet + footer .quiet { font-size: 8pt; }
  .sheet p, .sheet + footer p { margin-bottom: 4pt; }
  .sheet + footer p { max-width: none; }
  .sheet + footer { margin-top: 8pt; padding-top: 4pt; }
  .sheet section, .sheet tr { break-inside: auto; }
  .terse .guidance, .terse tbody tr:nth-child(n + 9) { display: none; }
  header:has(+ .sheet) .eyebrow, header:has(+ .sheet) h1 { margin: 0; }
  header:has(+ .sheet) h1 { font-size: 18pt; }
  .chart { max-width: 172pt; }
  .path tbody th { width: 32%; }
  .path:not(.terse) tbody th { width: 50%; }
  .tick { font-size: 10pt; }
  .key { margin: 0; font-size: 8pt; }
  .network .chart { max-width: 245pt; }
  .network thead th { font-size: 8pt; }
  .network section { break-inside: avoid; }
  .tag { font-size: 8pt; line-height: 12pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .plain li { padding: 2pt 0; break-inside: avoid; }
  .standing, .lead { margin: 4pt 0; }
  .chip, .figure { font-size: 14pt; padding: 2pt 8pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .lead { font-size: 11pt; }
}
@page { margin: 12mm; }
`;

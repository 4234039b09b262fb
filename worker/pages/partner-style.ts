import { THEME } from "./theme.ts";

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
}
@page { margin: 16mm; }
`;

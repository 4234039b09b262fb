import { THEME } from "./theme.ts";

/** The page of a model: read on a screen, handed out on paper. */
export const MODEL_STYLE = `
${THEME}
body { margin: 0 auto; padding: 32px 24px 96px; max-width: 960px; }
header p { max-width: 72ch; }
h1 { font-size: 32px; line-height: 1.25; margin: 0 0 16px; }
h2 { font-size: 24px; line-height: 1.33; margin: 48px 0 16px; }
h3 { font-size: 18px; line-height: 1.33; margin: 0 0 8px; }
h4 { font-size: 16px; margin: 16px 0 4px; }
p { margin: 0 0 12px; }
ul { margin: 0 0 12px; padding-left: 20px; }
.quiet, .source { color: var(--quiet); font-size: 14px; }
.languages { display: flex; gap: 16px; flex-wrap: wrap; margin: 0 0 24px; padding: 0; list-style: none; font-size: 14px; }
.languages [aria-current] { font-weight: 600; color: var(--text); text-decoration: none; }
.level { display: grid; grid-template-columns: 168px minmax(0, 1fr); gap: 24px; padding: 24px 0; border-top: 1px solid var(--line); break-inside: avoid; }
.step { align-self: start; padding: 8px 16px; border-radius: 4px; font-weight: 600; }
.listed p { max-width: 72ch; }
.ramp { display: flex; flex-wrap: wrap; gap: 8px; margin: 0; padding: 0; list-style: none; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 32px; }
.dimension { margin-top: 32px; }
.share { font-weight: 400; color: var(--quiet); }
.criterion { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 0 32px; align-items: start; padding: 16px 0; border-top: 1px solid var(--line); break-inside: avoid; }
.criterion h4 { margin-top: 0; }
.facts { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 0 0 8px; padding: 0; list-style: none; font-size: 14px; color: var(--quiet); }
.facts b { color: var(--text); font-weight: 600; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; margin: 0 0 12px; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 4px 16px 4px 0; border-bottom: 1px solid var(--line); }
th { font-size: 14px; font-weight: 600; color: var(--quiet); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; width: 88px; }
details { margin: 0 0 8px; }
summary { cursor: pointer; color: var(--accent); font-size: 15px; }
dl { margin: 8px 0 0; }
dt { font-weight: 600; }
dd { margin: 0 0 8px; }
@media (max-width: 640px) {
  body { padding: 24px 16px 64px; }
  .level { grid-template-columns: 1fr; gap: 12px; }
  .columns, .criterion { grid-template-columns: minmax(0, 1fr); }
}
@media print {
  body { padding: 0; max-width: none; font-size: 9.5pt; line-height: 1.35; }
  .languages, details { display: none; }
  .quiet, .source, .facts, th { font-size: 8.5pt; }
  h1 { font-size: 18pt; } h2 { font-size: 14pt; margin-top: 20pt; } h3 { font-size: 11pt; } h4 { font-size: 9.5pt; line-height: 1.35; }
  h2, h3, h4 { break-after: avoid; }
  .level { grid-template-columns: 110pt minmax(0, 1fr); padding: 10pt 0; break-inside: auto; }
  .criterion { padding: 6pt 0; gap: 0 16pt; }
  p, ul { margin-bottom: 4pt; }
  td, th { padding: 2pt 8pt 2pt 0; }
  .dimension { margin-top: 16pt; }
  .step { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; }
}
@page { margin: 16mm; }
`;

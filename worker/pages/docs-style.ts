import { MONOSPACE, THEME } from "./theme.ts";

export const DOCS_STYLE = `
${THEME}
html { scroll-padding-top: 16px; }
body { margin: 0; display: grid; grid-template-columns: 248px minmax(0, 1fr); }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 8px; top: 8px; padding: 8px; background: var(--background); z-index: 1; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 24px 16px 24px 24px; background: var(--surface); border-right: 1px solid var(--line); font-size: 15px; }
nav summary { display: none; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: block; padding: 4px 8px; margin-left: -8px; border-radius: 4px; color: var(--text); text-decoration: none; }
nav li a:hover { text-decoration: underline; }
.product { font-weight: 650; margin: 0 0 16px; }
.version { font-weight: 400; color: var(--quiet); }
.key label { margin-top: 0; line-height: 1.4; }
.group { margin: 16px 0 4px; color: var(--quiet); font-size: 14px; }
main { padding: 32px 40px 96px; max-width: 920px; }
h1 { font-size: 32px; line-height: 1.25; margin: 0 0 16px; }
h2 { font-size: 24px; line-height: 1.33; margin: 56px 0 8px; }
h3 { font-size: 20px; line-height: 1.4; margin: 0 0 8px; }
h4 { font-size: 16px; margin: 24px 0 8px; }
p { margin: 0 0 16px; }
code, pre, textarea, input { font-family: ${MONOSPACE}; font-size: 14px; }
p code, td code, dd code { overflow-wrap: anywhere; }
td:first-child code { overflow-wrap: normal; }
.operation { padding: 32px 0; border-top: 1px solid var(--line); }
.address { font-size: 16px; }
.method { display: inline-block; padding: 0 8px; border: 1px solid var(--accent); border-radius: 4px; color: var(--accent); font-size: 14px; font-weight: 600; }
table { border-collapse: collapse; width: 100%; margin: 0 0 16px; }
th, td { text-align: left; vertical-align: top; padding: 6px 16px 6px 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--quiet); font-size: 14px; }
.number { font-variant-numeric: tabular-nums; }
figure { margin: 0 0 16px; }
figcaption { color: var(--quiet); font-size: 14px; margin-bottom: 4px; }
pre { margin: 0; padding: 16px; max-height: 400px; overflow: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 4px; line-height: 1.45; tab-size: 2; }
summary { cursor: pointer; }
.fields { margin: 0 0 16px; }
.fields > summary { color: var(--accent); }
.schema { list-style: none; margin: 8px 0 0; padding: 0 0 0 16px; border-left: 2px solid var(--line); }
.schema li { margin: 0 0 8px; overflow-wrap: anywhere; }
.type { color: var(--quiet); font-size: 14px; }
.meaning { display: block; font-size: 15px; }
dl { margin: 0; }
.problem { padding: 8px 0; border-bottom: 1px solid var(--line); }
.problem:target, .operation:target h3 { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 4px; text-decoration-color: var(--accent); }
dt { font-weight: 600; }
dd { margin: 0; }
label { display: block; margin: 8px 0 4px; font-size: 14px; color: var(--quiet); }
input, textarea { width: 100%; padding: 8px; color: var(--text); background: var(--background); border: 1px solid var(--quiet); border-radius: 4px; }
textarea { resize: vertical; line-height: 1.45; }
button { margin: 12px 0; padding: 8px 24px; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 4px; cursor: pointer; }
form[aria-busy=true] button { opacity: .6; cursor: default; }
.status { margin: 0 0 8px; min-height: 24px; }
.status.problem-status { color: var(--warning); }
@media (max-width: 760px) {
  body { display: block; }
  nav { position: static; height: auto; padding: 0 16px; border-right: 0; border-bottom: 1px solid var(--line); }
  /* Without the script the contents cannot be folded, and would cover the page. */
  .folding { scroll-padding-top: 64px; }
  .folding nav { position: sticky; z-index: 1; max-height: 100vh; }
  nav .product { display: none; }
  nav summary { display: list-item; padding: 12px 0; font-weight: 600; }
  nav details[open] { padding-bottom: 16px; }
  nav li a { padding: 8px; }
  main { padding: 24px 16px 64px; }
  h1 { font-size: 28px; }
}
@media print {
  nav, .try, .skip, .key { display: none; }
  body { display: block; }
  pre { max-height: none; white-space: pre-wrap; }
}
`;

/** Of the page `/upload`, beyond what every service page has. */
export const UPLOAD_STYLE = `
select { width: 100%; min-height: 48px; padding: 8px 12px; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--quiet); border-radius: 4px; }
input[type="file"] { padding: 10px 12px; }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 24px; }
.pair > div { display: flex; flex-direction: column; }
.pair input { margin-top: auto; }
.check { display: grid; grid-template-columns: 24px minmax(0, 1fr); gap: 12px; align-items: start; margin: 24px 0 0; font-weight: 400; }
.check input { width: 24px; min-height: 24px; margin: 0; accent-color: var(--accent); }
.hint.after { margin-top: 16px; }
.drop { border: 2px dashed var(--line); border-radius: 8px; padding: 0 16px 16px; margin: 24px 0 0; }
.drop.over { border-color: var(--accent); background: var(--surface); }
.drop label { margin-top: 16px; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin: 24px 0 0; }
button[disabled] { opacity: 0.55; cursor: default; }
h2:focus { outline: none; }
.scroll { overflow-x: auto; max-width: 100%; }
.rows { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
.rows th { text-align: left; color: var(--quiet); font-weight: 600; }
.rows th, .rows td { border-bottom: 1px solid var(--line); padding: 8px 12px 8px 0; vertical-align: top; overflow-wrap: break-word; }
.rows .number { text-align: right; padding-right: 16px; white-space: nowrap; }
.rows.mapping { table-layout: fixed; }
.rows.mapping th:first-child { width: 28%; }
.rows.mapping th:last-child { width: 44%; }
details { margin: 16px 0; }
summary { cursor: pointer; padding: 8px 0; color: var(--accent); font-weight: 600; }
.rows select { min-height: 40px; padding: 4px 8px; font-size: 14px; }
.rows caption { text-align: left; color: var(--quiet); padding: 24px 0 8px; }
progress { width: 100%; height: 16px; accent-color: var(--accent); }
.done { border-left: 4px solid var(--accent); padding: 8px 16px; background: var(--surface); margin: 0 0 16px; }
.done p, .warning p { margin: 0; }
.warning ul { margin: 4px 0 0; padding-left: 20px; }
.button { display: inline-flex; align-items: center; text-decoration: none; }
[hidden] { display: none !important; }
@media (max-width: 600px) {
  .pair { grid-template-columns: minmax(0, 1fr); }
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stack tr { display: block; border-bottom: 1px solid var(--line); padding: 8px 0; }
  .stack td { display: block; border: 0; padding: 2px 0; text-align: left; }
  .stack .number { text-align: left; }
  .stack td { overflow-wrap: anywhere; }
  .stack td[data-label]::before { content: attr(data-label) " "; color: var(--quiet); }
}
`;

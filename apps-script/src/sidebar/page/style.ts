/** The look of the sidebar: the project's palettes as custom properties, an 8 px grid, system fonts. */
import { dark, light, type Palette } from "../../../../models/appearance.ts";

const properties = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");

export const style = `
:root { color-scheme: light dark; ${properties(light)} }
@media (prefers-color-scheme: dark) { :root { ${properties(dark)} } }
* { box-sizing: border-box; }
html { background: var(--background); }
body {
  margin: 0; padding: 16px; min-width: 0; color: var(--text); background: var(--background);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere;
}
h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); margin: 0; }
h2, summary { font-size: 15px; font-weight: 600; line-height: 24px; margin: 0; }
h3 { font-size: 13px; font-weight: 600; color: var(--quiet); margin: 16px 0 0; }
p, ul, ol, dl { margin: 8px 0 0; }
section, details { border-top: 1px solid var(--line); padding: 16px 0; }
#connection { border-top: 0; padding-top: 0; }
.address { display: block; font-size: 13px; }
#retry { margin-top: 16px; }
summary { cursor: pointer; padding: 4px 0; margin: -4px 0; }
label { display: block; font-weight: 600; margin-top: 16px; }
input {
  display: block; width: 100%; margin-top: 4px; padding: 7px 8px; font: inherit; color: var(--text);
  background: var(--background); border: 1px solid var(--quiet); border-radius: 4px;
}
button {
  font: inherit; font-weight: 600; min-height: 32px; padding: 4px 10px; border-radius: 4px; cursor: pointer;
  color: var(--accent); background: var(--background); border: 1px solid var(--accent); text-align: left;
}
button.primary { color: var(--onAccent); background: var(--accent); }
button[aria-disabled="true"] { color: var(--quiet); background: var(--surface); border-color: var(--line); cursor: default; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
.hint, .quiet { color: var(--quiet); }
.hint { font-size: 13px; margin-top: 4px; }
.said, .problem { background: var(--surface); border-radius: 4px; padding: 8px 12px; white-space: pre-line; }
.problem { border-left: 4px solid var(--warning); }
.problem strong { color: var(--warning); }
:empty.said, :empty.problem { display: none; }
ul, ol { padding: 0; list-style: none; }
li { margin-top: 16px; }
li > p { margin-top: 4px; }
code {
  display: block; margin-top: 8px; padding: 8px; background: var(--surface); border-radius: 4px;
  font: 12px/1.5 ui-monospace, Consolas, monospace; white-space: pre-wrap;
}
progress { display: block; width: 100%; height: 12px; margin-top: 8px; appearance: none; border: 0; border-radius: 6px; background: var(--line); }
progress::-webkit-progress-bar { background: var(--line); border-radius: 6px; }
progress::-webkit-progress-value { background: var(--accent); border-radius: 6px; }
progress::-moz-progress-bar { background: var(--accent); border-radius: 6px; }
.number { font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: 1fr auto; gap: 4px 16px; }
dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
[hidden] { display: none !important; }
@media (forced-colors: active) { progress { border: 1px solid; } .problem { border-left-style: solid; } }
`;

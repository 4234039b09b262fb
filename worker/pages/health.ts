/** The state of the service in plain words. */
import { html } from "hono/html";
import { WARNING_SIGN } from "../../models/appearance.ts";
import type { Ailment } from "../services/check-health.ts";
import { type ServicePage, servicePage } from "./service-page.ts";

/** @param warnings what of the free plan is nearly used up. */
export function healthPage(
  ailment: Ailment | null,
  warnings: readonly string[],
  version: string,
): Promise<ServicePage> {
  if (ailment === null) {
    return servicePage(
      warnings.length === 0 ? "All is well" : "It works, and needs your attention",
      html`${warnings.map((warning) => html`<div class="warning"><p><strong>${WARNING_SIGN} Soon this will not fit the free plan.</strong></p><p>${warning}</p></div>`)}
<p>The Worker runs, its database answers, and its tables are up to date. Version ${version}.</p>
<p>Open the <a href="/models">models</a>, the <a href="/docs">API reference</a>, or, in a new deployment, the <a href="/setup">set-up</a>.</p>`,
    );
  }
  return servicePage(
    "The service cannot work yet",
    html`<div class="warning"><p><strong>${WARNING_SIGN} ${ailment.problem}</strong></p><p>${ailment.advice}</p></div>
<p>Then <a href="/health">look again</a>. Nothing that is stored gets lost by this. Version ${version}.</p>`,
  );
}

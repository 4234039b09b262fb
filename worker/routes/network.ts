import type { App } from "../http/environment.ts";
import { networkPage } from "../pages/network.ts";
import { readNetwork } from "../services/read-network.ts";
import { noteVisit } from "../services/self-assessment.ts";
import { servePage, showPage, withLink } from "./partner-pages.ts";

/** All partners of a model, for the vendor, and whoever else the vendor gives the link to. */
export function networkRoutes(app: App): void {
  servePage(app, "GET", "/n/:token", (context) =>
    withLink(context, "network", null, async (opened) => {
      await noteVisit(opened);
      const { cohort = null, outcome = null } = context.req.query() as Partial<Record<"cohort" | "outcome", string>>;
      return showPage(context, await networkPage(opened, await readNetwork(opened, { cohort, outcome })));
    }),
  );
}

import type { App } from "../http/environment.ts";
import { scorecardPage } from "../pages/scorecard.ts";
import { readScorecard } from "../services/read-scorecard.ts";
import { noteOpening, servePage, showPage, withLink } from "./partner-pages.ts";

/** One partner's results, for whoever has the link. */
export function scorecardRoutes(app: App): void {
  servePage(app, "GET", "/s/:token", (context) =>
    withLink(context, "scorecard", null, async (opened) => {
      await noteOpening(context, opened);
      return showPage(context, await scorecardPage(opened, await readScorecard(opened)));
    }),
  );
}

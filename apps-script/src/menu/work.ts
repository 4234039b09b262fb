/** What each command of `commands.ts` does. */
import type { OnceId, RunId } from "../commands.ts";
import type { MenuPlatform } from "../platform.ts";
import type { Job } from "../run/job.ts";
import { WRITE_BRIEFS, WRITE_SELECTED_BRIEFS } from "./briefs/write-briefs.ts";
import { checkModel } from "./check-model.ts";
import { comparePeriods } from "./compare/compare-periods.ts";
import { drawDashboard } from "./dashboard/draw-dashboard.ts";
import { showNetwork } from "./dashboard/show-network.ts";
import { turnFormulasIntoValues } from "./formulas-into-values.ts";
import { closePeriod } from "./invite/close-period.ts";
import { invitePartners, shareScorecards } from "./invite/invite-partners.ts";
import { updateInvitations } from "./invite/update-invitations.ts";
import { planFromGaps, planFromPath } from "./plan/plan-from.ts";
import { synchronisePlan } from "./plan/synchronise.ts";
import { publishModel } from "./publish-model.ts";
import { savePeriod } from "./save/save-period.ts";
import { FIND_GAPS, SCORE_ALL, SCORE_SELECTED } from "./score.ts";
import { setUpWorkbook } from "./set-up.ts";
import { compareViews } from "./views/compare-views.ts";
import { takeOverAnswers } from "./views/take-over.ts";

export const jobs: Record<RunId, Job> = {
  scoreAllPartners: SCORE_ALL,
  scoreSelectedPartners: SCORE_SELECTED,
  findGaps: FIND_GAPS,
  writeBriefs: WRITE_BRIEFS,
  writeSelectedBriefs: WRITE_SELECTED_BRIEFS,
};

/** Gives what to tell at the end, null where a dialog was closed. @throws Trouble. */
export const works: Record<OnceId, (platform: MenuPlatform) => string | null> = {
  setUpWorkbook,
  planFromGaps,
  planFromPath,
  synchronisePlan,
  savePeriod,
  comparePeriods,
  drawDashboard,
  showNetwork,
  invitePartners,
  updateInvitations,
  compareViews,
  takeOverAnswers,
  closePeriod,
  shareScorecards,
  checkModel,
  publishModel,
  turnFormulasIntoValues,
};

/** What the network says: where the programme is at fault first, then who is nearly up, and who is about to fall. */
import { UNKNOWN, WARNING_SIGN } from "../../../../models/appearance.ts";
import type { Path } from "../../../../models/contract.ts";
import type { Model } from "../../../../models/format.ts";
import { type BlockName, LISTED } from "../../layout/dashboard-blocks.ts";
import type { MenuPlatform } from "../../platform.ts";
import { queryOf, Trouble } from "../../service.ts";
import { modelInTab } from "../model-in-tab.ts";
import { type RunTime, startRun } from "../run-time.ts";
import { counted } from "../say.ts";
import { openLine, type ServiceLine } from "../service-line.ts";
import { withLock } from "../with-lock.ts";
import { type BlockCell, BlockSheet } from "./block-sheet.ts";

/** Partners in a request: what a free plan has the processor time for. */
const PAGE = "100";

interface Diagnosis {
  partners: number;
  criteria: {
    name: string;
    answered: number;
    short: number;
    share: number | null;
    verdict: "programme" | "partner" | null;
    programme: string[];
    help: string | null;
  }[];
}

interface NearMiss {
  partner: string;
  level: string | null;
  next: string;
  sentence: string;
  path: Path;
}

interface AtRisk {
  partner: string;
  level: string;
  risks: { to: string | null; until: string | null; sentence: string }[];
}

interface Movers {
  /** Looked at so far. */
  partners: number;
  nearMisses: { count: number; partners: NearMiss[] };
  atRisk: { count: number; partners: AtRisk[] };
  cursor: string | null;
}

/** @returns what to tell. @throws Trouble. */
export function showNetwork(platform: MenuPlatform): string {
  const line = openLine(platform);
  return withLock(platform, () => {
    const run = startRun("showNetwork", platform);
    const model = modelInTab(platform.spreadsheet());
    const insights = `/v1/insights/${encodeURIComponent(model.id)}`;
    const diagnosis = whereSaved(() => line.ask<Diagnosis>({ method: "get", path: `${insights}/diagnosis` }));
    const movers = readMovers(line, insights, run, diagnosis.partners);
    const blocks = new BlockSheet(model, platform);
    blocks.prepare();
    const faults = diagnosis.criteria
      .filter(({ verdict }) => verdict === "programme")
      .sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
    const write = (block: BlockName, rows: BlockCell[][], count: number, none: string): void => {
      const more = count - Math.min(rows.length, LISTED);
      const message = count === 0 ? none : more > 0 ? `and ${more.toLocaleString("en")} more` : "";
      blocks.write(block, rows.slice(0, LISTED), message);
    };
    const { nearMisses, atRisk } = movers;
    write("faults", faults.map(faultRow), faults.length, noFaults(diagnosis.partners));
    write("nearMisses", nearMissRows(model, nearMisses.partners), nearMisses.count, "Nobody is one step below.");
    write("atRisk", atRiskRows(model, atRisk.partners), atRisk.count, "Nobody.");
    return [
      `${counted(diagnosis.partners, "partner is", "partners are")} saved.`,
      `${counted(faults.length, "question where", "questions where")} the programme is at fault, ${movers.nearMisses.count.toLocaleString("en")} nearly at the next level, ${movers.atRisk.count.toLocaleString("en")} about to lose theirs. See the Dashboard tab.`,
      ...(movers.cursor === null
        ? []
        : [`It stopped after ${counted(movers.partners, "partner", "partners")}; the lists are of these.`]),
    ].join(" ");
  });
}

function whereSaved<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Trouble) || error.status !== 404) throw error;
    throw new Trouble("nothing is saved of this model yet. Choose Save this period first");
  }
}

/** Page after page: the lists are of the whole network, the counts their sums. @param total partners that are saved. */
function readMovers(line: ServiceLine, insights: string, run: RunTime, total: number): Movers {
  const found: Movers = {
    partners: 0,
    nearMisses: { count: 0, partners: [] },
    atRisk: { count: 0, partners: [] },
    cursor: "",
  };
  while (found.cursor !== null && !run.isOver()) {
    const query = queryOf({ limit: String(LISTED), partners: PAGE, cursor: found.cursor });
    const page = whereSaved(() => line.ask<Movers>({ method: "get", path: `${insights}/movers${query}` }));
    found.partners += page.partners;
    found.nearMisses.count += page.nearMisses.count;
    found.atRisk.count += page.atRisk.count;
    found.nearMisses.partners.push(...page.nearMisses.partners);
    found.atRisk.partners.push(...page.atRisk.partners);
    found.cursor = page.cursor;
    if (found.cursor !== null) run.went(found.partners, total, "partners");
  }
  found.nearMisses.partners.sort((a, b) => a.path.effort - b.path.effort);
  found.atRisk.partners.sort((a, b) => b.risks.length - a.risks.length);
  return found;
}

function noFaults(partners: number): string {
  return partners < 5
    ? `${counted(partners, "partner is", "partners are")} saved, too few to tell programme from partner.`
    : "None: no question where most partners fall short.";
}

function faultRow({ name, share, programme, help, short, answered }: Diagnosis["criteria"][number]): BlockCell[] {
  const look = programme.length > 0 ? programme.join("; ") : (help ?? "");
  return [`${WARNING_SIGN} ${name}`, share ?? UNKNOWN, look, short, answered];
}

const levelName = (model: Model, id: string | null): string =>
  id === null ? UNKNOWN : (model.levels.find((level) => level.id === id)?.name ?? id);

const nearMissRows = (model: Model, found: readonly NearMiss[]): BlockCell[][] =>
  found.map(({ partner, path, sentence, level, next }) => [
    partner,
    path.effort,
    sentence,
    levelName(model, level),
    levelName(model, next),
  ]);

const atRiskRows = (model: Model, found: readonly AtRisk[]): BlockCell[][] =>
  found.map(({ partner, level, risks }) => [
    partner,
    levelName(model, level),
    `${WARNING_SIGN} ${risks[0]?.sentence ?? ""}`,
    levelName(model, risks[0]?.to ?? null),
    risks[0]?.until ?? "",
  ]);

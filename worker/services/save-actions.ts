import { v7 as uuidv7 } from "uuid";
import type { AnswerValue } from "../../models/contract.ts";
import { describeGaps, rawGaps } from "../../models/engine/gaps.ts";
import { reachedRank } from "../../models/engine/network/member.ts";
import { actionsFrom, type PlannedAction } from "../../models/engine/network/plan.ts";
import { cheapestPath, DEFAULT_WORK } from "../../models/engine/path.ts";
import { type Action, findActions, insertActions, openKey, readPlanContext, type Status } from "../db/actions.ts";
import { InvalidRequest } from "../errors.ts";
import { type ShownAction, shown } from "./actions.ts";
import type { Caller } from "./caller.ts";
import { NAME_FAULT, readName } from "./names.ts";
import { versionOf } from "./network.ts";
import { type Outcome, once } from "./once.ts";
import { keptRanks } from "./ranks.ts";
import { evaluateVersion } from "./recall.ts";
import { type ResolvedModel, resolveModel } from "./resolve-model.ts";
import { REQUEST_WORK } from "./score-assessments.ts";

/** One that a person has thought of. */
export interface OwnAction {
  model: string;
  partner: string;
  criterion?: string | null | undefined;
  answer?: AnswerValue | undefined;
  text: string;
  owner?: string | null | undefined;
  due?: string | null | undefined;
  status?: Status | undefined;
  effort?: number | null | undefined;
}

/** Those that follow from the answers. */
export interface MadeActions {
  from: "gaps" | "path";
  model: string;
  partners: readonly string[];
  /** How many for each partner. */
  limit: number;
  owner?: string | null | undefined;
  due?: string | null | undefined;
}

export interface SavedActions {
  actions: ShownAction[];
  /** How many were left out because one for the same partner and criterion is under way. */
  skipped: number;
  /** Partners that have no assessment under this model. */
  unassessed: string[];
}

interface Kept {
  ids: string[];
  skipped: number;
  /** Places in the list of partners that was sent. */
  unassessed: number[];
}

/**
 * Stores an action, or makes them from each partner's gaps or from its path to the next level. Making them again makes
 * none twice: a criterion for which an action of the partner is open or being done is left out.
 *
 * What is kept for a repeated request are ids and places, so that erasing a partner erases it everywhere.
 *
 * @throws InvalidRequest for a criterion the model lacks; UnknownModel, UnknownRevision; what `once` throws.
 */
export async function saveActions(
  caller: Caller,
  sent: Uint8Array,
  request: OwnAction | MadeActions,
): Promise<Outcome<SavedActions>> {
  const resolved = await resolveModel(caller, request.model);
  const { id: model } = resolved.reference;
  const named = "from" in request ? namedIn(request) : [];
  return once<SavedActions, Kept>(
    caller,
    sent,
    async () => {
      const made =
        "from" in request
          ? await make(caller, resolved, request)
          : { actions: [own(caller, resolved, request)], skipped: 0, unassessed: [], documents: [] };
      const { actions, skipped, unassessed, documents } = made;
      return {
        answer: { actions: actions.map((action) => shown(caller, action)), skipped, unassessed },
        kept: {
          ids: actions.map(({ id }) => id),
          skipped,
          unassessed: unassessed.map((partner) => named.indexOf(partner)),
        },
        audit: { action: "actions.saved", what: { model, actions: actions.length } },
        documents,
        queries: actions.length > 0 ? [insertActions(actions, caller.now)] : [],
      };
    },
    async ({ ids, skipped, unassessed }) => {
      const actions = await findActions(caller.database, ids);
      return {
        actions: actions.map((action) => shown(caller, action)),
        skipped,
        unassessed: unassessed.flatMap((place) => named[place] ?? []),
      };
    },
  );
}

function own(caller: Caller, { compiled, reference }: ResolvedModel, request: OwnAction): Action {
  const partner = readName(request.partner);
  if (partner === null) throw new InvalidRequest([{ location: "partner", message: NAME_FAULT }]);
  const { criterion = null } = request;
  if (criterion !== null && !compiled.positions.has(criterion)) {
    throw new InvalidRequest([{ location: "criterion", message: "is no criterion of this model" }]);
  }
  return {
    id: `act_${uuidv7()}`,
    model: reference.id,
    partner,
    criterion,
    answer: request.answer ?? null,
    text: request.text,
    owner: request.owner ?? null,
    due: request.due ?? null,
    status: request.status ?? "open",
    effort: request.effort ?? null,
    version: 1,
    createdAt: caller.now,
    updatedAt: caller.now,
  };
}

const namedIn = ({ partners }: MadeActions): string[] => [...new Set(partners.map((name) => readName(name) ?? ""))];

async function make(caller: Caller, { compiled, reference }: ResolvedModel, request: MadeActions) {
  const partners = namedIn(request);
  const { latest, open, version } = await readPlanContext(caller.database, reference.id, partners);
  const assessed = new Set(latest.map(({ partner }) => partner));
  let work = REQUEST_WORK;
  let skipped = 0;
  const actions = latest.flatMap((row): Action[] => {
    const version = versionOf(row);
    const { variant, state } = evaluateVersion(compiled, row.partner, version);
    const cohort = keptRanks(version.attributes[3]);
    const rank = reachedRank(variant, state, cohort);
    const target = Math.min(rank + 1, variant.levels.length - 1);
    let source: PlannedAction[];
    if (request.from === "gaps") {
      const gaps = rawGaps(variant, state, rank, target, cohort, request.limit);
      source = actionsFrom(variant, describeGaps(variant, state, target, gaps), caller.now.slice(0, 10));
    } else {
      const share = { left: Math.min(DEFAULT_WORK, work) };
      const given = share.left;
      source =
        rank + 1 < variant.levels.length
          ? actionsFrom(variant, cheapestPath(variant, state, rank + 1, share, cohort), caller.now.slice(0, 10))
          : [];
      work -= given - share.left;
    }
    const planned = source.slice(0, request.limit);
    const fresh = planned.filter(({ criterion }) => !open.has(openKey(row.partner, criterion)));
    skipped += planned.length - fresh.length;
    return fresh.map(
      ({ criterion, to, text, owner, effort, due }): Action => ({
        id: `act_${uuidv7()}`,
        model: reference.id,
        partner: row.partner,
        criterion,
        answer: to,
        text,
        owner: request.owner ?? owner,
        due: request.due ?? due,
        status: "open",
        effort,
        version: 1,
        createdAt: caller.now,
        updatedAt: caller.now,
      }),
    );
  });
  return {
    actions,
    skipped,
    unassessed: partners.filter((partner) => !assessed.has(partner)),
    documents: [{ kind: "plan" as const, key: reference.id, expected: version, body: {} }],
  };
}

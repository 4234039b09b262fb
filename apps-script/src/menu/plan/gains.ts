/** What each action alone would bring: the partner scored with its answers as they are, and with the one it aims at. */
import type { GridCell, GridResponse } from "../../../../models/contract.ts";
import type { Model } from "../../../../models/format.ts";
import { labelOf } from "../../commands.ts";
import { answerCell } from "../../layout/answers-tab.ts";
import { ATTRIBUTES } from "../../layout/keys.ts";
import type { MenuPlatform } from "../../platform.ts";
import { Trouble } from "../../service.ts";
import { portionsOf, utf8Length } from "../portions.ts";
import { type AnswerRow, readAnswers } from "../read-answers.ts";
import type { RunTime } from "../run-time.ts";
import type { ServiceLine } from "../service-line.ts";
import { partnerId } from "../stored.ts";
import { type Action, isClosed } from "./fields.ts";

/**
 * Index points by action id, from the answers in this workbook; nothing for closed actions, for those that aim at no
 * answer, and for partners that the workbook does not have. One request for about 1,000 partners and actions.
 *
 * @throws Trouble, also where the time of the run is over.
 */
export function projectedGains(
  actions: readonly Action[],
  model: Model,
  line: ServiceLine,
  platform: MenuPlatform,
  run: RunTime,
): Map<string, number> {
  const header = ["partner", ...ATTRIBUTES, ...model.criteria.map(({ id }) => id)];
  const partners = new Map<string, GridCell[]>();
  const { header: own, rows } = readAnswers(platform.spreadsheet(), model);
  for (const { partner, occurrence, cells } of rows) {
    if (occurrence === 0) {
      partners.set(
        partnerId(partner),
        header.map((name) => cells[own.indexOf(name)] ?? null),
      );
    }
  }
  const tried: { row: AnswerRow; action: string | null }[] = [];
  const seen = new Set<string>();
  const add = (partner: string, cells: GridCell[], action: string | null): void => {
    tried.push({ row: { partner, occurrence: 0, cells, owner: "" }, action });
  };
  for (const action of actions) {
    const cells = partners.get(action.partner);
    const criterion = model.criteria.find(({ id }) => id === action.criterion);
    if (cells === undefined || criterion === undefined || action.answer === null || isClosed(action)) continue;
    if (!seen.has(action.partner)) add(action.partner, cells, null);
    seen.add(action.partner);
    const place = header.indexOf(criterion.id);
    const answer = answerCell(model, criterion, action.answer);
    add(
      action.partner,
      cells.map((cell, at) => (at === place && typeof answer !== "object" ? answer : cell)),
      action.id,
    );
  }
  const envelope = { model, columns: ["index"] };
  const indexes: unknown[] = [];
  const taken = utf8Length(JSON.stringify([envelope, header])) + 1_000;
  for (const portion of portionsOf(
    tried.map(({ row }) => row),
    taken,
  )) {
    if (run.isOver()) throw new Trouble(`there was no time for them. Choose ${labelOf("synchronisePlan")} again`);
    const body = JSON.stringify({ ...envelope, grid: [header, ...portion.map(({ cells }) => cells)] });
    const { grid } = line.ask<GridResponse>({ method: "post", path: "/v1/score/grid", body });
    indexes.push(...grid.slice(1).map(([index]) => index));
  }
  const before = new Map<string, unknown>();
  const gains = new Map<string, number>();
  tried.forEach(({ row, action }, place) => {
    const index = indexes[place];
    if (action === null) before.set(row.partner, index);
    const now = before.get(row.partner);
    // Differences of decimals leave dust behind.
    if (action !== null && typeof index === "number" && typeof now === "number") {
      gains.set(action, Math.round((index - now) * 1e6) / 1e6);
    }
  });
  return gains;
}

/** A portfolio in a CSV file as partners with their answers, the way the Answers tab shows them. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import Papa from "papaparse";
import type { AnswerValue, Assessment } from "../../models/contract.ts";
import { optionsOf } from "../../models/engine/answers.ts";
import type { Criterion, Model } from "../../models/format.ts";
import { ATTRIBUTES, columnHeaders } from "../src/layout/keys.ts";
import { criterionNamed } from "../src/menu/read-answers.ts";
import { ProvisionError, type Surroundings } from "./surroundings.ts";

export interface Portfolio {
  partners: Assessment[];
  /** Headers that name no question. */
  ignored: string[];
  /** Rows with answers but without a partner. */
  nameless: number;
}

/** @throws ProvisionError for a file that cannot be read or has no column of partners. */
export async function readPortfolio(
  file: string,
  model: Model,
  { workingFolder }: Pick<Surroundings, "workingFolder">,
): Promise<Portfolio> {
  const text = await readFile(resolve(workingFolder, file), "utf8").catch(() => {
    throw new ProvisionError(`The file “${file}” cannot be read.`, "Check the path after --portfolio.");
  });
  return portfolioOf(text, file, model);
}

/** @param text CSV with comma, semicolon or tab; the headers are ids, names or questions. */
export function portfolioOf(text: string, file: string, model: Model): Portfolio {
  // Texts stay texts: a region 007 is none of the numbers.
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { skipEmptyLines: "greedy" });
  const [header = [], ...rows] = data;
  const places = new Map<string, number>();
  const criteria: { place: number; criterion: Criterion }[] = [];
  const ignored: string[] = [];
  header.forEach((title, place) => {
    const attribute = (["partner", ...ATTRIBUTES] as const).find(
      (key) => isSame(title, key) || isSame(title, columnHeaders[key]),
    );
    const criterion = criterionNamed(title, model);
    if (attribute !== undefined && !places.has(attribute)) places.set(attribute, place);
    else if (criterion !== undefined && !criteria.some((known) => known.criterion === criterion))
      criteria.push({ place, criterion });
    else if (title.trim() !== "") ignored.push(title.trim());
  });
  const partnerAt = places.get("partner");
  if (partnerAt === undefined) {
    throw new ProvisionError(
      `The file “${file}” has no column “Partner”.`,
      "Write partner above the names. models/catalog/samples/partner-maturity.csv shows what such a file looks like.",
    );
  }
  const partners: Assessment[] = [];
  let nameless = 0;
  for (const row of rows) {
    const textAt = (place: number | undefined): string => (place === undefined ? "" : (row[place] ?? "").trim());
    const partner = textAt(partnerAt);
    if (partner === "") {
      nameless++;
      continue;
    }
    const answers = criteria.flatMap(({ place, criterion }): [string, AnswerValue][] => {
      const answer = answerOf(textAt(place), criterion, model);
      return answer === null ? [] : [[criterion.id, answer]];
    });
    const attributes = ATTRIBUTES.flatMap((key) => {
      const value = textAt(places.get(key));
      return value === "" ? [] : [[key, value] as const];
    });
    partners.push({ partner, ...Object.fromEntries(attributes), answers: Object.fromEntries(answers) });
  }
  return { partners, ignored, nameless };
}

const isSame = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

/** What cannot be read stays as it is: the sheet shows it, and scoring says what is wrong with it. */
function answerOf(text: string, { answer }: Criterion, model: Model): AnswerValue {
  if (text === "") return null;
  if (answer.kind === "number") return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
  if (answer.kind === "yesno") return /^(true|false)$/i.test(text) ? /^true$/i.test(text) : text;
  if (answer.kind === "checklist") {
    const ids = new Set(optionsOf(model, answer).map(({ id }) => id));
    const items = text.split(";").map((item) => item.trim());
    return items.every((item) => ids.has(item)) ? items : text;
  }
  return text;
}

/** The model that a workbook is made from: a shipped one, one of the service, or a document in a file. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { catalog } from "../../models/catalog/index.ts";
import { checkReferences } from "../../models/check.ts";
import { type Finding, type Model, parseModel } from "../../models/format.ts";
import { askService, type Service } from "./service-line.ts";
import { ProvisionError, type Surroundings } from "./surroundings.ts";

const DEFAULT_MODEL = "partner-maturity";

/** @param service null where none is to be asked. @throws ProvisionError that says which models there are. */
export async function chooseModel(
  wanted: string | undefined,
  service: Service | null,
  surroundings: Surroundings,
): Promise<Model> {
  const name = wanted ?? DEFAULT_MODEL;
  if (/\.json$/i.test(name)) {
    const text = await readFile(resolve(surroundings.workingFolder, name), "utf8").catch(() => {
      throw new ProvisionError(`The file “${name}” cannot be read.`, "Check the path after --model.");
    });
    return checked(text, name);
  }
  const shipped = catalog.find(({ id }) => id === name);
  if (shipped !== undefined) return shipped;
  if (service === null) {
    const ids = catalog.map(({ id }) => id).join(", ");
    throw new ProvisionError(
      `There is no shipped model “${name}”.`,
      `Choose one of ${ids}; a JSON file; or one of your service with --url and --key.`,
    );
  }
  const { text } = await askService(
    { method: "get", path: `/v1/models/${encodeURIComponent(name)}` },
    service,
    surroundings,
  );
  const { document } = JSON.parse(text) as { document: unknown };
  return checked(JSON.stringify(document), name);
}

function checked(text: string, name: string): Model {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new ProvisionError(`“${name}” is no model: it is not JSON.`, "models/README.md explains the format.");
  }
  const parsed = parseModel(document);
  const findings: readonly Finding[] = parsed.model === null ? parsed.findings : checkReferences(parsed.model);
  const [first] = findings;
  if (parsed.model !== null && first === undefined) return parsed.model;
  throw new ProvisionError(
    `“${name}” is no model that can be scored with: ${first?.place} ${first?.message}.`,
    `Correct it${findings.length > 1 ? `, and ${findings.length - 1} more places` : ""}; models/README.md explains the format.`,
  );
}

/** The service as the sheet meets it, with the real engine behind it. */
import { catalog } from "../../models/catalog/index.ts";
import { checkModel } from "../../models/check.ts";
import { compile } from "../../models/engine/compile.ts";
import { DEFAULT_GRID_COLUMNS, scoreGrid } from "../../models/engine/grid.ts";
import { type Model, parseModel } from "../../models/format.ts";
import { localize } from "../../models/translate.ts";
import type { Reply, Sent } from "./sheet-google.ts";

export const ADDRESS = "https://levelsheet.example.workers.dev";

const MAX_BODY_BYTES = 2_000_000;

/** Answers like the Worker, by the routes the add-on uses. */
export function serve({ address, payload, headers }: Sent): Reply {
  const path = address.slice(ADDRESS.length);
  if (Buffer.byteLength(payload) > MAX_BODY_BYTES) return problem(413, "The body is larger than 2 MB.");
  if (path === "/v1/models") {
    const caller = headers.authorization === undefined ? null : { workspace: "Acme channel", scopes: ["read"] };
    return json({ models: catalog.map(({ id, name }) => ({ id, name })), caller });
  }
  if (path === "/v1/models/check") return json(checked(JSON.parse(payload)));
  if (path === "/v1/score/grid") return scored(JSON.parse(payload));
  const model = catalog.find(({ id }) => path === `/v1/models/${id}`);
  return model === undefined ? problem(404, "There is nothing at this address.") : json({ document: model });
}

const json = (value: unknown): Reply => ({ status: 200, text: JSON.stringify(value) });

export function problem(status: number, detail: string, errors?: { location: string; message: string }[]): Reply {
  return { status, text: JSON.stringify({ type: "about:blank", title: "No", status, detail, errors }) };
}

function checked(document: unknown) {
  const { model, findings } = parseModel(document);
  const found = model === null ? findings : checkModel(model);
  return { valid: found.every(({ severity }) => severity !== "error"), revision: null, findings: found };
}

interface GridRequest {
  model: string | Model;
  grid: unknown[][];
  columns?: string[];
  language?: string;
}

function scored({ model: wanted, grid, columns, language }: GridRequest): Reply {
  const model = typeof wanted === "string" ? catalog.find(({ id }) => id === wanted) : wanted;
  if (model === undefined) return problem(404, `There is no model “${wanted}”.`);
  const compiled = compile(language === undefined ? model : localize(model, language));
  const { header, rows, ...report } = scoreGrid(compiled, grid, columns ?? DEFAULT_GRID_COLUMNS);
  const body: unknown[][] = JSON.parse(`[${new TextDecoder().decode(rows)}]`);
  return json({
    model: { id: model.id, revision: "000000000000", name: model.name },
    grid: [header, ...body],
    ...report,
  });
}

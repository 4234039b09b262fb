import type { ModelReference } from "../../models/contract.ts";
import { type CompiledModel, compile } from "../../models/engine/compile.ts";
import type { Model } from "../../models/format.ts";
import { localize } from "../../models/translate.ts";
import { InvalidModel } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { findModel } from "./find-model.ts";
import { readModel } from "./read-model.ts";
import { Recent } from "./recent.ts";
import { revisionOf } from "./revision.ts";

export interface ResolvedModel {
  reference: ModelReference;
  compiled: CompiledModel;
}

/** Compiling takes longer than scoring a partner, so an isolate keeps what it compiled. */
const compiledModels = new Recent<CompiledModel>(32);

/**
 * @param wanted a model's id, `id@revision`, or a whole model document.
 * @param language of names and sentences in the result; the model's own where it has no translation.
 * @throws UnknownModel, UnknownRevision, InvalidModel, TooLarge.
 */
export async function resolveModel(caller: Caller, wanted: string | object, language?: string): Promise<ResolvedModel> {
  const found = typeof wanted === "string" ? await findByName(caller, wanted) : await readDocument(wanted);
  return compileModel(caller, found, language);
}

/** A revision is 48 bits of a hash, which somebody could forge: workspaces share no compiled model. */
export function compileModel(
  caller: Caller,
  { model, revision }: { model: Model; revision: string },
  language?: string,
): ResolvedModel {
  const shown = language === undefined ? model : inLanguage(model, language);
  const key = `${caller.workspace.id} ${revision} ${shown.language ?? ""}`;
  let compiled = compiledModels.get(key);
  if (compiled === undefined) {
    compiled = compile(shown);
    compiledModels.set(key, compiled);
  }
  return { reference: { id: model.id, revision, name: shown.name }, compiled };
}

/** Shipped models stay the same objects, and putting one into another language takes longer than scoring a partner. */
const localized = new WeakMap<Model, Map<string, Model>>();
const LANGUAGES_KEPT = 16;

function inLanguage(model: Model, language: string): Model {
  const known = localized.get(model) ?? new Map<string, Model>();
  localized.set(model, known);
  const found = known.get(language) ?? localize(model, language);
  if (known.size < LANGUAGES_KEPT) known.set(language, found);
  return found;
}

function findByName(caller: Caller, name: string): Promise<{ model: Model; revision: string }> {
  const { id, revision } = splitName(name);
  return findModel(caller, id, revision);
}

/** `id` or `id@revision`. */
export function splitName(name: string): { id: string; revision: string | undefined } {
  const at = name.indexOf("@");
  return at < 0 ? { id: name, revision: undefined } : { id: name.slice(0, at), revision: name.slice(at + 1) };
}

async function readDocument(document: object): Promise<{ model: Model; revision: string }> {
  const read = readModel(document);
  if (read.model === null) {
    throw new InvalidModel(
      read.findings.map(({ place, message }) => ({ location: place === "" ? "model" : `model.${place}`, message })),
    );
  }
  return { model: read.model, revision: await revisionOf(document) };
}

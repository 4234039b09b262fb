/** One size does not fit all: an overlay replaces named fields of a model for partners of a segment, region or type. */
import type { Criterion, Model, Overlay } from "../format.ts";

export interface Attributes {
  segment?: string | undefined;
  region?: string | undefined;
  type?: string | undefined;
}

const fold = (text: string): string => text.trim().toLowerCase();

/** Every attribute that `when` names must be one of its values; case and outer blanks are ignored. */
export function overlayMatches(overlay: Overlay, attributes: Attributes): boolean {
  const matches = (allowed: readonly string[] | undefined, value: string | undefined): boolean =>
    allowed === undefined || (value !== undefined && allowed.some((name) => fold(name) === fold(value)));
  const { when } = overlay;
  return (
    matches(when.segment, attributes.segment) &&
    matches(when.region, attributes.region) &&
    matches(when.type, attributes.type)
  );
}

/**
 * The model as it reads for partners of an overlay. Ids and order stay, so results compare; criteria that the
 * overlay leaves out stay in the list and are named in `omitted`.
 */
export function applyOverlay(model: Model, overlay: Overlay): { model: Model; omitted: ReadonlySet<string> } {
  const omitted = new Set<string>();
  const criteria = model.criteria.map((criterion): Criterion => {
    const change = own(overlay.criteria, criterion.id);
    if (!change) return criterion;
    const { omit, answer, ...fields } = change;
    if (omit) omitted.add(criterion.id);
    return {
      ...criterion,
      ...fields,
      question: fields.question ?? criterion.question,
      answer: { ...criterion.answer, ...answer } as Criterion["answer"],
    };
  });
  return {
    omitted,
    model: {
      ...model,
      criteria,
      dimensions: model.dimensions.map((dimension) => ({ ...dimension, ...own(overlay.dimensions, dimension.id) })),
      levels: model.levels.map((level) => ({ ...level, ...own(overlay.levels, level.id) })),
    },
  };
}

function own<Value>(record: Record<string, Value> | undefined, key: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Ids and labels name one thing each. */
import { quote } from "../engine/answers.ts";
import type { Finding, Model } from "../format.ts";
import { fold, ownValue, writtenOptions } from "./places.ts";

/** Two criteria, dimensions, levels, overlays or options of one list with the same id. */
export function duplicateIds(model: Model): Finding[] {
  return [
    ...duplicatesIn("dimensions", "dimensions", model.dimensions),
    ...duplicatesIn("criteria", "criteria", model.criteria),
    ...duplicatesIn("levels", "levels", model.levels),
    ...duplicatesIn("overlays", "overlays", model.overlays ?? []),
    ...writtenOptions(model).flatMap(({ place, of, options }) =>
      duplicatesIn(place, `options of ${quote(of)}`, options),
    ),
  ];
}

/** Case is ignored because column headers and options are matched without it. */
function duplicatesIn(place: string, what: string, items: readonly { id: string }[]): Finding[] {
  const seen = new Map<string, string>();
  return items.flatMap(({ id }): Finding[] => {
    const earlier = seen.get(fold(id));
    if (earlier === undefined) {
      seen.set(fold(id), id);
      return [];
    }
    const sameness =
      earlier === id ? `the id ${quote(id)}` : `ids that differ only in case: ${quote(earlier)} and ${quote(id)}`;
    return [
      {
        severity: "error",
        rule: "duplicate-id",
        place: `${place}.${id}`,
        message: `Two ${what} have ${sameness}. Give each its own id.`,
      },
    ];
  });
}

/**
 * Labels a person could type and the engine would misread: twice the same, another option's id, or `N/A`, which always
 * means not applicable.
 */
export function optionLabels(model: Model): Finding[] {
  return writtenOptions(model).flatMap(({ place, of, options }) => {
    const ids = new Map(options.map((option) => [fold(option.id), option]));
    const labels = new Map<string, string>();
    return options.flatMap((option): Finding[] => {
      const label = fold(option.label);
      const named = `${place}.${option.id}.label`;
      const earlier = labels.get(label);
      labels.set(label, earlier ?? option.id);
      if (label === "n/a") {
        return [
          {
            severity: "error",
            rule: "reserved-label",
            place: named,
            message: `An option of ${quote(of)} is labelled “N/A”, which always means that the question does not apply. Remove the option or choose other words.`,
          },
        ];
      }
      if (earlier !== undefined) {
        return [
          {
            severity: "error",
            rule: "duplicate-label",
            place: named,
            message: `Two options of ${quote(of)} are labelled ${quote(option.label)}: ${quote(earlier)} and ${quote(option.id)}. Give each its own words.`,
          },
        ];
      }
      const other = ids.get(label);
      if (other !== undefined && other !== option) {
        return [
          {
            severity: "warning",
            rule: "duplicate-label",
            place: named,
            message: `The label ${quote(option.label)} of option ${quote(option.id)} of ${quote(of)} is the id of another option and would be read as that one. Change the label or the id.`,
          },
        ];
      }
      return [];
    });
  });
}

/** Names that a sheet's header row could not tell apart, in any language of the model. */
export function headerNames(model: Model): Finding[] {
  const owners = new Map(model.criteria.map(({ id }) => [fold(id), id]));
  const languages = Object.entries(model.translations ?? {});
  return [
    ...model.criteria.flatMap(({ id, name }) => sharedHeader(owners, `criteria.${id}.name`, id, name)),
    ...model.criteria.flatMap(({ id, question }) => sharedHeader(owners, `criteria.${id}.question`, id, question)),
    ...languages.flatMap(([language, texts]) =>
      model.criteria.flatMap(({ id }) =>
        (["name", "question"] as const).flatMap((field) => {
          const key = `criteria.${id}.${field}`;
          return sharedHeader(owners, `translations.${language}.${key}`, id, ownValue(texts, key));
        }),
      ),
    ),
  ];
}

/** Takes a header for a criterion, and says so when another one has it already. */
function sharedHeader(owners: Map<string, string>, place: string, id: string, text: string | undefined): Finding[] {
  if (text === undefined) return [];
  const owner = owners.get(fold(text)) ?? id;
  owners.set(fold(text), owner);
  if (owner === id) return [];
  return [
    {
      severity: "warning",
      rule: "same-name-twice",
      place,
      message: `${quote(text)} also names criterion ${quote(owner)}, so a column with this header is read as that one. Use different words.`,
    },
  ];
}

/** The column of a sheet that names the partner must not be taken for a criterion. */
export function reservedIds(model: Model): Finding[] {
  return reserved(model, new Set(["partner"]), "error", "is the header of the column that names the partner");
}

/** With overlays, columns of these names say which overlay a partner falls under. */
export function reservedAttributes(model: Model): Finding[] {
  if (!model.overlays?.length) return [];
  return reserved(
    model,
    new Set(["segment", "region", "type"]),
    "warning",
    "is also the header of a column that says which overlay a partner falls under",
  );
}

function reserved(
  model: Model,
  headers: ReadonlySet<string>,
  severity: Finding["severity"],
  reason: string,
): Finding[] {
  return model.criteria.flatMap((criterion) =>
    (["id", "name", "question"] as const)
      .filter((field) => headers.has(fold(criterion[field])))
      .map((field) => ({
        severity,
        rule: "reserved-name",
        place: `criteria.${criterion.id}.${field}`,
        message: `${quote(criterion[field])} ${reason}. Choose other words for the criterion's ${field}.`,
      })),
  );
}

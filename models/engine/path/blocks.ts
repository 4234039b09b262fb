/** Which variables share demands with nobody else. */
import type { Core } from "./relaxation.ts";

/** Demands on more than this share of the variables couple the blocks instead of making one. */
const COUPLING_SHARE = 0.6;

export interface Group {
  /** Core variables, and the demands that look at no others. */
  variables: number[];
  rows: number[];
}

/**
 * Groups variables that are tied together by demands; a demand on most variables couples the groups. Where that
 * leaves a single group, every demand belongs to it.
 */
export function blocksOf(core: Core): { groups: Group[]; coupling: boolean[] } {
  const count = core.demands.length;
  const size = core.variables.length;
  const members = core.demands.map((_, row) => {
    const found: number[] = [];
    for (let variable = 0; variable < size; variable++) {
      for (let place = core.first[variable] as number; place < (core.first[variable + 1] as number); place++) {
        if (core.gain[place * count + row] !== 0) {
          found.push(variable);
          break;
        }
      }
    }
    return found;
  });
  const coupling = members.map((found) => found.length > COUPLING_SHARE * size);
  const head = core.variables.map((_, variable) => variable);
  const find = (variable: number): number => {
    let at = variable;
    while (head[at] !== at) at = head[at] as number;
    return at;
  };
  members.forEach((found, row) => {
    if (coupling[row]) return;
    for (const variable of found) head[find(variable)] = find(found[0] as number);
  });
  const groups = new Map<number, Group>();
  for (let variable = 0; variable < size; variable++) {
    const group = groups.get(find(variable)) ?? { variables: [], rows: [] };
    groups.set(find(variable), group);
    group.variables.push(variable);
  }
  // Variables that only coupling demands look at go together: alone, they would be a block each.
  const loose = [...groups.values()].filter((group) => group.variables.length === 1);
  const tied = [...groups.values()].filter((group) => group.variables.length > 1);
  members.forEach((found, row) => {
    if (!coupling[row]) groups.get(find(found[0] as number))?.rows.push(row);
  });
  const all = [...tied];
  if (loose.length > 0) {
    all.push({ variables: loose.flatMap((group) => group.variables), rows: loose.flatMap((group) => group.rows) });
  }
  if (all.length > 1) return { groups: all, coupling };
  return {
    groups: [{ variables: core.variables.map((_, variable) => variable), rows: core.demands.map((_, row) => row) }],
    coupling: coupling.map(() => false),
  };
}

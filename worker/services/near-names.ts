/** Names that someone who wrote `name` may have meant, nearest first, three at most. */
export function nearNames(name: string, names: readonly string[]): string[] {
  const wanted = name.slice(0, 64).toLowerCase();
  return names
    .map((candidate) => ({ candidate, distance: distanceOf(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => {
      const lower = candidate.toLowerCase();
      const within = wanted.length >= 3 && (lower.includes(wanted) || wanted.includes(lower));
      return within || distance <= Math.max(2, candidate.length / 3);
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Levenshtein's edit distance. */
function distanceOf(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
      current[column] = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

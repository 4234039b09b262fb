/** Many comparisons at once: some look striking by chance alone. */

/**
 * Adjusts chances for the number of comparisons: those that stay at or below 0.05 hold at most 5 % false discoveries
 * on average. The k-th smallest of m becomes `min over j >= k of m p(j) / j`.
 *
 * Source: Y. Benjamini and Y. Hochberg, Controlling the false discovery rate, Journal of the Royal Statistical Society
 * B 57 (1995).
 *
 * @param chances 0..1; null for comparisons that could not be made, which do not count.
 * @returns 0..1 in the same order.
 */
export function adjustChances(chances: readonly (number | null)[]): (number | null)[] {
  const made = chances
    .flatMap((chance, place) => (chance === null ? [] : [{ chance, place }]))
    .sort((a, b) => b.chance - a.chance);
  const adjusted = chances.map((): number | null => null);
  let least = 1;
  made.forEach(({ chance, place }, fromLargest) => {
    least = Math.min(least, chance * (made.length / (made.length - fromLargest)));
    adjusted[place] = least;
  });
  return adjusted;
}

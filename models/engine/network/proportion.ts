/** A share of a whole, with the interval in which the true share lies. */

/** The 0.975 quantile of the standard normal distribution, for 95 % intervals. */
export const NORMAL_975 = 1.959963984540054;

export interface Interval {
  low: number;
  high: number;
}

/**
 * Wilson's 95 % interval for a proportion, 0..1: with `p` the share, `n` the number and `z` = 1.96,
 * `(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)`. It stays within 0..1 and holds its promise for small n too.
 *
 * Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
 * Statistical Association 22 (1927), pages 209 to 212.
 *
 * @returns null without any trial.
 */
export function wilsonInterval(successes: number, trials: number): Interval | null {
  if (!(trials > 0) || !(successes >= 0) || successes > trials) return null;
  const share = successes / trials;
  const square = NORMAL_975 ** 2 / trials;
  const middle = share + square / 2;
  const reach = Math.sqrt(square * (share * (1 - share) + square / 4));
  return {
    low: successes === 0 ? 0 : Math.max(0, (middle - reach) / (1 + square)),
    high: successes === trials ? 1 : Math.min(1, (middle + reach) / (1 + square)),
  };
}

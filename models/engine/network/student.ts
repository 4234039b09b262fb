/**
 * Student's t distribution. The logarithm of the gamma function is simple-statistics' (pure, ISC licence, no
 * dependencies); the library has no quantiles of t, and its tables of the normal distribution end at two decimals.
 */
import { gammaln } from "simple-statistics";

/**
 * The chance that |t| is at least this large: `I(df / (df + t²); df / 2, 1 / 2)`, the regularised incomplete beta
 * function. Source: NIST Digital Library of Mathematical Functions, 8.17; M. Abramowitz and I. Stegun, Handbook of
 * Mathematical Functions (1964), 26.7.1.
 *
 * @param degrees of freedom, more than 0.
 * @returns 0..1; 1 where it cannot be said.
 */
export function studentTails(t: number, degrees: number): number {
  if (!(degrees > 0) || Number.isNaN(t)) return 1;
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  return regularizedBeta(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5);
}

/**
 * The value that |t| exceeds in 5 % of cases, for 95 % intervals: 12.706 for one degree of freedom, 1.96 for many.
 *
 * @param degrees of freedom, 1 or more.
 */
export function student975(degrees: number): number {
  const whole = Math.max(1, Math.floor(degrees));
  let value = quantiles.get(whole);
  if (value === undefined) {
    value = findQuantile(whole);
    if (quantiles.size < 1_000) quantiles.set(whole, value);
  }
  return value;
}
const quantiles = new Map<number, number>();

/** By halving: the tails fall strictly with t. */
function findQuantile(degrees: number): number {
  let low = 1.9;
  let high = 12.8;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentTails(middle, degrees) > 0.05) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** I(x; a, b); `rest` is 1 - x, given apart because it may be too small to be had by subtraction. */
function regularizedBeta(x: number, rest: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log(rest));
  const value =
    x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(rest, b, a)) / b;
  return Math.min(1, Math.max(0, value));
}

/** The continued fraction DLMF 8.17.22 by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const kept = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let step = 1; step <= 300; step++) {
    const even = (step * (b - step) * x) / ((a + 2 * step - 1) * (a + 2 * step));
    d = 1 / kept(1 + even * d);
    c = kept(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + step) * (a + b + step) * x) / ((a + 2 * step) * (a + 2 * step + 1));
    d = 1 / kept(1 + odd * d);
    c = kept(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

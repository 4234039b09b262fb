/**
 * Google's types name every method of a service; a shim has those the add-on uses, each checked against Google's
 * signature by `implements Pick<...>`. This is the one place that hands the part over as the whole.
 */
export const asGoogle = <Whole>(shim: unknown): Whole => shim as Whole;

/** A failure in Google's words: the add-on tells some of them apart. */
export class GoogleFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Exception";
  }
}

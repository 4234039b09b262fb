const COMBINING = /[^\u0000-\u02ff]/;

/** By what a person knows a partner: “Acme”, “ACME ” and an é written as one character or as two make no difference. */
export function foldName(name: string): string {
  const folded = name.trim().toLowerCase();
  // Composing costs as much as all the rest, and changes nothing below the combining marks.
  return COMBINING.test(folded) ? folded.normalize("NFC") : folded;
}

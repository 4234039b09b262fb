/**
 * By what a person knows a partner: “Acme”, “ACME ” and an é written as one character or as two make no difference.
 */
export function foldName(name: string): string {
  return name.normalize("NFC").trim().toLowerCase();
}

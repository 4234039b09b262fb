/** Addresses that open something by themselves. A log that showed them would hand out keys. */
const LINK_ADDRESS = /^(\/(?:a|s|n|csv)\/)[^/]+/;

export const isLinkAddress = (path: string): boolean => LINK_ADDRESS.test(path);

export function withoutToken(path: string): string {
  return path.replace(LINK_ADDRESS, "$1…");
}

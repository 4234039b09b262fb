/** Addresses that open something by themselves. */
const LINK_ADDRESS = /^\/(?:a|s|n|csv)\/[^/]+/;

export const isLinkAddress = (path: string): boolean => LINK_ADDRESS.test(path);

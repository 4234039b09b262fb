import createFetchClient from "openapi-fetch";

export function createClient({ address, key, ...options }) {
  return createFetchClient({
    ...options,
    baseUrl: address.replace(/\/+$/, ""),
    headers: { ...options.headers, authorization: `Bearer ${key}` },
  });
}

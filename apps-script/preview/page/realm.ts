/** Takes away what Google does not give a script, so that the add-on cannot come to rely on it. */
const missing = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "Worker",
  "URL",
  "URLSearchParams",
  "TextEncoder",
  "TextDecoder",
  "crypto",
  "setTimeout",
  "setInterval",
  "queueMicrotask",
  "atob",
  "btoa",
  "localStorage",
  "sessionStorage",
  "indexedDB",
];
for (const name of missing) Object.defineProperty(globalThis, name, { value: undefined, configurable: true });

import { createServer } from "node:net";

/** A name may lead to either address, so a port counts as free only when it is free on both. */
const HOSTS = ["127.0.0.1", "::1"];

/**
 * @returns `wanted` if nothing listens there, else the next free port.
 * @throws Error when none of the next 100 is free.
 */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port <= Math.min(wanted + 100, 65_535); port++) {
    if ((await Promise.all(HOSTS.map((host) => isFree(port, host)))).every(Boolean)) return port;
  }
  throw new Error(`No port from ${wanted} on is free. Choose another with --port.`);
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // A machine without IPv6 has no such address; that is no reason to refuse the port.
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code !== "EADDRINUSE" && error.code !== "EACCES"),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

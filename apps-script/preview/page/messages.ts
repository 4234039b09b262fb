/** What the page and the sidebar's frame say to each other. */
export type FromFrame =
  | { kind: "ready" }
  | { kind: "run"; call: number; name: string; args: unknown[] }
  | { kind: "close" }
  | { kind: "focus" };

export type ToFrame =
  | { kind: "page"; html: string }
  | { kind: "done"; call: number; value: unknown }
  | { kind: "failed"; call: number; message: string };

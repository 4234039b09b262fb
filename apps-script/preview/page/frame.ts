/** Inside the sidebar's frame: `google.script.run` and `google.script.host` over messages to the page around it. */
import type { FromFrame, ToFrame } from "./messages.ts";

type Handler = (value: unknown, userObject?: unknown) => void;
interface Chain {
  success?: Handler | undefined;
  failure?: Handler | undefined;
  userObject?: unknown;
}

const waiting = new Map<number, Chain>();
let calls = 0;
const tell = (message: FromFrame): void => parent.postMessage(message, "*");

/** Every chain is its own, as Google's are. */
function runner(chain: Chain): object {
  return new Proxy(
    {},
    {
      get(_, name) {
        if (name === "withSuccessHandler") return (success: Handler) => runner({ ...chain, success });
        if (name === "withFailureHandler") return (failure: Handler) => runner({ ...chain, failure });
        if (name === "withUserObject") return (userObject: unknown) => runner({ ...chain, userObject });
        return (...args: unknown[]) => {
          const call = ++calls;
          waiting.set(call, chain);
          tell({ kind: "run", call, name: String(name), args });
        };
      },
    },
  );
}

const google = {
  script: {
    run: runner({}),
    host: {
      close: () => tell({ kind: "close" }),
      setHeight: () => undefined,
      setWidth: () => undefined,
      editor: { focus: () => tell({ kind: "focus" }) },
    },
  },
};
Object.assign(globalThis, { google });

function listen(event: MessageEvent<ToFrame>): void {
  if (event.source !== parent) return;
  const message = event.data;
  if (message.kind === "page") {
    document.open();
    // Opening a document takes its listeners away.
    window.addEventListener("message", listen);
    document.write(message.html);
    document.close();
    return;
  }
  const chain = waiting.get(message.call);
  waiting.delete(message.call);
  if (message.kind === "done") chain?.success?.(message.value, chain.userObject);
  else if (chain?.failure !== undefined) chain.failure(new Error(message.message), chain.userObject);
  else console.error(message.message);
}

window.addEventListener("message", listen);
tell({ kind: "ready" });

/** The local Worker in a process that is there to be killed: `server.ts <state> <port>`. Says its setup code. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { startLocalWorker } from "../../worker/local/local-worker.ts";

const [state = "", port = ""] = process.argv.slice(2);
const { setupCode } = await startLocalWorker({
  state,
  port: Number(port),
  watch: false,
  migrated: existsSync(resolve(state, "v3")),
});
console.log(`ready ${setupCode}\n`);

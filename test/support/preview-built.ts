/** The workbook's page, built once before Workers serve it: a later build would empty the folder under them. */
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

export default function buildPreview(): void {
  execFileSync(process.execPath, ["apps-script/preview/build.ts"], { cwd: resolve(import.meta.dirname, "../..") });
}

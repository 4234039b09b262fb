/** A real LibreOffice without a window, with a profile of its own, for what a person loads into it. */
import { execFile, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const SOFFICE = "/usr/bin/soffice";
/** The one that Debian's python3-uno belongs to. */
const PYTHON = "/usr/bin/python3";

export const hasLibreOffice =
  existsSync(SOFFICE) && existsSync(PYTHON) && spawnSync(PYTHON, ["-c", "import uno"]).status === 0;

/** Set where it was installed for the tests: there its absence is a failure, elsewhere a named skip. */
export const libreOfficeRequired = process.env.LIBREOFFICE === "required";

export interface LoadedCell {
  kind: "empty" | "number" | "text" | "formula";
  text: string;
  value: number;
}

/** What the address gives as `WEBSERVICE`, and as cells of an external link. */
export async function loadIntoLibreOffice(address: string): Promise<{ webservice: string; rows: LoadedCell[][] }> {
  const folder = await mkdtemp(join(tmpdir(), "levelsheet-office-"));
  const pipe = `levelsheet${process.pid}`;
  const office = spawn(
    SOFFICE,
    [
      ...["--headless", "--invisible", "--norestore", "--nologo", "--nodefault"],
      `-env:UserInstallation=file://${folder}/profile`,
      `--accept=pipe,name=${pipe};urp;`,
    ],
    // In a group of its own: soffice is a script that starts the program proper.
    { stdio: "ignore", detached: true },
  );
  const ended = new Promise((done) => office.once("exit", done));
  try {
    const reader = resolve(import.meta.dirname, "libreoffice-read.py");
    const { stdout } = await promisify(execFile)(PYTHON, [reader, address, pipe], { timeout: 50_000 });
    return JSON.parse(stdout) as Awaited<ReturnType<typeof loadIntoLibreOffice>>;
  } finally {
    const overdue = setTimeout(() => {
      if (office.pid !== undefined) process.kill(-office.pid, "SIGKILL");
    }, 5_000);
    await ended;
    clearTimeout(overdue);
    await rm(folder, { recursive: true, force: true });
  }
}

import type { Reporter, TestModule } from "vitest/node";

/** Ends every run with one line that a script can read: `12 passed, 0 failed`. */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const before = counts.failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== "pending") counts[state]++;
      }
      // A file that cannot be loaded has no tests to fail.
      if (module.state() === "failed" && counts.failed === before) counts.failed++;
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
    const line = `${counts.passed} passed, ${counts.failed} failed${skipped}`;
    // Other reporters write when this one is called; the process ends after all of them.
    process.once("exit", () => process.stdout.write(`${line}\n`));
  }
}

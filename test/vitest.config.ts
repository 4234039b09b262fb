import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { CountReporter } from "./support/worker-count-reporter.ts";

/** They take a minute. */
const inBrowser = [
  "test/apps-script/sidebar.test.ts",
  "test/apps-script/preview/journey.test.ts",
  "test/apps-script/preview/involve-partners.test.ts",
];
const root = resolve(import.meta.dirname, "..");

// Nothing in a test run may reach outside: no usage figures, no look-up of where this machine stands.
process.env.WRANGLER_SEND_METRICS = "false";
process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";

// The folder of static files must be there; only the tests of the page fill it.
mkdirSync(resolve(root, "apps-script/preview/dist"), { recursive: true });

export default defineConfig({
  test: {
    root,
    // The Worker logs what changes cost.
    silent: "passed-only",
    reporters: ["default", new CountReporter()],
    projects: [
      {
        test: {
          name: "unit",
          root,
          include: ["test/models/**/*.test.ts", "test/apps-script/**/*.test.ts"],
          exclude: ["test/apps-script/process/**", ...inBrowser],
          // Properties over many random models take their time on a busy machine.
          testTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: resolve(root, "wrangler.toml") },
            miniflare: {
              // A second one, for what an earlier release has stored.
              d1Databases: ["EARLIER_DB"],
              bindings: {
                MIGRATIONS: await readD1Migrations(resolve(root, "worker/migrations")),
                FUZZ_REQUESTS: process.env.FUZZ_REQUESTS ?? "",
                FUZZ_SEED: process.env.FUZZ_SEED ?? "",
              },
            },
          })),
        ],
        test: {
          name: "worker",
          root,
          include: ["test/worker/*.test.ts"],
          testTimeout: 30_000,
          setupFiles: ["test/support/worker-migrations.ts"],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "process",
          root,
          include: ["test/worker/process/*.test.ts", "test/apps-script/process/*.test.ts", ...inBrowser],
          globalSetup: ["test/support/process-ready.ts"],
          // Each file waits for its browser and its Worker half of the time. More of them at once miss their timeouts.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

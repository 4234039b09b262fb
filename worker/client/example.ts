import { createClient } from "levelsheet/client";

const { LEVELSHEET = "http://localhost:8787", KEY = "" } = process.env;
const client = createClient({ address: LEVELSHEET, key: KEY });

const { data, error } = await client.POST("/v1/score", {
  body: {
    model: "prm-performance",
    detail: "gaps",
    assessments: [{ partner: "acme", answers: { target: 82, certified: 85, regs: 4, lastSeen: "5" } }],
  },
});
if (error) throw new Error(error.detail);

for (const { partner, level, next, blockers } of data.results) {
  console.log(`${partner}: ${level}, next ${next}`);
  for (const { sentence } of blockers) console.log(`  ${sentence}`);
}

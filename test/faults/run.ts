/** `npm run faults [-- kills]`: 100 kills unless another number is given. */
import { killAtRandom } from "./kills.ts";

const kills = Number(process.argv[2] ?? 100);
if (!Number.isInteger(kills) || kills < 1)
  throw new Error("Give the number of kills, for example: npm run faults -- 10");
const started = Date.now();
const { faults, ...counts } = await killAtRandom(kills, Math.random);
for (const fault of faults) console.error(`▲ ${fault}`);
console.log(
  `${counts.kills} kills in ${Math.round((Date.now() - started) / 1000)} s: ${counts.saves} saves of 100 assessments, ` +
    `${counts.acknowledged} acknowledged and all there, ${counts.storedUnanswered} stored and not answered, ` +
    `${counts.lost} not stored and done by the retry; ${faults.length} faults.`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

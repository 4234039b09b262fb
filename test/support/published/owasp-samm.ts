/**
 * OWASP SAMM 2.0: five business functions of three practices, each practice asked about in two streams at three
 * maturity levels, 90 questions in all.
 *
 * Sources: structure and names from the SAMM 2.0 core model (owaspsamm.org/model); the answer values 0, 0.25, 0.5 and 1
 * from answer set A of github.com/owaspsamm/core (model/answer_sets/A.yml); the score as the SAMM toolbox makes it: at
 * each maturity level the two streams' answers are averaged, and the three levels are summed to 0..3 per practice;
 * functions and the whole are averages. SAMM awards no overall level.
 */
import type { Model } from "../../../models/format.ts";

const practices = {
  governance: ["strategy-metrics", "policy-compliance", "education-guidance"],
  design: ["threat-assessment", "security-requirements", "security-architecture"],
  implementation: ["secure-build", "secure-deployment", "defect-management"],
  verification: ["architecture-assessment", "requirements-testing", "security-testing"],
  operations: ["incident-management", "environment-management", "operational-management"],
};
const streams = ["a", "b"];
const maturityLevels = [1, 2, 3];

export const owaspSamm: Model = {
  id: "owasp-samm",
  name: "OWASP SAMM 2.0",
  scale: { min: 0, max: 3, decimals: 2 },
  missing: { unanswered: "zero" },
  combine: "mean",
  answerSets: {
    coverage: [
      { id: "no", label: "No", value: 0 },
      { id: "some", label: "Yes, for some applications", value: 0.25 },
      { id: "half", label: "Yes, for at least half of the applications", value: 0.5 },
      { id: "most", label: "Yes, for most or all of the applications", value: 1 },
    ],
  },
  dimensions: Object.entries(practices).flatMap(([businessFunction, ids]) => [
    { id: businessFunction, name: businessFunction },
    ...ids.flatMap((practice) => [
      { id: practice, name: practice, parent: businessFunction },
      ...streams.map((stream) => ({
        id: `${practice}-${stream}`,
        name: `${practice}, stream ${stream}`,
        parent: practice,
        combine: { points: maturityLevels.length },
      })),
    ]),
  ]),
  criteria: Object.values(practices)
    .flat()
    .flatMap((practice) =>
      streams.flatMap((stream) =>
        maturityLevels.map((level) => ({
          id: `${practice}-${stream}${level}`,
          name: `${practice} ${stream}${level}`,
          question: `Is activity ${stream}${level} of ${practice} practised?`,
          dimension: `${practice}-${stream}`,
          answer: { kind: "choice" as const, options: "coverage" },
        })),
      ),
    ),
  levels: [{ id: "assessed", name: "Assessed" }],
};

import { describe, expect, test } from "vitest";
import { portfolioTable } from "../../../worker/local/portfolio-table.ts";
import type { ScoredPortfolio } from "../../../worker/local/sample-portfolio.ts";

const portfolio: ScoredPortfolio = {
  model: "Partner Maturity Model",
  levels: ["Bronze", "Silver", "Gold"],
  partners: [
    {
      partner: "Acme",
      level: "Silver",
      index: "7",
      why: "Held at Silver: certified staff 4 of 6; joint plan missing",
      step: "Certified staff → 6 (+3 points, 2 days)",
    },
    { partner: "Zoë \u001b[31mRed\nLine", level: "Gold", index: "90.5", why: "Gold is the top level", step: "" },
    {
      partner: "A name that goes on and on, far longer than a column",
      level: "–",
      index: "–",
      why: "No level yet",
      step: "",
    },
  ],
  problems: ["row 2, certified: “4,5” is not a number"],
  problemCount: 5,
  milliseconds: 3,
};
const table = (width: number, colour: 0 | 8 | 24 = 0) => portfolioTable(portfolio, { width, colour });

describe("the portfolio in the terminal", () => {
  test("orders by level, aligns the index right with the same decimals, and says the level once", () => {
    const rows = table(160).split("\n");
    expect(rows[2]).toMatch(/^ Zoë +\[31mRed Line +Gold +90\.5 {2}Gold is the top level$/);
    expect(rows[3]).toMatch(
      /^ Acme +Silver +7\.0 {2}certified staff 4 of 6; joint plan missing +Certified staff → 6 \(\+3 points, 2 days\)$/,
    );
    expect(rows[4]).toMatch(/^ A name that goes on and on, far… +– +– {2}No level yet$/);
  });

  test.each([40, 80, 139, 140, 200])("keeps within %i columns", (width) => {
    for (const line of table(width).split("\n").slice(0, 8)) expect(Array.from(line).length).toBeLessThanOrEqual(width);
  });

  test("puts the next step on a line of its own where it is narrow", () => {
    expect(table(80)).toContain("\n   Next: Certified staff → 6 (+3 points, 2 days)\n");
  });

  test("counts partners by level, and those without one", () => {
    expect(table(120)).toMatch(/^ {2}Gold +1 +33%/m);
    expect(table(120)).toMatch(/^ {2}Bronze +0 +0%$/m);
    expect(table(120)).toMatch(/^ {2}– +1 +33%/m);
  });

  test("shows what could not be read, with a sign", () => {
    expect(table(120)).toContain("▲ 5 cells need a look");
    expect(table(120)).toContain("and 4 more");
  });

  test("colours levels in as many bits as the terminal has, and lets no partner's name steer it", () => {
    expect(table(120, 0)).not.toContain("\u001b");
    expect(table(120, 24)).toContain("\u001b[48;2;");
    expect(table(120, 8)).toContain("\u001b[48;5;");
    expect(table(120, 24)).not.toContain("\u001b[31m");
  });
});

/** The dashboard: its tables, its charts and what the network says, from what is scored and saved. */
import { describe, expect, test } from "vitest";
import type { CommandId } from "../../apps-script/src/commands.ts";
import { chartNames, chartOf } from "../../apps-script/src/layout/dashboard-charts.ts";
import { dashboardTab } from "../../apps-script/src/layout/dashboard-tab.ts";
import { chooseFromMenu } from "../../apps-script/src/menu/choose.ts";
import { curveRows, trendRow } from "../../apps-script/src/menu/dashboard/figures.ts";
import { contrast, levelColour } from "../../models/appearance.ts";
import { catalog } from "../../models/catalog/index.ts";
import type { Assessment } from "../../models/contract.ts";
import type { Model } from "../../models/format.ts";
import { connectedWorkbook } from "../support/sheet-connected.ts";
import { many } from "../support/sheet-workbook.ts";
import { modelOf, percent } from "../support/small-model.ts";

const model = modelOf({
  dimensions: [
    { id: "sell", name: "=Selling" },
    { id: "know", name: "Knowing" },
    { id: "plan", name: "Planning" },
  ],
  criteria: [
    percent("deals", { name: "Deals", dimension: "sell", effort: 3 }),
    percent("staff", { name: "Staff", dimension: "know", tags: ["programme:course offer"] }),
    percent("goals", { name: "Goals", dimension: "plan" }),
  ],
  levels: [
    { id: "silver", name: "Silver" },
    { id: "gold", name: "Gold", requires: [{ of: "criterion", id: "deals", min: 50 }] },
  ],
  curve: { midpoint: 0.5, steepness: 4 },
});
/** Deals 10, 20 ... and nobody has certified staff worth mentioning. */
const partners = (count: number): Assessment[] =>
  Array.from({ length: count }, (_, place) => ({
    partner: place === 0 ? "=Acme" : `p${place}`,
    answers: { deals: 10 * (place + 1), staff: 5, goals: 60 },
  }));

function drawn(count: number, of: Model = model, periods: readonly string[] = ["2026-Q3", "2026-Q4"]) {
  const who = partners(count);
  const workbook = connectedWorkbook(of, who);
  const choose = (id: CommandId) => {
    chooseFromMenu(id, workbook.platform);
    return workbook.said();
  };
  if (periods.length > 0) workbook.service("PUT", "/v1/models/small", of);
  periods.forEach((period, later) => {
    const assessments = who.map(({ partner, answers }) => ({
      partner,
      answers: { ...answers, goals: 50 + 10 * later },
    }));
    workbook.service("POST", "/v1/assessments", { model: "small", period, assessments });
  });
  choose("scoreAllPartners");
  const sheet = () => workbook.tab("Dashboard");
  /** Rows of a block from its header on, without blank ones. */
  const block = (name: string) => {
    const range = workbook.google.book.getRangeByName(`Levelsheet_${name}`);
    return (range?.peek() ?? []).slice(1).filter((row) => row.some((cell) => cell !== ""));
  };
  const chart = (title: RegExp) => sheet().charts.find(({ options }) => title.test(String(options.title)));
  return {
    ...workbook,
    sheet,
    block,
    chart,
    draw: () => choose("drawDashboard"),
    showNetwork: () => choose("showNetwork"),
  };
}

describe("drawing the dashboard", () => {
  test("writes a table for each chart, and draws it from there", () => {
    const { draw, block, chart, sheet } = drawn(6);
    expect(draw()).toBe(
      "Drawn: partners by level, the partner against the others, the network over the periods, the S-curve.",
    );
    expect(block("benchmark")).toEqual([
      ["Dimension", "Partner", "Median of the network", "Percentile"],
      ["=Selling", 10, 35, 8.3],
      ["Knowing", 5, 5, 50],
      ["Planning", 60, 60, 50],
    ]);
    expect(block("levels")).toEqual([
      ["Level", "Silver", "Gold"],
      ["Silver", 4, ""],
      ["Gold", "", 2],
    ]);
    expect(block("trend")).toEqual([
      ["Period", "Median index", "Lower quartile", "Upper quartile", "Partners"],
      ["2026-Q3", expect.any(Number), expect.any(Number), expect.any(Number), 6],
      ["2026-Q4", expect.any(Number), expect.any(Number), expect.any(Number), 6],
    ]);
    expect(block("plan")[1]).toEqual(["Index of =Acme", 25, 25]);
    expect(
      sheet()
        .charts.map(({ type }) => type)
        .sort(),
    ).toEqual(["COLUMN", "LINE", "RADAR", "SCATTER"]);
    const radar = chart(/^The partner against/);
    const [range] = radar?.ranges ?? [];
    expect(range?.peek()).toEqual([
      ["Dimension", "Partner", "Median of the network"],
      ["=Selling", 10, 35],
      ["Knowing", 5, 5],
      ["Planning", 60, 60],
    ]);
    expect(chart(/^Partners by level/)?.options.colors).toEqual([
      levelColour(0, 2).background,
      levelColour(1, 2).background,
    ]);
    const formulas = sheet()
      .formulas.flat()
      .filter((formula) => formula !== undefined && formula !== "");
    expect(formulas.every((formula) => /^=(COUNTIF|IFERROR|REPT)\(/.test(formula))).toBe(true);
  });

  test("again brings ours up to date, where people moved them, and leaves theirs alone", () => {
    const { draw, sheet, block, tab, platform, google } = drawn(6);
    draw();
    const before = sheet().charts.map(({ id }) => id);
    const own = sheet()
      .newChart()
      .setChartType("LINE")
      .addRange(sheet().getRange(1, 1, 2, 2))
      .setOption("title", "Partners by level")
      .setPosition(40, 2, 0, 0)
      .build();
    sheet().insertChart(own);
    const moved = sheet().charts[0];
    if (moved) sheet().updateChart(moved.modify().setPosition(60, 3, 0, 0).build());
    tab("Answers").getRange(3, 5).setValue(90);
    chooseFromMenu("scoreAllPartners", platform);
    google.book.getRangeByName("Levelsheet_partner")?.setValue("p2");
    draw();
    expect(
      sheet()
        .charts.map(({ id }) => id)
        .sort(),
    ).toEqual([...before, own.id].sort());
    expect(sheet().charts.find(({ id }) => id === own.id)).toBe(own);
    expect(sheet().charts.find(({ id }) => id === moved?.id)?.position).toEqual({ row: 60, column: 3 });
    expect(
      block("levels")
        .slice(1)
        .map((row) => row[row[0] === "Silver" ? 1 : 2]),
    ).toEqual([3, 3]);
    expect(block("benchmark")[1]?.[1]).toBe(30);
    expect(block("plan")[1]?.[0]).toBe("Index of p2");
  });

  test("says what is missing, in the cell", () => {
    const few = drawn(4);
    few.draw();
    expect(few.block("benchmark")).toEqual([
      ["Dimension", "Partner", "Median of the network", "Percentile"],
      ["=Selling", 10, "", ""],
      ["Knowing", 5, "", ""],
      ["Planning", 60, "", ""],
      ["Fewer than 5 partners are saved, so there is no benchmark yet.", "", "", ""],
    ]);
    expect(few.chart(/^The partner against/)?.ranges[0]?.peek()).toHaveLength(4);
    const nothing = drawn(3, model, []);
    expect(nothing.draw()).toMatch(/^Drawn: partners by level, the partner against the others\./);
    expect(nothing.block("trend")[1]?.[0]).toBe("Nothing is saved of this model yet. Choose Save this period first.");
    const { curve: _, ...without } = model;
    const flat = drawn(5, without as Model);
    flat.draw();
    expect(flat.block("curve")[1]?.[0]).toBe("This model has no S-curve.");
    expect(flat.chart(/S-curve/)).toBeUndefined();
  });

  test("works without a connection as far as the sheet goes", () => {
    const { draw, google, sheet, block, requests } = drawn(5);
    google.properties.delete("levelsheet.address");
    requests();
    expect(draw()).toBe("Drawn: partners by level. Everything else needs a connection: choose Settings first.");
    expect(requests()).toEqual([]);
    expect(sheet().charts.map(({ type }) => type)).toEqual(["COLUMN"]);
    expect(block("trend")[1]?.[0]).toBe("Not connected. Choose Settings first.");
  });

  test("keeps what people wrote on the tab, and makes the tab anew where it is gone", () => {
    const { draw, sheet, google, tab } = drawn(5);
    sheet()
      .getRange(45, 1, 1, 2)
      .setValues([["Our notes", 7]]);
    draw();
    draw();
    expect(sheet().getRange(45, 1, 1, 2).peek()).toEqual([["Our notes", 7]]);
    google.book.sheets.splice(google.book.sheets.indexOf(tab("Dashboard")), 1);
    expect(draw()).toMatch(/^Drawn: /);
    expect(sheet().charts).toHaveLength(4);
  });

  test("shows bars where a radar would have too few or too many axes", () => {
    const typeFor = (count: number) =>
      chartOf("partner", {
        ...model,
        dimensions: Array.from({ length: count }, (_, place) => ({ id: `d${place}`, name: `d${place}` })),
      }).type;
    expect([1, 2, 3, 8, 9].map(typeFor)).toEqual(["BAR", "BAR", "RADAR", "RADAR", "BAR"]);
  });

  test.each(catalog.map((own) => [own.id, own] as const))("fits %s", (_, own) => {
    const { columns } = dashboardTab(own);
    for (const name of chartNames) expect(chartOf(name, own).position.column).toBeLessThanOrEqual(columns);
    for (const colour of chartOf("trend", own).options.colors as string[]) {
      expect(contrast(colour, "#ffffff")).toBeGreaterThan(2);
    }
  });

  test("of 2,000 partners stays within few requests", () => {
    const { model: shipped, partners: who } = many(2_000);
    const { google, platform, service, requests, said } = connectedWorkbook(shipped, who);
    for (const from of [0, 1_000]) {
      const assessments = who.slice(from, from + 1_000);
      service("POST", "/v1/assessments", { model: shipped.id, period: "2026-Q4", assessments });
    }
    chooseFromMenu("scoreAllPartners", platform);
    requests();
    google.book.counts.writes = 0;
    chooseFromMenu("drawDashboard", platform);
    expect(said()).toMatch(/^Drawn: /);
    expect(requests().length).toBeLessThanOrEqual(12);
    expect(google.book.counts.writes).toBeLessThanOrEqual(40);
  }, 60_000);
});

describe("the network", () => {
  test("shows programme faults first, then who moves", () => {
    const { showNetwork, block } = drawn(12);
    expect(showNetwork()).toMatch(
      /^12 partners are saved\. \d+ questions? where the programme is at fault, \d+ nearly at the next level, \d+ about to lose theirs\./,
    );
    const [header, first] = block("faults");
    expect(header).toEqual(["Question", "Fall short", "What to look at", "Partners short", "Answered"]);
    expect(first).toEqual(["▲ Staff", 1, "course offer", 12, 12]);
    const near = block("nearMisses");
    expect(near[0]).toEqual(["Partner", "Days", "Why not yet", "Level", "Next level"]);
    expect(near.slice(1).map((row) => row[0])).toContain("p3");
    expect(near[1]?.slice(3)).toEqual(["Silver", "Gold"]);
  });

  test("says when there are too few partners, and when nothing is saved", () => {
    const { showNetwork, block } = drawn(3);
    showNetwork();
    expect(block("faults")[1]?.[0]).toBe("3 partners are saved, too few to tell programme from partner.");
    const nothing = drawn(3, model, []);
    expect(nothing.showNetwork()).toBe("Nothing is saved of this model yet. Choose Save this period first.");
  });
});

describe("figures", () => {
  test("partners at nearly the same place are one point, and the chosen one is its own", () => {
    const rows = curveRows(model, [0.5, 0.51, 1], 0.5).filter(([, line]) => line === "");
    expect(rows).toEqual([
      [0.5, "", 0.5, "", 2],
      [1, "", expect.closeTo(0.8808, 4), "", 1],
      [0.5, "", "", 0.5, ""],
    ]);
    expect(curveRows({ levels: model.levels }, [1], null)).toEqual([]);
  });

  test("a period nobody has an index in has no median", () => {
    expect(trendRow("2026-Q1", [])).toEqual(["2026-Q1", "", "", "", 0]);
  });
});

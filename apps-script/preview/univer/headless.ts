/** Univer without a page: the engine, the sheet, its rules and notes. */
import { type IWorkbookData, LocaleType, LogLevel, Univer } from "@univerjs/core";
import { FUniver } from "@univerjs/core/facade";
import { UniverDocsPlugin } from "@univerjs/docs";
import { UniverFormulaEnginePlugin } from "@univerjs/engine-formula";
import { UniverSheetsPlugin } from "@univerjs/sheets";
import type { FWorkbook } from "@univerjs/sheets/facade";
import { UniverSheetsConditionalFormattingPlugin } from "@univerjs/sheets-conditional-formatting";
import { UniverSheetsDataValidationPlugin } from "@univerjs/sheets-data-validation";
import { UniverSheetsFilterPlugin } from "@univerjs/sheets-filter";
import { UniverSheetsFormulaPlugin } from "@univerjs/sheets-formula";
import { UniverSheetsNotePlugin } from "@univerjs/sheets-note";
import { UniverSheetsNumfmtPlugin } from "@univerjs/sheets-numfmt";
import type { AuthMode } from "../google/execution.ts";
import { followMoves } from "../google/follow-moves.ts";
import { emptyMemory, googleGlobals, type Memory, type Surroundings } from "../google/globals.ts";
import { CellRulePlugin } from "./cell-rule.ts";
import { customFunctions } from "./functions.ts";
import { functionHelp } from "./help.ts";
import { patternAt, rowsOf } from "./look-up.ts";
import { newWorkbook } from "./new-workbook.ts";
import { type Load, Script } from "./script.ts";

export interface Headless {
  univer: FUniver;
  workbook: FWorkbook;
  memory: Memory;
  script: Script;
  surroundings: Surroundings;
  /** Google's services as a run of this kind has them. */
  services(mode: AuthMode): ReturnType<typeof googleGlobals>["services"];
  /** When every formula has its value. */
  settled(): Promise<void>;
  dispose(): void;
}

export type HeadlessOptions = Pick<Surroundings, "view" | "send" | "clock" | "files"> & {
  code: string;
  load: Load;
  snapshot?: IWorkbookData;
};

export function openHeadless({ code, load, snapshot, ...outside }: HeadlessOptions): Headless {
  const help = functionHelp(code);
  let script: Script | null = null;
  const computing = () => ({
    compute: (name: string, args: readonly unknown[]) => script?.compute(name, args),
    patternOf: (sheetId: string, row: number, column: number) => patternAt(workbook, sheetId, row, column),
    rowsOf: (sheetId: string) => rowsOf(workbook, sheetId),
  });
  const engine = new Univer({
    locale: LocaleType.EN_US,
    locales: { [LocaleType.EN_US]: {} },
    logLevel: LogLevel.ERROR,
  });
  engine.registerPlugin(UniverFormulaEnginePlugin, { function: customFunctions(help, computing) });
  engine.registerPlugin(UniverDocsPlugin);
  engine.registerPlugin(UniverSheetsPlugin);
  engine.registerPlugin(UniverSheetsNumfmtPlugin);
  engine.registerPlugin(UniverSheetsFormulaPlugin, { description: help });
  engine.registerPlugin(UniverSheetsDataValidationPlugin);
  engine.registerPlugin(CellRulePlugin);
  engine.registerPlugin(UniverSheetsConditionalFormattingPlugin);
  engine.registerPlugin(UniverSheetsNotePlugin);
  engine.registerPlugin(UniverSheetsFilterPlugin);
  const univer = FUniver.newAPI(engine);
  if (snapshot !== undefined) univer.getFormula().setInitialFormulaComputing(0);
  const workbook = univer.createWorkbook(snapshot ?? newWorkbook());
  const surroundings: Surroundings = { ...outside, univer, workbook, memory: emptyMemory() };
  followMoves(univer, () => surroundings.memory.annex);
  script = new Script(load, surroundings);
  return {
    univer,
    workbook,
    memory: surroundings.memory,
    script,
    surroundings,
    services: (mode) => googleGlobals(mode, surroundings).services,
    settled: async () => {
      // Univer begins a moment after the change.
      await new Promise((done) => setTimeout(done, 200));
      await univer.getFormula().whenComputingCompleteAsync(30_000);
    },
    dispose: () => engine.dispose(),
  };
}

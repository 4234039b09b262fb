/** Univer as a page shows it. */
import {
  DEFAULT_STYLES,
  type ICellData,
  type IWorkbookData,
  LocaleType,
  LogLevel,
  mergeLocales,
  Univer,
} from "@univerjs/core";
import { FUniver } from "@univerjs/core/facade";
import type { BaseFunction, IFunctionInfo, IFunctionNames } from "@univerjs/engine-formula";
import { UniverSheetsConditionalFormattingPreset } from "@univerjs/preset-sheets-conditional-formatting";
import conditionalWords from "@univerjs/preset-sheets-conditional-formatting/locales/en-US";
import { UniverSheetsCorePreset } from "@univerjs/preset-sheets-core";
import coreWords from "@univerjs/preset-sheets-core/locales/en-US";
import { UniverSheetsDataValidationPreset } from "@univerjs/preset-sheets-data-validation";
import validationWords from "@univerjs/preset-sheets-data-validation/locales/en-US";
import { UniverSheetsDrawingPreset } from "@univerjs/preset-sheets-drawing";
import drawingWords from "@univerjs/preset-sheets-drawing/locales/en-US";
import { UniverSheetsFilterPreset } from "@univerjs/preset-sheets-filter";
import filterWords from "@univerjs/preset-sheets-filter/locales/en-US";
import { UniverSheetsNotePreset } from "@univerjs/preset-sheets-note";
import noteWords from "@univerjs/preset-sheets-note/locales/en-US";
import { UniverSheetsSortPreset } from "@univerjs/preset-sheets-sort";
import sortWords from "@univerjs/preset-sheets-sort/locales/en-US";
import { type ISetRangeValuesCommandParams, SetRangeValuesCommand } from "@univerjs/sheets";
import type { FWorkbook } from "@univerjs/sheets/facade";
import { defaultTheme } from "@univerjs/themes";
import { levelColour, light } from "../../../models/appearance.ts";
import { DEFAULT_STYLE } from "../google/default-style.ts";
import { closeRanges } from "../google/open-ranges.ts";
import { CellRulePlugin } from "../univer/cell-rule.ts";
import { newWorkbook } from "../univer/new-workbook.ts";
import { keepPlainText } from "./plain-text.ts";

/** Univer asks for these and has none. */
const progressWords = {
  "sheets-formula": {
    progress: {
      analyzing: "Reading formulas",
      calculating: "Calculating",
      "array-analysis": "Reading tables",
      "array-calculation": "Calculating tables",
      done: "Calculated",
    },
  },
};

export interface ShownSheet {
  univer: FUniver;
  workbook: FWorkbook;
  /** Before that Univer takes no changes. */
  rendered: Promise<void>;
}

export interface SheetOptions {
  container: HTMLElement;
  help: IFunctionInfo[];
  functions: [new (name: IFunctionNames) => BaseFunction, string][];
  snapshot: IWorkbookData | null;
  dark: boolean;
}

const shade = (rank: number): string => levelColour(rank, 9).background;

/** The one accent colour and the ramp around it, in place of Univer's own blue. */
const ACCENT = {
  50: shade(0),
  100: shade(1),
  200: shade(2),
  300: shade(3),
  400: shade(4),
  500: shade(5),
  600: light.accent,
  700: shade(6),
  800: shade(7),
  900: shade(8),
};

/** What is drawn without a look at the tab's own style, such as a cell with a list, is to look like the rest. */
Object.assign(DEFAULT_STYLES, { ff: DEFAULT_STYLE.ff, fs: DEFAULT_STYLE.fs });

export function showSheet({ container, help, functions, snapshot, dark }: SheetOptions): ShownSheet {
  const engine = new Univer({
    theme: { ...defaultTheme, primary: ACCENT },
    darkMode: dark,
    locale: LocaleType.EN_US,
    locales: {
      [LocaleType.EN_US]: mergeLocales(
        coreWords,
        progressWords,
        conditionalWords,
        validationWords,
        drawingWords,
        filterWords,
        noteWords,
        sortWords,
      ),
    },
    logLevel: LogLevel.ERROR,
  });
  const presets = [
    UniverSheetsCorePreset({
      container,
      ribbonType: "simple",
      disableTextFormatAlert: true,
      disableTextFormatMark: true,
      sheets: { disableForceStringAlert: true, disableForceStringMark: true, protectedRangeShadow: false },
      formula: { function: functions, description: help },
    }),
    UniverSheetsDataValidationPreset(),
    UniverSheetsConditionalFormattingPreset(),
    UniverSheetsNotePreset(),
    UniverSheetsFilterPreset(),
    UniverSheetsSortPreset(),
    UniverSheetsDrawingPreset(),
  ];
  for (const { plugins } of presets) {
    for (const plugin of plugins) {
      if (Array.isArray(plugin)) engine.registerPlugin(plugin[0], plugin[1]);
      else engine.registerPlugin(plugin);
    }
  }
  engine.registerPlugin(CellRulePlugin);
  const univer = FUniver.newAPI(engine);
  const rendered = new Promise<void>((done) => {
    const waiting = univer.addEvent(univer.Event.LifeCycleChanged, ({ stage }) => {
      if (stage < univer.Enum.LifecycleStages.Rendered) return;
      waiting.dispose();
      done();
    });
  });
  univer.addEvent(univer.Event.BeforeCommandExecute, ({ id, params }) => {
    if (id === SetRangeValuesCommand.id) closeTyped(params as ISetRangeValuesCommandParams);
  });
  keepPlainText(univer);
  // What other cells' formulas fill is in no snapshot.
  if (snapshot !== null) univer.getFormula().setInitialFormulaComputing(0);
  return { univer, workbook: univer.createWorkbook(snapshot ?? newWorkbook()), rendered };
}

/** A formula that a person types may have ranges without an end, as in Google Sheets. */
function closeTyped(params: ISetRangeValuesCommandParams): void {
  const close = (cell: unknown): void => {
    const typed = cell as ICellData | null;
    if (typeof typed?.f === "string") typed.f = closeRanges(typed.f);
  };
  const { value } = params;
  if (Array.isArray(value)) for (const row of value) row.forEach(close);
  else if (typeof value === "object" && value !== null) {
    close(value);
    for (const row of Object.values(value))
      if (typeof row === "object" && row !== null) Object.values(row).forEach(close);
  }
}

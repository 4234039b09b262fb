"""Loads an address into LibreOffice as a person would, and prints what stands in the cells as JSON.

Usage: libreoffice-read.py ADDRESS PIPE, where soffice accepts connections on the named pipe.
"""
import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

KINDS = {"EMPTY": "empty", "VALUE": "number", "TEXT": "text", "FORMULA": "formula"}
COMMA, QUOTE, UTF_8, FIRST_ROW = 44, 34, 76, 1
UPDATE_LINKS = 3


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(150):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.2)
    raise SystemExit("LibreOffice does not answer.")


def cells(sheet, first_row):
    rows = []
    for row in range(first_row, first_row + 200):
        read = [sheet.getCellByPosition(column, row) for column in range(12)]
        found = [{"kind": KINDS[cell.Type.value], "text": cell.String, "value": cell.Value} for cell in read]
        if all(cell["kind"] == "empty" for cell in found):
            return rows
        rows.append(found)
    return rows


def main(address, pipe):
    context = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    # Without this LibreOffice loads nothing from elsewhere, as in a document whose links nobody allowed.
    options = (option("Hidden", True), option("UpdateDocMode", UPDATE_LINKS))
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, options)
    try:
        sheet = document.Sheets.getByIndex(0)
        asking = sheet.getCellByPosition(0, 0)
        asking.Formula = f'=WEBSERVICE("{address}")'
        document.calculateAll()
        area = document.AreaLinks
        into = sheet.getCellByPosition(0, 2).CellAddress
        filter_options = f"{COMMA},{QUOTE},{UTF_8},{FIRST_ROW},,1033"
        area.insertAtPosition(into, address, "CSV_all", "Text - txt - csv (StarCalc)", filter_options)
        area.getByIndex(0).refresh()
        print(json.dumps({"webservice": asking.String, "rows": cells(sheet, 2)}))
    finally:
        document.close(True)
        desktop.terminate()


main(*sys.argv[1:])

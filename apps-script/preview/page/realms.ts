/** Frames in which `Code.js` runs: one for menu and sidebar, one for functions in cells. */
import type { Functions, Load } from "../univer/script.ts";

type Realm = Window & Functions;

async function openRealm(): Promise<Realm> {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = "Script";
  frame.src = "/workbook/realm.html";
  const loaded = new Promise((done, failed) => {
    frame.addEventListener("load", done, { once: true });
    frame.addEventListener("error", failed, { once: true });
  });
  document.body.append(frame);
  await loaded;
  // A frame of this page's own origin always has a window once it is loaded.
  return frame.contentWindow as Realm;
}

export async function openRealms(): Promise<Load> {
  const [commands, cells] = await Promise.all([openRealm(), openRealm()]);
  return (globals, mode) => {
    const realm = mode === "CUSTOM_FUNCTION" ? cells : commands;
    for (const [name, value] of Object.entries(globals)) {
      Object.defineProperty(realm, name, { value, configurable: true, writable: true });
    }
    return realm;
  };
}

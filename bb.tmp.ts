import { createApp } from "./worker/app.ts";
import { openDatabase } from "./worker/local/sqlite-database.ts";
const DB = openDatabase();
const app = createApp();
let CODE = "c1";
let silent = true; const logs: string[] = [];
console.log = ((o)=>(...a:unknown[])=>{ if(String(a[0]).startsWith('{"requestId"')){logs.push(String(a[0]));return;} o(...a)})(console.log);
export async function call(key: string, method: string, path: string, body?: unknown, headers: Record<string,string> = {}) {
  const r = await app.request(path, { method, headers: { ...(key && { authorization: `Bearer ${key}` }), ...(body !== undefined && {"content-type": typeof body === "string" ? "application/x-ndjson":"application/json"}), ...headers }, ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }) }, { DB, SETUP_CODE: CODE } as never);
  const text = await r.text(); let json: any = text; try { json = JSON.parse(text); } catch {}
  return { status: r.status, json, text, headers: r.headers };
}
export async function ws(name: string) { CODE = name; return (await call("", "POST", "/v1/setup", { code: name, name })).json.key as string; }
export const small = (over: any = {}) => ({ id: "m1", name: "M1", scale: { min: 0, max: 100, decimals: 1 }, dimensions: [{ id: "d", name: "D" }],
 criteria: [
  { id: "a", name: "A", question: "A?", dimension: "d", answer: { kind: "number", min: 0, points: [[0,0],[10,1]] }, effort: 2 },
  { id: "rev", name: "Revenue", question: "R?", dimension: "d", answer: { kind: "number", min: 0, points: [[0,0],[1000,1]] }, effort: 3 },
  { id: "y", name: "Y", question: "Y?", dimension: "d", answer: { kind: "yesno" } } ],
 levels: [ { id: "l0", name: "L0" }, { id: "l1", name: "L1", requires: [{ of: "index", min: 30 }] }, { id: "l2", name: "L2", requires: [{ of: "index", min: 60 }] }, { id: "l3", name: "L3", requires: [{ of: "index", min: 90 }] } ], review: { every: "P3M", promotion: "one-step", demotion: "pending" }, ...over });

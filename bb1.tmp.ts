import { call, ws, small } from "./bb.tmp.ts";
const A = await ws("wa"), B = await ws("wb");
const show = (l: string, r: any) => console.log(l, r.status, JSON.stringify(r.json).slice(0, 300));
show("model", await call(A, "PUT", "/v1/models/m1", small()));
show("model B", await call(B, "PUT", "/v1/models/m1", small()));
const save = (k: string, period: string, rows: any[], extra: any = {}, h = {}) => call(k, "POST", "/v1/assessments", { model: "m1", period, assessments: rows, ...extra }, h);
const p = (partner: string, a: number, rev = 500, y = "yes") => ({ partner, answers: { a, rev, y } });
show("q1", await save(A, "2026-Q1", [p("acme", 10, 1000)]));
show("q2 same period again (no 2 climbs)", await save(A, "2026-Q1", [p("acme", 10, 1000)]));
show("q2", await save(A, "2026-Q2", [p("acme", 0, 0, "no")]));
show("dem", await call(A, "GET", "/v1/demotions"));
show("dem B", await call(B, "GET", "/v1/demotions"));
show("decide B", await call(B, "POST", "/v1/demotions", { model: "m1", partners: ["acme"], decision: "confirm" }));
show("decide missing", await call(B, "POST", "/v1/demotions", { model: "m1", partners: ["nobody"], decision: "confirm" }));
show("dismiss", await call(A, "POST", "/v1/demotions", { model: "m1", partners: ["acme"], decision: "dismiss" }));
show("dem after", await call(A, "GET", "/v1/demotions"));
show("dem after incl", await call(A, "GET", "/v1/demotions?dismissed=true"));
show("confirm", await call(A, "POST", "/v1/demotions", { model: "m1", partners: ["acme"], decision: "confirm" }));
show("partner", await call(A, "GET", "/v1/partners/acme"));
show("partner B", await call(B, "GET", "/v1/partners/acme"));
show("nobody B", await call(B, "GET", "/v1/partners/nobody"));
// idempotency across workspaces/keys
const idem = { "idempotency-key": "k" };
show("idem A", await save(A, "2026-Q3", [p("x", 5)], {}, idem));
show("idem B same key", await save(B, "2026-Q3", [p("x", 5)], {}, idem));
const r = await save(A, "2026-Q3", [p("x", 5)], {}, idem); show("idem A again " + r.headers.get("idempotency-replayed"), r);
show("idem A other", await save(A, "2026-Q3", [p("x", 6)], {}, idem));
// another key same workspace
const k2 = (await call(A, "POST", "/v1/keys", { name: "two", scopes: ["write"] })).json.key;
const r2 = await save(k2, "2026-Q3", [p("x", 6)], {}, idem); show("idem other key, same ws: " + r2.headers.get("idempotency-replayed"), r2);
// history, as of
show("asOf Q1", await call(A, "GET", "/v1/assessments?model=m1&partner=acme&asOf=2026-03-31"));
show("asOf Q2", await call(A, "GET", "/v1/assessments?model=m1&partner=acme&asOf=2026-04-01"));
// recompute
const before = (await call(A, "GET", "/v1/partners/acme/history?model=m1&detail=full")).json;
await call(A, "PUT", "/v1/models/m1", small({ levels: small().levels.slice(0,2), name: "Other" }));
const after = (await call(A, "GET", "/v1/partners/acme/history?model=m1&detail=full")).json;
console.log("recompute equal", JSON.stringify(before) === JSON.stringify(after), before.periods.map((x: any) => [x.period, x.stale, x.answeredAt, x.result.index, x.result.level, x.earlier.length]));
await save(A, "2026-Q1", [p("acme", 7, 333)]);
const h3 = (await call(A, "GET", "/v1/partners/acme/history?model=m1")).json; console.log(h3.periods.map((x: any) => [x.period, x.revision, x.earlier.map((e: any) => [e.revision, e.result.index])]));
// archive
show("archive", await call(A, "DELETE", "/v1/models/m1"));
show("list", { status: 0, json: (await call(A, "GET", "/v1/models")).json.models.map((m: any) => m.id) });
show("save archived", await save(A, "2026-Q4", [p("acme", 7)]));
show("score archived", await call(A, "POST", "/v1/score", { model: "m1", assessments: [] }));
show("read archived", { status: (await call(A, "GET", "/v1/models/m1")).status, json: 0 });
show("history archived", { status: (await call(A, "GET", "/v1/partners/acme/history?model=m1")).status, json: 0 });
show("republish", await call(A, "PUT", "/v1/models/m1", small()));
// actions
const act = await call(A, "POST", "/v1/actions", { model: "m1", partner: "acme", text: "=HYPERLINK(1)", due: "2020-01-01", owner: "+49", effort: 1 });
show("action", act); const id = act.json.actions[0].id;
show("B reads", await call(B, "GET", `/v1/actions/${id}`)); show("B missing", await call(B, "GET", `/v1/actions/act_0`));
show("B patch", await call(B, "PATCH", `/v1/actions/${id}`, { status: "done" }, { "if-match": "*" }));
show("428", await call(A, "PATCH", `/v1/actions/${id}`, { status: "done" }));
show("patch 1", await call(A, "PATCH", `/v1/actions/${id}`, { status: "doing" }, { "if-match": '"1"' }));
show("patch stale", await call(A, "PATCH", `/v1/actions/${id}`, { status: "done" }, { "if-match": '"1"' }));
show("overdue", await call(A, "GET", "/v1/actions?overdue=true"));
show("gaps for B's partner", await call(A, "POST", "/v1/actions", { from: "gaps", model: "m1", partners: ["acme", "elsewhere"] }));
show("path", await call(A, "POST", "/v1/actions", { from: "path", model: "m1", partners: ["acme"] }));
show("projection", await call(A, "GET", "/v1/actions/projection?partner=acme&model=m1"));
show("plan", await call(A, "POST", "/v1/plan", { model: "m1", days: 3 }));
show("plan only B's", await call(A, "POST", "/v1/plan", { model: "m1", days: 3, only: ["zzz"] }));
show("audit", await call(A, "GET", "/v1/audit?limit=3"));
show("own action on missing partner", await call(A, "POST", "/v1/actions", { model: "m1", partner: "nobody-at-all", text: "x" }));

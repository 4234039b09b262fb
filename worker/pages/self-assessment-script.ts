/**
 * Runs in the partner's browser: sends each answer as it is given. Until the server has acknowledged it, a copy stays
 * in this browser's storage, one entry a question, so that a closed tab or a lost connection loses nothing.
 */
export const SELF_ASSESSMENT_SCRIPT = `
const form = document.getElementById("answers");
const words = JSON.parse(form.dataset.words);
const status = document.getElementById("status");
const prefix = "levelsheet " + form.dataset.link + " ";
const FIRST_PAUSE = 600, LONGEST_PAUSE = 60000;
let timer = 0, pause = FIRST_PAUSE, sending = null;
/** Waiting for the person: theirs or mine; or for another text. */
const held = new Set();

const questionOf = (id) => document.getElementById("q-" + id);
const baseOf = (id) => questionOf(id).querySelector('[name="v.' + id + '"]');
const memory = new Map();
const kept = {
  get(id) { try { return localStorage.getItem(prefix + id); } catch { return memory.get(id) ?? null; } },
  set(id, text) { try { localStorage.setItem(prefix + id, text); } catch { memory.set(id, text); } },
  remove(id) { memory.delete(id); try { localStorage.removeItem(prefix + id); } catch {} },
  ids() {
    const ids = [...memory.keys()];
    try { for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) ids.push(key.slice(prefix.length)); } catch {}
    return [...new Set(ids)].filter((id) => questionOf(id));
  },
};
const say = (text) => { if (status.textContent !== text) status.textContent = text; };
const waiting = () => kept.ids().filter((id) => !held.has(id));

/** The fields of a question as they would be posted. */
function fieldsOf(id) {
  return [...new FormData(form)].filter(([name]) => name.slice(2) === id && "aenv".includes(name[0]) && name[1] === ".");
}

function fill(id, fields) {
  const given = (name) => fields.filter(([field]) => field === name).map(([, value]) => value);
  for (const input of questionOf(id).querySelectorAll("input, textarea")) {
    if (!input.name) continue;
    const values = given(input.name);
    if (input.type === "radio" || input.type === "checkbox") {
      input.checked = values.includes(input.value) || (input.type === "radio" && input.value === "" && values.length === 0);
    } else input.value = input.name.startsWith("a.") ? values.find((value) => value !== "N/A") ?? "" : values[0] ?? "";
    if (input.closest("details") && input.value !== "" && input.type !== "hidden") input.closest("details").open = true;
  }
}

/** "None of these" and "does not apply" stand alone. */
function keepAlone(input) {
  const others = [...questionOf(input.closest(".question").dataset.id).querySelectorAll('[name="' + input.name + '"]')].filter((other) => other !== input);
  const alone = (value) => value === "N/A" || value === "@none";
  if (input.type === "checkbox" && input.checked) {
    for (const other of others) if (alone(input.value) || alone(other.value)) { if (other.type === "checkbox") other.checked = false; else other.value = ""; }
  } else if (input.type === "text" && input.value !== "") {
    for (const other of others) if (other.type === "checkbox") other.checked = false;
  }
}

function onChange(event) {
  const question = event.target.closest(".question");
  if (!question || !event.target.name) return;
  const { id } = question.dataset;
  if (event.target.name.startsWith("a.")) keepAlone(event.target);
  if (!question.querySelector(".conflict")) held.delete(id);
  kept.set(id, JSON.stringify(fieldsOf(id)));
  schedule(FIRST_PAUSE);
}

function schedule(delay) {
  clearTimeout(timer);
  timer = setTimeout(send, delay);
}

/** @returns whether everything has arrived. */
async function send(keepalive = false) {
  clearTimeout(timer);
  while (sending) await sending;
  const ids = waiting();
  if (ids.length === 0) return held.size === 0;
  sending = post(ids, keepalive === true);
  const done = await sending;
  sending = null;
  if (done === null) {
    say(words.offline);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
    schedule(pause);
    return false;
  }
  pause = FIRST_PAUSE;
  if (done && waiting().length > 0) schedule(FIRST_PAUSE);
  return done && held.size === 0;
}

/** @returns null where the server could not be reached, false where it takes nothing any more. */
async function post(ids, keepalive) {
  const sent = new Map(ids.map((id) => [id, kept.get(id)]));
  const body = new URLSearchParams([["language", form.elements.language.value]]);
  for (const text of sent.values()) for (const [name, value] of JSON.parse(text)) body.append(name, value);
  say(words.saving);
  let answer;
  try {
    const response = await fetch(form.getAttribute("action"), { method: "POST", body, keepalive, headers: { accept: "application/json" } });
    if (response.status >= 500 || response.status === 429) return null;
    answer = await response.json();
    if (!response.ok) { say(answer.message); return false; }
  } catch { return null; }
  for (const [id, text] of sent) {
    showFault(id, answer.faults[id] ?? "");
    if (answer.conflicts[id]) showConflict(id, answer.conflicts[id]);
    else if (answer.saved[id]) {
      baseOf(id).value = answer.saved[id];
      if (kept.get(id) === text) kept.remove(id);
      else if (kept.get(id) !== null) kept.set(id, JSON.stringify(fieldsOf(id)));
    } else held.add(id);
  }
  document.getElementById("progress-text").textContent = answer.progress;
  document.getElementById("progress").value = answer.answered;
  say(Object.keys(answer.conflicts).length > 0 ? words.conflict : words.saved);
  return true;
}

function showFault(id, text) {
  const fault = document.getElementById("f-" + id);
  if (fault.textContent !== text) fault.textContent = text;
  const field = document.getElementById("a-" + id);
  if (field) text === "" ? field.removeAttribute("aria-invalid") : field.setAttribute("aria-invalid", "true");
}

function showConflict(id, { text, base, fields }) {
  held.add(id);
  const question = questionOf(id);
  question.querySelector(".conflict")?.remove();
  const box = document.createElement("div");
  box.className = "conflict";
  box.setAttribute("role", "alert");
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  box.append(paragraph);
  for (const [label, mine] of [[words.keepMine, true], [words.keepTheirs, false]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      box.remove();
      held.delete(id);
      if (mine) {
        baseOf(id).value = base;
        kept.set(id, JSON.stringify(fieldsOf(id)));
        schedule(0);
      } else {
        fill(id, [...fields, ["v." + id, base]]);
        kept.remove(id);
        say(words.saved);
      }
      question.querySelector("input, textarea").focus();
    });
    box.append(button);
  }
  document.getElementById("f-" + id).before(box);
}

form.addEventListener("input", onChange);
form.addEventListener("change", onChange);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { submitter } = event;
  const arrived = await send();
  if (submitter?.name === "to") {
    if (arrived) location.href = location.pathname + "?language=" + encodeURIComponent(submitter.value);
  } else if (submitter?.value === "review") {
    if (arrived) location.href = form.dataset.review;
    else form.querySelector(".conflict, .fault:not(:empty)")?.scrollIntoView({ block: "center" });
  } else if (arrived) say(words.saved);
});
addEventListener("online", () => { pause = FIRST_PAUSE; send(); });
addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && waiting().length > 0) send(true); });

const unsent = kept.ids();
for (const id of unsent) fill(id, JSON.parse(kept.get(id)));
if (unsent.length > 0) { say(words.kept); schedule(FIRST_PAUSE); }
`;

/** Runs in the reader's browser: sends the form of an operation and shows the answer. */
export const DOCS_SCRIPT = String.raw`
const compact = (text) => text.replace(/\[\n[^[\]{}]*\]/g, (list) => list.replace(/\n\s*/g, " "));
const keyField = document.querySelector(".key");
keyField.hidden = false;
const key = keyField.querySelector("input");
for (const form of document.querySelectorAll("form.try")) {
  form.hidden = false;
  const button = form.querySelector("button");
  const status = form.querySelector(".status");
  const output = form.querySelector("pre");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let path = form.dataset.path;
    const query = new URLSearchParams();
    const headers = key.value.trim() === "" ? {} : { authorization: "Bearer " + key.value.trim() };
    for (const input of form.querySelectorAll("input")) {
      if (input.dataset.in === "path") path = path.replace("{" + input.name + "}", encodeURIComponent(input.value));
      else if (input.dataset.in === "header" && input.value !== "") headers[input.name] = input.value;
      else if (input.value !== "") query.set(input.name, input.value);
    }
    if (query.size > 0) path += "?" + query;
    const body = form.elements.body?.value;
    button.disabled = true;
    status.textContent = "Sending";
    status.classList.remove("problem-status");
    try {
      const started = performance.now();
      const response = await fetch(path, {
        method: form.dataset.method,
        ...(body !== undefined && { body }),
        headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
      });
      const text = await response.text();
      const time = Math.round(performance.now() - started);
      status.textContent = (response.ok ? "Status " : "▲ Status ") + response.status + ", " + time + " ms, " + text.length.toLocaleString() + " characters";
      status.classList.toggle("problem-status", !response.ok);
      let shown = text;
      try { shown = compact(JSON.stringify(JSON.parse(text), null, 2)); } catch {}
      output.firstChild.textContent = shown.length > 200000 ? shown.slice(0, 200000) + "\n…" : shown;
      output.hidden = false;
    } catch {
      status.textContent = "▲ The service could not be reached. Is it still running?";
      status.classList.add("problem-status");
    } finally {
      button.disabled = false;
    }
  });
}
`;

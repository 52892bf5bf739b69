/* Sends the chosen files one by one, showing how far each has come. Without this, the form sends them all at once. */
(() => {
  const area = document.querySelector(".upload");
  const form = area && area.querySelector("form");
  const list = area && area.querySelector(".upload-progress");
  if (!form) return;

  const send = (file, row) => new Promise((done) => {
    const data = new FormData(form);
    data.delete("files");
    data.append("files", file);
    const bar = row.querySelector("progress");
    const says = row.querySelector(".says");
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) { bar.max = event.total; bar.value = event.loaded; }
    });
    request.upload.addEventListener("load", () => { bar.removeAttribute("value"); says.textContent = "Being checked"; });
    request.addEventListener("load", () => {
      bar.remove();
      says.textContent = "";
      const putOff = request.status === 503 && request.getResponseHeader("Retry-After");
      const whole = /^\s*<!doctype/i.test(request.responseText); // the page of a fault is not drawn in here
      if (request.status === 401) window.dispatchEvent(new Event("signed-out"));
      if (!whole && (request.status === 200 || request.status === 422 || putOff)) says.innerHTML = request.responseText;
      else if (request.status === 401) says.textContent = "You are signed out. Sign in again in another tab, then send the file again.";
      else says.textContent = request.status === 413 ? "The file is too large." : "The file could not be sent. Try again.";
      row.classList.add(request.status === 200 && !whole ? "went-well" : "went-wrong");
      done(request.status === 200 && !whole);
    });
    request.addEventListener("error", () => { bar.remove(); says.textContent = "The connection was lost. Try again."; done(false); });
    request.open("POST", form.action || location.href);
    request.setRequestHeader("HX-Request", "true");
    request.send(data);
  });

  form.addEventListener("submit", async (event) => {
    const files = [...form.elements.files.files];
    if (!files.length) return;
    event.preventDefault();
    list.hidden = false;
    list.replaceChildren(...files.map((file) => {
      const row = document.createElement("li");
      const label = document.createElement("span");
      const bar = document.createElement("progress");
      const says = document.createElement("span");
      label.textContent = `${file.name}: `;
      bar.setAttribute("aria-label", file.name);
      bar.max = 1; bar.value = 0;
      says.className = "says";
      row.append(label, bar, " ", says);
      return row;
    }));
    form.querySelector("[type=submit]").disabled = true;
    let well = true;
    for (const [place, file] of files.entries()) well = await send(file, list.children[place]) && well;
    form.querySelector("[type=submit]").disabled = false;
    if (well) location.assign(area.dataset.done);
    else { area.querySelector(".upload-after").hidden = false; list.querySelector(".went-wrong")?.scrollIntoView({ block: "nearest" }); }
  });
})();

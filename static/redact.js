/* Shows the boxes on the pages as their numbers change, and lets a mouse draw them. The numbers are what is sent. */
(() => {
  const area = document.querySelector(".redact");
  if (!area) return;
  const boxes = area.querySelector(".boxes");
  const SIDES = ["left", "top", "width", "height"];
  const part = (fields, name) => fields.querySelector(`[name$="-${name}"]`);
  const all = () => [...boxes.querySelectorAll(".box-fields")];
  const rounded = (value) => (Math.round(value * 10) / 10).toString();

  const show = () => {
    area.querySelectorAll(".redact-box").forEach((each) => each.remove());
    all().forEach((fields, place) => {
      const page = area.querySelector(`[data-page="${part(fields, "page").value}"] .redact-canvas`);
      const [left, top, width, height] = SIDES.map((side) => parseFloat(part(fields, side).value));
      if (!page || !(width > 0) || !(height > 0)) return;
      const drawn = document.createElement("div");
      drawn.className = "redact-box";
      drawn.textContent = place + 1;
      Object.assign(drawn.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
      page.append(drawn);
    });
  };

  const empty = (fields) => SIDES.every((side) => !part(fields, side).value);

  /* One more set of fields, like the last one but for its number. */
  const another = () => {
    const last = all().at(-1), count = all().length;
    if (!last || count >= Number(area.dataset.most)) return last;
    const made = last.cloneNode(true);
    const old = `boxes-${count - 1}-`, fresh = `boxes-${count}-`;
    made.querySelectorAll("[id], [for], [name], [aria-describedby]").forEach((each) => {
      for (const name of ["id", "for", "name", "aria-describedby"]) {
        if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replaceAll(old, fresh));
      }
    });
    made.querySelectorAll("input").forEach((each) => { each.value = ""; each.removeAttribute("aria-invalid"); });
    made.querySelectorAll(".usa-error-message").forEach((each) => each.remove());
    made.querySelector("legend").textContent = `Box ${count + 1}`;
    last.after(made);
    return made;
  };

  const fill = (fields, page, values) => {
    part(fields, "page").value = page;
    SIDES.forEach((side, place) => { part(fields, side).value = rounded(values[place]); });
    show();
  };

  area.querySelectorAll(".redact-canvas").forEach((page) => {
    let from = null, fields = null;
    const at = (event) => {
      const edge = page.getBoundingClientRect();
      const within = (value) => Math.min(100, Math.max(0, value));
      return [within((event.clientX - edge.left) / edge.width * 100), within((event.clientY - edge.top) / edge.height * 100)];
    };
    page.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      page.setPointerCapture(event.pointerId);
      from = at(event);
      fields = all().find(empty) || another();
    });
    page.addEventListener("pointermove", (event) => {
      if (!from) return;
      const to = at(event);
      const left = Math.min(from[0], to[0]), top = Math.min(from[1], to[1]);
      fill(fields, page.closest("[data-page]").dataset.page, [left, top, Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])]);
    });
    page.addEventListener("pointerup", () => { from = null; });
  });

  area.querySelector("[name=more]").addEventListener("click", (event) => {
    event.preventDefault();
    const fields = another();
    part(fields, "page").value ||= "1";
    part(fields, "page").focus();
  });
  boxes.addEventListener("input", show);
  show();
})();

/* Shows the boxes on the pages as their numbers change, and lets a mouse or the arrow keys draw them. The numbers are
   what is sent: without this, they are typed. */
(() => {
  const area = document.querySelector(".redact");
  if (!area) return;
  const boxes = area.querySelector(".boxes");
  const SIDES = ["left", "top", "width", "height"];
  const STEP = 0.5, LEAST = 0.5; // percent of the page
  const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  const drawn = new WeakMap(); // fields -> the box on the page
  const part = (fields, name) => fields.querySelector(`[name$="-${name}"]`);
  const all = () => [...boxes.querySelectorAll(".box-fields")];
  const values = (fields) => SIDES.map((side) => parseFloat(part(fields, side).value));
  const within = (value, most = 100) => Math.min(most, Math.max(0, value));
  const canvas = (number) => area.querySelector(`[data-page="${CSS.escape(number)}"] .redact-canvas`);

  const place = (box, [left, top, width, height]) =>
    Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });

  const box = (fields) => {
    if (drawn.has(fields)) return drawn.get(fields);
    const made = document.createElement("div");
    made.className = "redact-box";
    made.tabIndex = 0;
    made.setAttribute("role", "application"); // so that a screen reader leaves the arrow keys to it
    made.fields = fields;
    drawn.set(fields, made);
    return made;
  };

  const show = () => {
    const kept = new Set();
    all().forEach((fields, number) => {
      const page = canvas(part(fields, "page").value), sides = values(fields);
      if (!page || !(sides[2] > 0) || !(sides[3] > 0)) return;
      const made = box(fields);
      made.textContent = number + 1;
      made.setAttribute("aria-label", `Box ${number + 1} on page ${part(fields, "page").value}. Arrow keys move it, with Shift they size it, Delete removes it.`);
      place(made, sides);
      if (made.parentElement !== page) page.append(made);
      kept.add(made);
    });
    area.querySelectorAll(".redact-box").forEach((each) => { if (!kept.has(each)) each.remove(); });
  };

  const fill = (fields, page, sides) => {
    part(fields, "page").value = page;
    SIDES.forEach((side, at) => { part(fields, side).value = (Math.round(sides[at] * 10) / 10).toString(); });
    show();
  };

  const empty = (fields) => SIDES.every((side) => !part(fields, side).value);

  const number = () => all().forEach((fields, at) => {
    fields.querySelector("legend").textContent = `Box ${at + 1}`;
    fields.querySelector("[name=drop]").textContent = `Remove box ${at + 1}`;
  });

  /* One more set of fields, like the last one but for its number; none where there are as many as may be. */
  const another = () => {
    const last = all().at(-1);
    if (!last || all().length >= Number(area.dataset.most)) return null;
    const made = last.cloneNode(true);
    const old = last.querySelector("[name=drop]").value;
    const fresh = `boxes-${Number(old.split("-")[1]) + 1}`;
    made.querySelectorAll("[id], [for], [name], [aria-describedby]").forEach((each) => {
      for (const name of ["id", "for", "name", "aria-describedby"]) {
        if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replaceAll(`${old}-`, `${fresh}-`));
      }
    });
    made.querySelector("[name=drop]").value = fresh;
    made.querySelectorAll("input").forEach((each) => { each.value = ""; each.removeAttribute("aria-invalid"); });
    made.querySelectorAll(".usa-error-message").forEach((each) => each.remove());
    last.after(made);
    number();
    return made;
  };

  const drop = (fields) => {
    if (all().length === 1) SIDES.forEach((side) => { part(fields, side).value = ""; });
    else fields.remove();
    number();
    show();
    boxes.focus({ preventScroll: true });
  };

  /* What the change adds above a page must not push the page away from under the mouse. */
  const still = (page, change) => {
    const before = page.getBoundingClientRect().top;
    change();
    window.scrollBy(0, page.getBoundingClientRect().top - before);
  };

  area.querySelectorAll(".redact-canvas").forEach((page) => {
    let from = null, moved = null, sketch = null, sides = null;
    const at = (event) => {
      const edge = page.getBoundingClientRect();
      return [within((event.clientX - edge.left) / edge.width * 100), within((event.clientY - edge.top) / edge.height * 100)];
    };
    const end = () => { sketch?.remove(); from = moved = sketch = sides = null; };
    page.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      page.setPointerCapture(event.pointerId);
      from = at(event);
      moved = event.target.closest(".redact-box");
      if (moved) { moved.focus({ preventScroll: true }); sides = values(moved.fields); }
      else { sketch = document.createElement("div"); sketch.className = "redact-sketch"; page.append(sketch); }
    });
    page.addEventListener("pointermove", (event) => {
      if (!from) return;
      const to = at(event);
      if (moved) {
        const [left, top, width, height] = sides;
        fill(moved.fields, page.closest("[data-page]").dataset.page,
          [within(left + to[0] - from[0], 100 - width), within(top + to[1] - from[1], 100 - height), width, height]);
        return;
      }
      sides = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
      place(sketch, sides);
    });
    page.addEventListener("pointerup", () => {
      if (sketch && sides && sides[2] >= LEAST && sides[3] >= LEAST) {
        const as = sides;
        still(page, () => {
          const fields = all().find(empty) || another();
          if (fields) fill(fields, page.closest("[data-page]").dataset.page, as);
        });
      }
      end();
    });
    page.addEventListener("pointercancel", end);
  });

  area.addEventListener("keydown", (event) => {
    const made = event.target.closest(".redact-box"), step = KEYS[event.key];
    if (!made || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); drop(made.fields); return; }
    if (!step) return;
    event.preventDefault();
    const [left, top, width, height] = values(made.fields);
    const sides = event.shiftKey
      ? [left, top, Math.max(LEAST, within(width + step[0], 100 - left)), Math.max(LEAST, within(height + step[1], 100 - top))]
      : [within(left + step[0], 100 - width), within(top + step[1], 100 - height), width, height];
    fill(made.fields, part(made.fields, "page").value, sides);
  });

  area.querySelector("[name=more]").addEventListener("click", (event) => {
    event.preventDefault();
    const fields = another() || all().at(-1);
    part(fields, "page").value ||= "1";
    part(fields, "page").focus();
  });
  boxes.addEventListener("click", (event) => {
    const button = event.target.closest("[name=drop]");
    if (!button) return;
    event.preventDefault();
    drop(button.closest(".box-fields"));
  });
  boxes.addEventListener("input", show);
  show();
})();

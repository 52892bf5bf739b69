/* What htmx puts into a page is the part that was asked for, and nothing else. A whole page (of a fault, or after the
   visit ended) is said in a few words beside the button, and what was typed stays. What has the focus stays where it was
   on the screen, whatever is put in above it. */
(() => {
  let kept = null; // the id of what had the focus, and how far from the top of the window it was

  const whole = (text) => /^\s*<!doctype/i.test(text);

  /* The place beside the button of a form, or behind a link; within anything else that asks by itself. */
  const beside = (element) => {
    const said = document.createElement("div");
    said.className = "usa-alert usa-alert--error fragment-fault";
    said.setAttribute("role", "alert");
    const buttons = element.querySelector(".buttons");
    if (buttons) buttons.after(said);
    else if (element.matches("a, button")) element.after(said);
    else element.append(said);
    return said;
  };

  const forget = (element) => {
    for (const old of [element.nextElementSibling, ...element.querySelectorAll(".fragment-fault")]) {
      if (old && old.classList.contains("fragment-fault")) old.remove();
    }
  };

  const say = (element, ...sentences) => {
    forget(element);
    const said = document.createElement("p");
    said.className = "usa-alert__body";
    said.textContent = sentences.join(" ");
    beside(element).append(said);
  };

  /* What a page says: its heading, what happened, and what to do. */
  const words = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    return [...page.querySelectorAll("main h1, main p:not(:has(a)):not(.quiet)")].slice(0, 3)
      .map((each, place) => place ? each.textContent.trim() : `${each.textContent.trim()}.`);
  };

  document.addEventListener("htmx:beforeRequest", (event) => forget(event.detail.elt));

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    const active = document.activeElement;
    kept = active && active.id ? { id: active.id, top: active.getBoundingClientRect().top } : null;
    if (!whole(xhr.responseText) && (xhr.status < 400 || xhr.status === 422)) return;
    event.detail.shouldSwap = false;
    if (xhr.status === 401) window.dispatchEvent(new Event("signed-out"));
    say(requestConfig.elt, ...words(xhr.responseText), ...(xhr.status < 400 ? ["Reload this page, and do it again."] : []));
  });

  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(lost, (event) => say(event.detail.elt,
      "We could not reach the server. Nothing was saved, and what you typed is still here: try again in a moment."));
  }

  document.addEventListener("htmx:afterSettle", () => {
    const element = kept && document.getElementById(kept.id);
    if (element && element === document.activeElement) window.scrollBy(0, element.getBoundingClientRect().top - kept.top);
    kept = null;
  });
})();

/* Warns before the visit ends, and lets somebody who is there stay. What was typed is kept: also after the visit ended,
   the page can be sent by the same person once they signed in again, in another tab. */
(() => {
  const dialog = document.querySelector("dialog.stay");
  if (!dialog || !dialog.showModal) return;
  const says = dialog.querySelector("p");
  const title = dialog.querySelector("h2");
  const button = dialog.querySelector("button");
  const again = dialog.querySelector("a");
  const WARN = 3 * 60; // seconds before the end
  let endsAt = Date.now() + dialog.dataset.left * 1000;
  let longest = Infinity;
  let timer;

  const left = () => Math.round((endsAt - Date.now()) / 1000);
  const words = (seconds) => seconds >= 90 ? `${Math.round(seconds / 60)} minutes` : seconds > 30 ? "a minute" : "a few seconds";
  const open = () => { if (!dialog.open) dialog.showModal(); };

  /* What the server says of the visit: null where there is none any more, undefined where it cannot be asked. */
  const ask = async (address, options) => {
    try {
      const answer = await fetch(address, { redirect: "manual", cache: "no-store", ...options });
      return answer.ok ? await answer.json() : answer.status >= 500 ? undefined : null;
    } catch { return undefined; }
  };

  const goesOn = (visit) => {
    endsAt = Date.now() + visit.left * 1000;
    longest = visit.longest;
    delete dialog.dataset.ended;
  };

  const ended = () => {
    dialog.dataset.ended = "";
    title.textContent = "You are signed out";
    says.textContent = "You were away for a while. What you typed is still on this page. Sign in, then come back to this tab and send the form.";
    button.hidden = true;
    again.hidden = false;
    open();
    again.focus();
  };

  const warn = () => {
    const over = longest <= left() + 1;
    title.textContent = over ? "You are about to be signed out" : "Are you still there?";
    says.textContent = over
      ? `You can stay signed in for twelve hours at most. You will be signed out in ${words(left())}. Send what you typed before that.`
      : `You will be signed out in ${words(left())}, because you have not used the product for a while. If you stay, nothing you typed is lost.`;
    button.textContent = over ? "Keep working" : "Stay signed in";
    button.hidden = false;
    again.hidden = true;
    open();
  };

  const look = async () => {
    clearTimeout(timer);
    if (left() <= WARN || "ended" in dialog.dataset) {
      const visit = await ask(dialog.dataset.visit); // another tab may have been used
      if (visit === null || (visit === undefined && left() <= 0) || (visit && String(visit.user) !== dialog.dataset.user)) ended();
      else if (visit) {
        for (const token of document.querySelectorAll('input[name="csrf_token"]')) token.value = visit.token;
        goesOn(visit);
        if (left() > WARN) { if (dialog.open) dialog.close(); } else if (!dialog.dataset.seen) warn();
      }
    }
    timer = setTimeout(look, left() > WARN ? (left() - WARN) * 1000 : left() > 0 ? Math.min(left() * 1000 + 1000, 20000) : 20000);
  };

  const stay = async () => {
    if (longest <= left() + 1) { dialog.dataset.seen = "yes"; dialog.close(); return; }
    const token = document.querySelector('input[name="csrf_token"]');
    const visit = await ask(dialog.dataset.stay, { method: "POST", headers: { "X-CSRFToken": token ? token.value : "" } });
    if (visit) { goesOn(visit); dialog.close(); look(); } else look();
  };

  button.addEventListener("click", stay);
  window.addEventListener("signed-out", ended); // something that was sent met a visit that had ended
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); if (!("ended" in dialog.dataset)) stay(); });
  for (const back of ["focus", "pageshow"]) window.addEventListener(back, look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  look();
})();

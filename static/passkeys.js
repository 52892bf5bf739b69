/* Asks the browser to make a passkey or to sign with one, and sends the form with what it answered. */
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  document.querySelector("[data-passkey-without]").remove();
  const button = form.querySelector("[type=submit]");
  const say = (key) => {
    for (const each of form.querySelectorAll("[data-passkey-says]")) each.hidden = each.dataset.passkeySays !== key;
  };
  if (!window.PublicKeyCredential || !navigator.credentials) {
    say("unsupported");
    button.hidden = true;
    return;
  }

  /* The product writes bytes in base64url; browsers take and give buffers. */
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  /* What to do, or which of our sentences says why not. */
  const options = async () => {
    let answer;
    try {
      answer = await fetch(form.dataset.options, {
        method: "POST",
        redirect: "manual",
        headers: { "X-CSRFToken": form.elements.csrf_token.value },
      });
    } catch { throw new Error("lost"); }
    if (!answer.ok) throw new Error("over");
    const said = await answer.json();
    said.challenge = bytes(said.challenge);
    if (said.user) said.user.id = bytes(said.user.id);
    said.excludeCredentials = known(said.excludeCredentials);
    said.allowCredentials = known(said.allowCredentials);
    return said;
  };

  const written = (made) => {
    const response = { clientDataJSON: text(made.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[part]) response[part] = text(made.response[part]);
    }
    if (made.response.getTransports) response.transports = made.response.getTransports();
    return JSON.stringify({
      id: made.id, rawId: text(made.rawId), type: made.type, response,
      clientExtensionResults: made.getClientExtensionResults(),
    });
  };

  const why = (error) => ({
    NotAllowedError: "canceled", AbortError: "canceled", InvalidStateError: "known", SecurityError: "address",
  })[error.name] || (["lost", "over"].includes(error.message) ? error.message : "canceled");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = form.elements.name;
    if (name && (!name.checkValidity() || !name.value.trim())) return form.submit(); // comes back and says what is wrong
    button.disabled = true;
    say("waiting");
    try {
      const publicKey = await options();
      form.elements.answer.value = written(await navigator.credentials[form.dataset.passkey]({ publicKey }));
      form.submit();
    } catch (error) {
      say(why(error));
      button.disabled = false;
    }
  });
  window.addEventListener("pageshow", () => { button.disabled = false; });
})();

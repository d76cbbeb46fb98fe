/* What is typed on the desk is kept: a draft saves itself every ten seconds; where it
   cannot, the text stays in this browser, for this user and record, until it is saved. */
const EVERY = 10000;
const box = document.querySelector("[data-record]");
const mine = `desk:${box.dataset.user}:`;
const key = mine + box.dataset.record;
const sent = `${mine}sent`;
const form = "autosave" in box.dataset && document.querySelector("#content-main form[id$='_form']");
/* `seen` comes back with the text: what somebody else saved meanwhile is not replaced. */
const LEFT_OUT = ["csrfmiddlewaretoken", "new_claim"];

/* Texts of whoever used this browser before are not for the present user. */
for (const other of Object.keys(localStorage)) {
  if (other.startsWith("desk:") && !other.startsWith(mine)) localStorage.removeItem(other);
}
const last = localStorage.getItem(sent);
localStorage.removeItem(sent);
if (last && document.querySelector(".messagelist .success, .messagelist .warning")) localStorage.removeItem(last);

/* The record moved on meanwhile: its form is opened once more for what was typed. */
if ("closed" in box.dataset && localStorage.getItem(key)) window.location.replace("?kept=1");

if (form) {
  let dirty = false;
  let stopped = !box.dataset.autosave;

  const say = (text) => {
    box.textContent = text;
    box.hidden = !text;
  };

  const fields = () =>
    [...form.elements].filter((one) => one.name && !LEFT_OUT.includes(one.name) && !["submit", "file"].includes(one.type));

  const typed = () =>
    fields().map((one) => {
      if (one.tagName === "SELECT" && one.multiple) {
        const all = one.id.endsWith("_to") ? [...one.options] : [...one.selectedOptions];
        return [one.name, all.map((option) => [option.value, option.text])];
      }
      if (one.tagName === "SELECT") {
        const chosen = one.selectedOptions[0];
        return [one.name, chosen ? [[chosen.value, chosen.text]] : []];
      }
      return [one.name, one.type === "checkbox" ? one.checked : one.value];
    });

  const choose = (select, wanted) => {
    if (select.id.endsWith("_to")) {
      const from = document.getElementById(select.id.replace(/_to$/, "_from"));
      for (const option of from.options) option.selected = wanted.some(([value]) => value === option.value);
      window.SelectBox.move(from.id, select.id);
      return;
    }
    for (const option of select.options) option.selected = false;
    for (const [value, text] of wanted) {
      const known = [...select.options].find((option) => option.value === value);
      if (known) known.selected = true;
      else select.add(new Option(text, value, true, true));
    }
    window.django.jQuery(select).trigger("change");
  };

  const putBack = (values) => {
    const found = new Map(values);
    for (const one of fields()) {
      if (!found.has(one.name)) continue;
      const value = found.get(one.name);
      if (one.tagName === "SELECT") choose(one, value);
      else if (one.type === "checkbox") one.checked = value;
      else one.value = value;
    }
  };

  const keep = () => localStorage.setItem(key, JSON.stringify(typed()));

  const clock = () => {
    const [time, half] = new Date().toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit", timeZone: "America/New_York" }).split(/\s/);
    return `${time} ${half === "AM" ? "a.m." : "p.m."} ET`;
  };

  const send = async () => {
    if (!dirty || stopped) return false;
    dirty = false;
    try {
      const answer = await fetch(box.dataset.autosave, { method: "POST", body: new FormData(form) });
      const kind = answer.headers.get("Content-Type") || "";
      if (answer.redirected || !kind.startsWith("application/json")) {
        say("You are signed out. Your text is kept in this browser: sign in, and it comes back.");
        dirty = true;
        return false;
      }
      const said = await answer.json();
      if (answer.ok) {
        form.elements.seen.value = said.seen;
        if (!dirty) localStorage.removeItem(key);
        else keep();
        say(`Draft saved at ${clock()}`);
      } else {
        stopped = answer.status === 409;
        say(`Not saved yet. ${said.error}`);
      }
      return answer.ok;
    } catch {
      dirty = true;
      say("The desk did not answer. Your text is kept in this browser and saved when it does.");
      return false;
    }
  };

  /* One at a time: the next needs the `seen` that comes back with the last. */
  let running = null;
  const save = () => {
    running ??= send().finally(() => {
      running = null;
    });
    return running;
  };

  const changed = () => {
    dirty = true;
    keep();
  };

  const begin = () => {
    const kept = localStorage.getItem(key);
    if (kept && !document.querySelector(".errornote")) {
      putBack(JSON.parse(kept));
      dirty = true;
      say("What you typed before is back in the form. Save it to keep it.");
    }
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    window.django.jQuery(form).on("change", "select", changed);
    form.addEventListener("submit", async (event) => {
      keep();
      localStorage.setItem(sent, key);
      if (!running) {
        dirty = false;
        return;
      }
      event.preventDefault();
      await running;
      form.requestSubmit(event.submitter);
    });
    window.setInterval(save, EVERY);
    /* A preview is of what is saved: what is in the form goes there first. */
    const preview = document.querySelector("[data-preview]");
    preview?.addEventListener("submit", async (event) => {
      if (stopped || !(dirty || running)) return;
      event.preventDefault();
      const saved = await running;
      if (dirty ? await save() : saved) preview.submit();
    });
  };

  /* After the pickers are drawn, which wait for the page to load. */
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
}

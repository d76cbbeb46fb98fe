/* The keys of the bench: each presses the button or follows the link that names it.
   They can be switched off (WCAG 2.1.4), and never act while somebody types. */
const KEPT = "bench-keys-off";
const toggle = document.querySelector("[data-keys]");
const areOff = () => localStorage.getItem(KEPT) !== null;

function show() {
  toggle.hidden = false;
  toggle.textContent = areOff() ? "Switch the keys on" : "Switch the keys off";
}

function turn() {
  if (areOff()) {
    localStorage.removeItem(KEPT);
  } else {
    localStorage.setItem(KEPT, "1");
  }
  show();
}

if (toggle) {
  show();
  toggle.addEventListener("click", turn);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=hidden]), textarea, select");
  if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey || areOff()) {
    return;
  }
  const asked = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (asked) {
    event.preventDefault();
    asked.click();
  }
});

/* A second press would decide the next line unseen. */
for (const form of document.querySelectorAll("[data-bench]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "1";
  });
}

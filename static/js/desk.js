/* The pickers are drawn by a script that gives them no name: they take their label's.
   Its queue runs this after the drawing. */
window.django.jQuery(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const name = select.labels[0].textContent.replace(/:?\s*$/, "");
    const drawn = select.nextElementSibling;
    for (const part of drawn.querySelectorAll("[role], input")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    }
  }
});

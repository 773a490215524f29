const buttons = [...document.querySelectorAll("[data-filter]")];
const hidden = new Set();
function apply() {
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(!hidden.has(button.dataset.filter)));
  }
  for (const group of document.querySelectorAll("[data-severity]")) {
    group.hidden = hidden.has(group.dataset.severity);
  }
}
for (const button of buttons) {
  button.disabled = false;
  button.addEventListener("click", () => {
    const severity = button.dataset.filter;
    if (!hidden.delete(severity)) hidden.add(severity);
    apply();
  });
}
function openAll() {
  for (const details of document.querySelectorAll("details")) details.open = true;
}
addEventListener("beforeprint", openAll);
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  });
}
apply();

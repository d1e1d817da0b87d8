// All there is of script, and nothing needs it: a button beside each text that can be copied.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const text = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      document.execCommand("copy"); // where the page is not served over TLS, or an old browser shows it
    }
    button.nextElementSibling.textContent = button.dataset.done;
  });
}

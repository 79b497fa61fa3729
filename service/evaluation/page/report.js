
// Searches the mistakes.
document.getElementById("search")?.addEventListener("input", event => {
  const words = event.target.value.toLowerCase();
  for (const mistake of document.querySelectorAll(".mistakes article"))
    mistake.hidden = !mistake.textContent.toLowerCase().includes(words);
});

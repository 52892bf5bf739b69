/* The arrow keys turn the pages of a file, unless somebody types. */
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("input, textarea, select, pre")) return;
  const turn = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = turn && document.querySelector(`.viewer-turn a[rel="${turn}"]`);
  if (link) { event.preventDefault(); link.click(); }
});

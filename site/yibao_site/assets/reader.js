// The number that the address names: brought into view, marked, and said in words above the text.
if (location.search === "?panel") document.body.classList.add("panel");
const told = document.getElementById("told");

function show() {
  const id = decodeURIComponent(location.hash.slice(1));
  const place = id && document.getElementById(id);
  document.querySelectorAll(".here").forEach((old) => old.classList.remove("here"));
  told.hidden = !place;
  if (!place) return;
  // An anchor stands before what it names; the number itself carries its words.
  const line = place.closest("p[data-n], tr");
  const mark = place.matches("mark") ? place : null;
  (mark ?? place).classList.add("here");
  line?.classList.add("here");
  const at = line?.dataset.n ? `第 ${line.dataset.n} 行` : "";
  told.textContent = [at, mark?.textContent, mark?.title].filter(Boolean).join(" · ");
  (mark ?? line ?? place).scrollIntoView({ block: "center" });
}

addEventListener("hashchange", show);
show();
document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("mark[id]");
  if (mark) location.hash = mark.id;
});

// A number opens the words it came from beside the page; with a modifier key, or without script, it is a link.
const panel = document.createElement("dialog");
panel.className = "evidence";
panel.setAttribute("aria-label", "原文 Evidence");
panel.innerHTML =
  '<div class="bar"><a target="_blank" rel="noopener">整页打开 <small lang="en">Open the page</small></a>' +
  '<button type="button">关闭 <small lang="en">Close</small></button></div><iframe title="原文 The words it came from"></iframe>';
const frame = panel.querySelector("iframe");
const close = () => { panel.close(); frame.removeAttribute("src"); };
panel.querySelector("button").addEventListener("click", close);
panel.addEventListener("cancel", () => frame.removeAttribute("src"));
panel.addEventListener("click", (event) => { if (event.target === panel) close(); });

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.n");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (!panel.isConnected) document.body.append(panel);
  panel.querySelector("a").href = link.href;
  panel.showModal();
  // Once the panel has its size; a fresh address each time, as another hash alone would only scroll.
  frame.src = link.href.replace("#", "?panel#");
});

// Before the first paint: without a chosen theme the device decides between light and dark.
(function () {
  var root = document.documentElement;
  if (root.dataset.theme !== "auto") return;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var apply = function () { root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light"); };
  apply();
  if (dark.addEventListener) dark.addEventListener("change", apply);
})();

// Runs before the first paint, so that the page never flashes in the wrong colours.
(function () {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const key = "exstreamtv.appearance";

  function choice() {
    try {
      return localStorage.getItem(key) || "automatic";
    } catch {
      return "automatic"; // storage may be refused in private windows
    }
  }

  function apply() {
    const chosen = choice();
    const shown = chosen === "automatic" ? (dark.matches ? "dark" : "light") : chosen;
    document.documentElement.dataset.appearance = shown;
    const bar = document.querySelector("meta[name=theme-color]");
    if (bar) bar.content = shown === "dark" ? "#101012" : "#f5f5f7";
  }

  apply();
  dark.addEventListener("change", apply);

  window.appearance = {
    choice,
    choose(next) {
      try {
        localStorage.setItem(key, next);
      } catch {
        document.documentElement.dataset.appearance = next;
        return;
      }
      apply();
    },
  };
})();

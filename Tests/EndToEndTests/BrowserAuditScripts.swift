extension BrowserTests {
  // Shared by the scripts: what is seen, and how an element is told.
  private static let words = """
    const faults = [];
    const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const say = (what, node) => faults.push(`${what}: ${node.outerHTML.replace(/<!--.*?-->/g, "").slice(0, 120)}`);

    """

  /// Texts with less than 4.5 to 1 between letters and ground, 3 to 1 where they are large.
  static let contrast =
    words + #"""
      const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
        .getContext("2d", { willReadFrequently: true });
      const known = new Map();
      const parts = (text) => {
        if (!known.has(text)) {
          pen.clearRect(0, 0, 1, 1);
          pen.fillStyle = text;
          pen.fillRect(0, 0, 1, 1);
          const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
          known.set(text, [red, green, blue, alpha / 255]);
        }
        return known.get(text);
      };
      const over = (top, below) => below.map((part, at) => top[at] * top[3] + part * (1 - top[3]));
      const light = (colour) => colour.map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
      // Every colour that may be behind: those of a gradient are told each.
      const grounds = (node) => {
        const layers = [];
        for (let at = node; at; at = at.parentElement) {
          const { backgroundColor, backgroundImage } = getComputedStyle(at);
          if (at.matches("[data-test=stage]")) return []; // a moving picture
          const gradient = (backgroundImage.match(/(?:rgba?|color|oklab|oklch)\([^()]*\)/g) ?? []).map(parts);
          if (gradient.length) layers.push(gradient);
          layers.push([parts(backgroundColor)]);
          if (layers.at(-1)[0][3] === 1 || (gradient.length && gradient.every(([, , , alpha]) => alpha === 1))) break;
        }
        return layers.reduceRight((below, tops) => below.flatMap((ground) => tops.map((top) => over(top, ground))), [[255, 255, 255]]);
      };
      getComputedStyle(document.body).color; // starts the transitions that a change of colours brings
      for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || node.closest("noscript, option, .unseen, .skip, :disabled, [aria-busy=true]") || !shown(node)) continue;
        const { color, fontSize, fontWeight } = getComputedStyle(node);
        let alpha = parts(color)[3];
        for (let at = node; at; at = at.parentElement) alpha *= getComputedStyle(at).opacity;
        const size = parseFloat(fontSize);
        const least = size >= 24 || (size >= 18.66 && fontWeight >= 700) ? 3 : 4.5;
        for (const ground of grounds(node)) {
          const [dark, bright] = [light(over([...parts(color).slice(0, 3), alpha], ground)), light(ground)].sort((one, other) => one - other);
          const ratio = (bright + 0.05) / (dark + 0.05);
          if (ratio < least) { say(`${ratio.toFixed(2)} to 1`, node); break; }
        }
      }
      return faults.slice(0, 8);
      """#

  /// Fields without names, identities twice, references to nothing, pictures without words, headings that skip.
  static let names =
    words + #"""
      const named = (node) => {
        const by = (node.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "");
        const labels = [...(node.labels ?? [])].map(({ textContent }) => textContent);
        const own = node.matches("button, a, summary") ? [node.textContent, node.querySelector("img")?.alt] : [];
        return [...by, node.getAttribute("aria-label"), ...labels, node.title, ...own].some((text) => text?.trim());
      };
      for (const node of document.querySelectorAll("input, select, textarea, button, a, summary, dialog, [role=progressbar], [role=group]")) {
        if (shown(node) && !named(node)) say("no name", node);
      }
      for (const node of document.querySelectorAll("img:not([alt])")) say("no words for a picture", node);
      const seen = new Set();
      for (const node of document.querySelectorAll("[id]")) {
        if (seen.has(node.id)) say("an identity twice", node);
        seen.add(node.id);
      }
      for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "for"]) {
        for (const node of document.querySelectorAll(`[${name}]`)) {
          if (node.getAttribute(name).split(" ").some((id) => id && !seen.has(id))) say(`${name} tells of nothing`, node);
        }
      }
      const heads = [...document.querySelectorAll("main :is(h1, h2, h3, h4)")].filter(shown);
      if (document.querySelectorAll("h1").length !== 1) faults.push(`${document.querySelectorAll("h1").length} first headings`);
      heads.reduce((level, node) => {
        const next = Number(node.localName[1]);
        if (next > level + 1) say("a heading skips a level", node);
        return next;
      }, 0);
      for (const place of ["main", "nav[aria-label]", "[role=status]"]) if (!document.querySelector(place)) faults.push(`no ${place}`);
      return faults.slice(0, 8);
      """#

  /// Controls that the keyboard can't reach, or that do not show that they have it.
  static let focus =
    words + #"""
      const look = (node, part) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(node, part);
        return [outlineStyle === "none" ? "" : outlineWidth + outlineColor, boxShadow, borderColor].join();
      };
      const looks = (node) => [look(node), look(node, "::after"), look(node.closest("label") ?? node)].join();
      for (const node of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
        if (!node.checkVisibility() || node.disabled) continue;
        document.activeElement?.blur();
        const before = looks(node);
        node.focus({ focusVisible: true, preventScroll: true });
        for (const change of node.getAnimations()) if (change instanceof CSSTransition) change.finish();
        if (document.activeElement !== node) say("takes no keyboard", node);
        else if (looks(node) === before) say("does not show the keyboard", node);
      }
      document.activeElement?.blur();
      for (const node of document.querySelectorAll("a:not([href]), [tabindex]:not([tabindex='-1'], [tabindex='0'])")) say("out of the keyboard's order", node);
      return faults.slice(0, 8);
      """#
}

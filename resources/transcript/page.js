// Runs in an isolated world. Text reaches the page through textContent alone; nothing is ever parsed as markup.
"use strict";
(function () {
  const CODE = "```";
  const GAP_MS = 30 * 60 * 1000;

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function words(text) {
    const box = element("div");
    text.split(CODE).forEach((part, index) => {
      if (index % 2) {
        const firstLine = part.indexOf("\n");
        box.append(element("pre", "", firstLine < 0 ? part : part.slice(firstLine + 1).replace(/\n$/, "")));
      } else if (part.trim()) {
        const paragraph = element("div", "words");
        part.replace(/^\n+|\n+$/g, "").split("`").forEach((piece, at, all) => {
          const isCode = at % 2 === 1 && at < all.length - 1 && !piece.includes("\n") && piece;
          if (isCode) paragraph.append(element("code", "", piece));
          else paragraph.append((at % 2 === 1 ? "`" : "") + piece + (at % 2 === 1 && at < all.length - 1 ? "`" : ""));
        });
        box.append(paragraph);
      }
    });
    return box;
  }

  function head(entry) {
    const line = element("div", "who");
    line.append(element("b", "", entry.who), element("time", "", entry.time));
    return line;
  }

  function folded(entry, className, title, summary) {
    const box = element("details", className);
    const line = element("summary");
    line.append(element("b", "", title), element("span", "", summary));
    box.append(line);
    if (entry.text) box.append(element("pre", "", entry.text));
    if (entry.cut) box.append(element("div", "cut", entry.cut));
    return box;
  }

  function result(entry) {
    const tool = entry.tool_use_id && document.querySelector(`[data-tool="${CSS.escape(entry.tool_use_id)}"]`);
    if (!tool) return folded(entry, entry.is_error ? "tool bad" : "tool", entry.who, "");
    if (entry.is_error) tool.classList.add("bad");
    tool.append(element("pre", "", entry.text));
    if (entry.cut) tool.append(element("div", "cut", entry.cut));
    return null;
  }

  function build(entry) {
    if (entry.kind === "result") return result(entry);
    if (entry.kind === "tool") {
      const box = folded(entry, "tool", entry.tool, entry.summary);
      box.dataset.tool = entry.tool_use_id;
      return box;
    }
    if (entry.kind === "thinking") return folded(entry, "thinking", entry.who, "");
    const box = element("div", `entry ${entry.kind}${entry.is_machine ? " machine" : ""}`);
    box.append(head(entry), words(entry.text));
    if (entry.cut) box.append(element("div", "cut", entry.cut));
    return box;
  }

  function add(entries, before) {
    const list = document.getElementById("entries");
    let last = 0;
    for (const entry of entries) {
      if (last && entry.ms && entry.ms - last > GAP_MS) list.insertBefore(element("div", "gap", entry.day), before);
      last = entry.ms || last;
      const made = build(entry);
      if (made) list.insertBefore(made, before);
    }
  }

  globalThis.headspace = {
    look(roles) {
      document.documentElement.style.colorScheme = roles.name;
      for (const [name, value] of Object.entries(roles)) document.documentElement.style.setProperty("--" + name, value);
    },
    reset(entries, empty) {
      const list = document.getElementById("entries");
      list.replaceChildren();
      if (entries.length) add(entries, null);
      else list.append(element("div", "empty", empty));
      scrollTo(0, document.documentElement.scrollHeight);
      requestAnimationFrame(() => scrollTo(0, document.documentElement.scrollHeight));
    },
    append(entries) {
      const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 60;
      document.querySelector(".empty")?.remove();
      add(entries, null);
      if (isAtEnd) requestAnimationFrame(() => scrollTo(0, document.documentElement.scrollHeight));
    },
    prepend(entries) {
      const before = document.documentElement.scrollHeight;
      document.querySelector(".empty")?.remove();
      add(entries, document.getElementById("entries").firstChild);
      scrollTo(0, scrollY + document.documentElement.scrollHeight - before);
    },
  };
})();

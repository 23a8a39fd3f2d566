// Runs in an isolated world. Text reaches the page through textContent alone; nothing is ever parsed as markup.
"use strict";
(function () {
  const GAP_MS = 5 * 60 * 1000;
  const TAGS = new Set(["p", "ul", "ol", "li", "blockquote", "strong", "em", "s", "table", "thead", "tbody", "tr",
    "th", "td", "h2", "h3", "h4", "h5", "h6", "pre", "code", "span", "div", "br", "hr", "a"]);
  const ADDRESS = /^(https?:\/\/|mailto:)/i;

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function grow(parent, nodes) {
    for (const node of nodes) {
      if (typeof node === "string") { parent.append(node); continue; }
      const [tag, attributes, children] = node;
      if (!TAGS.has(tag)) { grow(parent, children); continue; }
      const made = element(tag, attributes.class || "");
      if (tag === "a" && ADDRESS.test(attributes.href)) { made.href = attributes.href; made.title = attributes.title; }
      if (tag === "ol" && /^\d{1,6}$/.test(attributes.start || "")) made.start = Number(attributes.start);
      grow(made, children);
      parent.append(made);
    }
    return parent;
  }

  function pictures(box, entry) {
    for (const address of entry.images) {
      if (!/^data:image\/(png|jpeg|gif|webp);base64,/.test(address)) continue;
      const made = element("img");
      made.src = address;
      made.alt = entry.who;
      made.loading = "lazy";
      box.append(made);
    }
  }

  function filled(box, entry) {
    grow(box, entry.body);
    pictures(box, entry);
    if (entry.cut) box.append(element("div", "cut", entry.cut));
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
    return filled(box, entry);
  }

  function toolOf(id) {
    return id && document.querySelector(`[data-tool="${CSS.escape(id)}"]`);
  }

  function result(entry) {
    const tool = toolOf(entry.tool_use_id);
    if (!tool) return folded(entry, entry.is_error ? "tool bad" : "tool", entry.who, "");
    if (entry.is_error) tool.classList.add("bad");
    const box = element("div", "result");
    box.append(element("div", "label", entry.who));
    tool.append(filled(box, entry));
    return null;
  }

  function call(entry) {
    const box = folded(entry, "tool", entry.tool, entry.summary);
    box.dataset.tool = entry.tool_use_id;
    if (entry.subagent) {
      const open = element("a", "nest", strings.subagent);
      open.href = "headspace:subagent/" + encodeURIComponent(entry.tool_use_id);
      box.append(open);
    }
    return box;
  }

  function build(entry) {
    if (entry.kind === "result") return result(entry);
    if (entry.kind === "tool") return call(entry);
    if (entry.kind === "thinking") return folded(entry, "thinking", entry.who, "");
    const box = element("div", `entry ${entry.kind}${entry.is_machine ? " machine" : ""}`);
    box.append(head(entry));
    return filled(box, entry);
  }

  function add(list, entries, before) {
    let last = 0;
    for (const entry of entries) {
      const isCommand = entry.kind === "user" && !entry.is_machine;
      const made = build(entry);
      if (last && entry.ms && entry.ms - last > GAP_MS) list.insertBefore(element("div", "gap", entry.day), before);
      last = entry.ms || last;
      if (!made) continue;
      made.dataset.at = entry.at;
      if (isCommand) made.classList.add("command");
      list.insertBefore(made, before);
    }
  }

  function mark(box, words) {
    CSS.highlights.delete("found");
    const wanted = words.toLowerCase();
    if (!wanted) return;
    const ranges = [];
    const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    while (walk.nextNode() && ranges.length < 200) {
      const text = walk.currentNode.data.toLowerCase();
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
        const range = new Range();
        range.setStart(walk.currentNode, at);
        range.setEnd(walk.currentNode, Math.min(at + wanted.length, walk.currentNode.data.length));
        ranges.push(range);
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  function atEnd() { scrollTo(0, document.documentElement.scrollHeight); }

  const strings = { subagent: "" };
  const list = () => document.getElementById("entries");

  globalThis.headspace = {
    look(roles) {
      document.documentElement.style.colorScheme = roles.scheme;
      strings.subagent = roles.subagent;
      for (const [name, value] of Object.entries(roles)) document.documentElement.style.setProperty("--" + name, value);
    },
    reset(entries, empty) {
      list().replaceChildren();
      if (entries.length) add(list(), entries, null);
      else list().append(element("div", "empty", empty));
      atEnd();
      requestAnimationFrame(atEnd);
    },
    append(entries) {
      const wasAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 60;
      document.querySelector(".empty")?.remove();
      add(list(), entries, null);
      if (wasAtEnd) requestAnimationFrame(atEnd);
    },
    prepend(entries) {
      const before = document.documentElement.scrollHeight;
      document.querySelector(".empty")?.remove();
      add(list(), entries, list().firstChild);
      scrollTo(0, scrollY + document.documentElement.scrollHeight - before);
    },
    reveal(at, words) {
      document.querySelectorAll(".target").forEach((old) => old.classList.remove("target"));
      const all = [...document.querySelectorAll(`[data-at="${Number(at)}"]`)];
      if (!all.length) return;
      const folded = words.toLowerCase();
      const box = all.find((one) => words && one.textContent.toLowerCase().includes(folded)) || all[0];
      box.classList.add("target");
      for (let fold = box.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      mark(box, words);
      box.scrollIntoView({ block: "center" });
      requestAnimationFrame(() => box.scrollIntoView({ block: "center" }));
    },
    nest(id, entries) {
      const tool = toolOf(id);
      if (!tool) return;
      tool.querySelector(":scope > .nested")?.remove();
      const box = element("div", "nested");
      tool.querySelector(":scope > .nest")?.remove();
      tool.append(box);
      add(box, entries, null);
      tool.open = true;
    },
    toEnd() { atEnd(); requestAnimationFrame(atEnd); },
    at(x, y) {
      const box = document.elementFromPoint(x, y)?.closest("[data-at]");
      return box ? Number(box.dataset.at) : -1;
    },
  };
})();

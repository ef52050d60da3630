// What goes with a message: files that are chosen, shown by name, and taken away again.

import { el, icon } from "/page/dom.js";

// `where` is that of the composer; `files()` are those that are chosen, `read()` gives what is in them.
export function attaching(where) {
  let chosen = [];

  const input = el("input", {
    type: "file", multiple: true, hidden: true,
    onchange: () => { show([...chosen, ...input.files]); input.value = ""; button.focus(); },
  });
  const button = el("button", {
    type: "button", class: "button square", "aria-label": "Attach a file", title: "Attach a file", "data-focus": `${where.id}-attach`,
    onclick: () => input.click(),
  }, icon("clip"));
  const list = el("ul", { class: "files chosen", "aria-label": "Files to send", hidden: true });

  function show(files) {
    chosen = files;
    list.hidden = !chosen.length;
    list.replaceChildren(...chosen.map((file) => el("li", {}, file.name, el("button", {
      type: "button", class: "quiet-button", "aria-label": `Remove ${file.name}`, title: `Remove ${file.name}`,
      onclick: () => { show(chosen.filter((one) => one !== file)); button.focus(); },
    }, icon("close")))));
  }

  return {
    nodes: [button, input],
    list,
    files: () => chosen,
    read: () => Promise.all(chosen.map(async (file) => ({ name: file.name, content_base64: await inBase64(file) }))),
    sent: (files) => show(chosen.filter((one) => !files.includes(one))),
  };
}

function inBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

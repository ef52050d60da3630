// Makes the timeline easier to move through. Everything works without it.
(function () {
  "use strict";
  var card = document.createElement("div");
  card.className = "card";
  card.hidden = true;
  card.setAttribute("aria-hidden", "true");
  document.body.appendChild(card);

  function middle(mark) {
    var box = mark.getBoundingClientRect();
    return box.left + box.width / 2;
  }

  var current = null;

  function show(mark) {
    current = mark;
    var text = mark.getAttribute("aria-label") || "";
    var cut = text.indexOf(": ");
    card.textContent = "";
    var who = document.createElement("b");
    who.textContent = cut > 0 ? text.slice(0, cut) : text;
    var words = document.createElement("span");
    words.textContent = cut > 0 ? text.slice(cut + 2) : "";
    card.append(who, words);
    card.hidden = false;
    var box = mark.getBoundingClientRect();
    var left = Math.min(Math.max(8, middle(mark) - card.offsetWidth / 2), document.documentElement.clientWidth - card.offsetWidth - 8);
    var above = box.top - card.offsetHeight - 8;
    card.style.left = left + "px";
    card.style.top = (above > 8 ? above : box.bottom + 8) + "px";
  }

  function hide() { current = null; card.hidden = true; }

  function follow() { if (current) show(current); }

  // One stop for Tab in each row; the arrows move inside it, and up and down to the nearest mark.
  function prepare(marks) {
    var start = marks.findIndex(function (mark) { return mark.hasAttribute("aria-current"); });
    marks.forEach(function (mark, at) {
      var title = mark.querySelector("title");
      if (title) { mark.setAttribute("aria-label", title.textContent); title.remove(); }
      mark.setAttribute("tabindex", at === (start < 0 ? marks.length - 1 : start) ? "0" : "-1");
    });
  }

  function go(marks, mark) {
    marks.forEach(function (other) { other.setAttribute("tabindex", other === mark ? "0" : "-1"); });
    mark.focus();
    mark.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function press(event, rows) {
    var mark = event.target.closest && event.target.closest("a");
    var row = rows.findIndex(function (marks) { return marks.indexOf(mark) >= 0; });
    if (event.key === "Escape") { hide(); return; }
    if (row < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var marks = rows[row], at = marks.indexOf(mark), next = null, across;
    if (event.key === "ArrowRight") next = marks[at + 1];
    else if (event.key === "ArrowLeft") next = marks[at - 1];
    else if (event.key === "Home") next = marks[0];
    else if (event.key === "End") next = marks[marks.length - 1];
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      across = rows[row + (event.key === "ArrowDown" ? 1 : -1)];
      if (across) {
        next = across.reduce(function (best, other) {
          return Math.abs(middle(other) - middle(mark)) < Math.abs(middle(best) - middle(mark)) ? other : best;
        });
        marks = across;
      }
    } else return;
    event.preventDefault();
    if (next) go(marks, next);
  }

  // The chart that is on the page now; another one comes when the page brings itself up to date.
  function begin() {
    var chart = document.querySelector(".chart");
    hide();
    if (!chart) return;
    var rows = Array.from(chart.querySelectorAll(".row svg[role=group]")).map(function (svg) {
      return Array.from(svg.querySelectorAll("a"));
    }).filter(function (marks) { return marks.length; });
    rows.forEach(prepare);
    chart.addEventListener("keydown", function (event) { press(event, rows); });
    ["mouseover", "focusin"].forEach(function (name) {
      chart.addEventListener(name, function (event) {
        var mark = event.target.closest && event.target.closest("svg[role=group] a");
        if (mark) show(mark); else hide();
      });
    });
    chart.addEventListener("mouseleave", hide);
    chart.addEventListener("focusout", hide);
    chart.addEventListener("scroll", follow, { passive: true });
  }

  window.addEventListener("scroll", follow, { passive: true });
  document.addEventListener("doubleloop:renewed", begin);
  begin();
}());

// Brings the timeline up to date when something new comes in. Everything works without it.
(function () {
  "use strict";
  var box = document.getElementById("news");
  var every = Number(box.dataset.every), slowest = 60000;
  var position = Number(box.dataset.position), wait = every;
  var came = new Set(), shown = null, LONGEST = 180;

  function ask() {
    if (document.hidden) return;
    fetch(box.dataset.address).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(function (found) {
      wait = every;
      if (found.position > position) return isBusy() ? offer() : renew();
    }).catch(function () { wait = Math.min(wait * 2, slowest); }).then(later);
  }

  var timer = 0;

  function later() { clearTimeout(timer); timer = setTimeout(ask, wait); }

  // Whoever fills something in, or has words selected, is left alone until they say so.
  function isBusy() {
    var at = document.activeElement;
    var selected = String(window.getSelection()) !== "";
    return selected || Boolean(at && at.matches("main input, main select, main textarea"));
  }

  function renew() {
    return fetch(location.href).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    }).then(function (html) {
      var page = new DOMParser().parseFromString(html, "text/html");
      var before = new Set(marks().map(address));
      exchange(page);
      position = Number(page.getElementById("news").dataset.position);
      document.dispatchEvent(new Event("doubleloop:renewed"));
      tell(before);
    });
  }

  // Puts the new page in place of the old one, with the focus, the open parts and the view kept.
  function exchange(page) {
    var focused = document.activeElement;
    var href = focused && focused.closest("main") && focused.getAttribute("href");
    var inChart = Boolean(href && focused.closest(".chart"));
    var open = Array.from(document.querySelectorAll("main details"), function (one) { return one.open; });
    var chart = document.querySelector(".chart"), across = chart ? chart.scrollLeft : 0;
    var x = window.scrollX, y = window.scrollY;
    [".sprite", "main > .wrap"].forEach(function (which) {
      document.querySelector(which).replaceWith(page.querySelector(which));
    });
    var parts = document.querySelectorAll("main details");
    if (parts.length === open.length) parts.forEach(function (one, at) { one.open = open[at]; });
    chart = document.querySelector(".chart");
    if (chart) chart.scrollLeft = across;
    if (href) {
      var again = Array.from(document.querySelectorAll(inChart ? ".chart a" : "main a")).find(function (one) { return one.getAttribute("href") === href; });
      if (again) again.focus({ preventScroll: true });
    }
    window.scrollTo(x, y);
  }

  function marks() { return Array.from(document.querySelectorAll(".chart svg[role=group] a")); }

  function address(mark) { return mark.getAttribute("href"); }

  // What has come since the page was opened stays marked; the note goes only with its mark.
  function tell(before) {
    var all = marks(), fresh = all.filter(function (mark) { return !before.has(address(mark)); });
    fresh.forEach(function (mark) { came.add(address(mark)); });
    all.forEach(function (mark) { mark.classList.toggle("new", came.has(address(mark))); });
    if (!fresh.length) {
      if (!all.some(function (mark) { return address(mark) === shown; })) close();
      return;
    }
    var newest = fresh[fresh.length - 1], several = new Set(fresh.map(address)).size;
    var lead = several > 1 ? box.dataset.several.replace("{count}", several) : box.dataset.one;
    var words = newest.getAttribute("aria-label") || "";
    if (words.length > LONGEST) words = words.slice(0, LONGEST) + "…";
    say(lead + ": " + words, address(newest), null);
  }

  function close() { shown = null; box.replaceChildren(); }

  function offer() {
    if (shown !== location.href) say(box.dataset.waits, location.href, function (event) {
      event.preventDefault();
      close();
      renew();
    });
  }

  function say(words, href, act) {
    var text = document.createElement("p"), show = document.createElement("a"), done = document.createElement("button");
    shown = href;
    text.textContent = words;
    show.href = href;
    show.className = "btn";
    show.textContent = box.dataset.show;
    if (act) show.addEventListener("click", act);
    done.type = "button";
    done.className = "linklike";
    done.textContent = box.dataset.close;
    done.addEventListener("click", close);
    box.replaceChildren(text, show, done);
  }

  document.addEventListener("visibilitychange", function () { wait = every; if (!document.hidden) later(); });
  later();
}());

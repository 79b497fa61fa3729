
// The list of cases: searched, narrowed down, and led to by every figure.
const all = JSON.parse(document.getElementById("all").textContent);
const names = JSON.parse(document.getElementById("names").textContent);
const filters = document.getElementById("filters");
const facets = [...document.querySelectorAll("[data-facet]")];
const AT_ONCE = 20;
const NONE = "No complaint was found, so there is none.";
let chosen = "";
let found = [];
let shown = 0;

for (const one of all) {
  one.words = [one.mention, one.earlier, one.reply, one.draft, one.next, ...one.about, ...one.faults, ...one.draft_faults].join(" ").toLowerCase();
  one.tags = new Set(one.tags);
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function said(title, text, otherwise, ...more) {
  const made = element("div", "", "said");
  made.append(element("h4", title));
  if (text) {
    const words = element("p", text);
    words.dir = "auto";
    made.append(words, ...more);
  } else if (otherwise) made.append(element("p", otherwise, "nothing"));
  return made;
}

function article(one) {
  const made = element("article", "", "card case");
  const about = element("h3", "");
  about.append(...one.about.map(word => element("span", word)));
  const sides = element("div", "", "sides");
  const customer = said("The customer", one.mention);
  if (one.earlier) customer.insertBefore(element("p", one.earlier, "before"), customer.children[1]);
  const faults = one.faults.map(name => element("span", name, "fault"));
  const ours = one.draft_faults.map(name => element("span", name, "fault"));
  if (one.reply_offer) faults.unshift(element("span", one.reply_offer, "offer"));
  if (one.offer) ours.unshift(element("span", one.offer, "offer"));
  sides.append(
    customer,
    said(one.sides?.[0] ?? "Sent then", one.reply, one.sides ? NONE : "Nobody answered.", ...faults),
    said(one.sides?.[1] ?? "Our draft", one.draft, NONE, ...ours),
  );
  if (one.next || one.outcome) sides.append(said("The customer then" + (one.outcome ? ": " + one.outcome : ""), one.next));
  made.append(about, sides);
  return made;
}

function showMore() {
  document.getElementById("cases").append(...found.slice(shown, shown + AT_ONCE).map(article));
  shown = Math.min(found.length, shown + AT_ONCE);
  document.getElementById("more").hidden = shown >= found.length;
}

function sentence(tags, words) {
  const of = tags.map(tag => names[tag]?.[0] ?? tag);
  const narrowed = (of.length ? ": " + of.join(", ") : "") + (words ? ` with “${words}”` : "");
  const count = `${found.length.toLocaleString("en")} ${found.length === 1 ? "case" : "cases"}${narrowed}.`;
  const counted = words ? undefined : names[tags.length > 1 ? undefined : tags[0] ?? ""]?.[1];
  if (counted > found.length) return `${count} They are chosen from ${counted.toLocaleString("en")}; all of them stand in cases.jsonl.`;
  const total = names[""][1];
  if (counted === undefined && total > all.length) return `${count} Searched: ${all.length.toLocaleString("en")} of ${total.toLocaleString("en")}; all of them stand in cases.jsonl.`;
  return count;
}

// A tag of two says both: the complaints of one day.
function isOf(one, tag) {
  return one.tags.has(tag) || tag.split(" ").every(part => one.tags.has(part));
}

function search() {
  const words = document.getElementById("words").value.trim();
  const tags = [...new Set([chosen, ...facets.map(facet => facet.value)].filter(Boolean))];
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  found = all.filter(one => tags.every(tag => isOf(one, tag)) && wanted.every(word => one.words.includes(word)));
  document.getElementById("showing").textContent = sentence(tags, words);
  document.getElementById("cases").replaceChildren();
  shown = 0;
  showMore();
}

function lead() {
  const match = /^#show=(.*)$/.exec(location.hash);
  if (!match) return;
  filters.reset();
  chosen = decodeURIComponent(match[1]);
  const facet = facets.find(facet => [...facet.options].some(option => option.value === chosen));
  if (facet) { facet.value = chosen; chosen = ""; }
  search();
  document.getElementById("all-cases").scrollIntoView();
}

filters.hidden = false;
filters.addEventListener("input", search);
filters.addEventListener("submit", event => event.preventDefault());
filters.addEventListener("reset", () => {
  chosen = "";
  if (location.hash.startsWith("#show=")) history.replaceState(null, "", "#all-cases");
  setTimeout(search);
});
document.getElementById("more").addEventListener("click", showMore);
addEventListener("hashchange", lead);
drawn.then(canvases => canvases.forEach(canvas => canvas.on("plotly_click", event => {
  const tag = event.points[0]?.customdata;
  if (tag) location.hash = "#show=" + encodeURIComponent(tag);
})));
search();
// Plots make room for themselves, and what was led to would move away.
drawn.then(lead);

// Draws the plots of a page in its own colours.
"use strict";

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// The figures name colours as the page's tokens.
function coloured(value) {
  if (typeof value === "string") return value.startsWith("--") ? token(value) : value;
  if (Array.isArray(value)) return value.map(coloured);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, coloured(inner)]));
}

function draw(canvas) {
  const { data, layout } = coloured(JSON.parse(canvas.dataset.plot));
  const axis = { color: token("--muted"), gridcolor: token("--line"), zeroline: false, automargin: true, fixedrange: true };
  const axes = Object.fromEntries(Object.keys(layout).filter(key => /^[xy]axis/.test(key)).map(key => [key, { ...axis, ...layout[key] }]));
  Plotly.react(canvas, data, {
    ...layout,
    ...axes,
    margin: { l: 8, r: 8, t: 8, b: 8 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: token("--font"), color: token("--ink"), size: 13 },
  }, { responsive: true, displayModeBar: false });
}

function drawAll() {
  document.querySelectorAll("[data-plot]").forEach(draw);
}

document.querySelectorAll(".numbers").forEach(numbers => { numbers.open = false; });
drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);

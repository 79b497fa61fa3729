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

// Plotly lies in the page zipped: as it is, it weighs many times all the rest.
async function unpackPlotly() {
  const packed = document.getElementById("plotly");
  const bytes = Uint8Array.from(atob(packed.textContent), letter => letter.charCodeAt(0));
  const unzipped = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(unzipped).text();
  packed.replaceWith(script);
}

// Until it is drawn, and in a browser that can't, the numbers under each plot are open.
async function drawFirst() {
  const canvases = [...document.querySelectorAll("[data-plot]")];
  if (!canvases.length || !window.DecompressionStream) return [];
  await unpackPlotly();
  drawAll();
  document.querySelectorAll(".numbers").forEach(numbers => { numbers.open = false; });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  return canvases;
}

// The canvases that something is drawn on: all or none.
const drawn = drawFirst().catch(error => {
  console.error(error);
  return [];
});

// Draws the plots in the colours of the page; the tables below them hold the same numbers.
"use strict";

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function draw(canvas) {
  const { data, layout } = JSON.parse(canvas.dataset.plot);
  const colours = [token("--plot-1"), token("--plot-2")];
  data.forEach((series, i) => {
    series.marker = { color: colours[i] };
    series.hoverinfo = "x+y+name";
  });
  const axis = { color: token("--muted"), gridcolor: token("--line"), zerolinecolor: token("--line"), automargin: true, ticklabelstandoff: 6, fixedrange: true };
  Plotly.react(canvas, data, {
    ...layout,
    xaxis: { ...axis, ...layout.xaxis },
    yaxis: { ...axis, ...layout.yaxis },
    bargap: 0.35,
    margin: { l: 8, r: 8, t: 8, b: 32 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: token("--font"), color: token("--ink"), size: 13 },
    legend: { orientation: "h", y: 1.15, x: 0 },
  }, { responsive: true, displayModeBar: false, staticPlot: false });
}

function drawAll() {
  document.querySelectorAll("[data-plot]").forEach(draw);
}

document.querySelectorAll(".numbers").forEach((numbers) => { numbers.open = false; });
drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);

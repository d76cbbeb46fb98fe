/* The map to enlarge, drawn by plotly over the server's SVG.

   The SVG stays in the page under the chart: it is what keyboards and screen readers
   use (map.css brings it to the front while one of its links has focus), what printing
   shows, and what remains if anything here fails. */

const touch = window.matchMedia("(pointer: coarse)").matches;

/* Scripts with `defer` have run, or failed, by the time the page counts as loaded. */
async function library() {
  if (!window.Plotly && document.readyState !== "complete") {
    await new Promise((resolve) => { window.addEventListener("load", resolve, { once: true }); });
  }
  if (!window.Plotly) throw new Error("plotly is missing");
  return window.Plotly;
}

async function figureAt(address) {
  const response = await fetch(address, { credentials: "omit" });
  if (!response.ok) throw new Error(`figure: ${response.status}`);
  return response.json();
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/* A link within this site, or bold text: an address in the data is trusted no further. */
function siteLink(address, text) {
  const url = new URL(address, window.location.href);
  if (!address || url.origin !== window.location.origin) return element("strong", "", text);
  const link = element("a", "", text);
  link.href = url.href;
  return link;
}

function showCard(card, place) {
  const words = [place.label, place.note].filter(Boolean).join(". ");
  card.replaceChildren(siteLink(place.url, place.name), element("span", "map-card-text", words));
}

/* The saved picture leaves its page, so the legend and the credit go with it. */
function save(Plotly, { data, layout }) {
  const caption = {
    text: layout.meta.caption, showarrow: false, align: "left", font: { size: 13 },
    xref: "paper", yref: "paper", x: 0, y: 0, xanchor: "left", yanchor: "top",
  };
  const size = { width: 1200, height: 860 };
  const figure = {
    data,
    layout: {
      ...layout, ...size, margin: { l: 10, r: 10, t: 10, b: 70 },
      annotations: [...layout.annotations, caption],
    },
  };
  return Plotly.downloadImage(figure, { ...size, format: "png", scale: 2, filename: "map" });
}

function settings(Plotly) {
  const png = {
    name: "png", title: "Save as PNG", icon: Plotly.Icons.camera,
    click: (chart) => save(Plotly, chart),
  };
  return {
    displaylogo: false,
    displayModeBar: true,
    doubleClick: touch ? false : "reset",
    scrollZoom: false, // the wheel scrolls the page; the buttons enlarge
    modeBarButtons: [
      ["zoomIn2d", "zoomOut2d", "resetScale2d"],
      touch ? ["pan2d"] : ["pan2d", "zoom2d"],
      [png],
    ],
  };
}

/* Marks and letters keep to the size of the picture, as in the SVG. */
function fit({ data, layout }, width) {
  const scale = Math.min(1, Math.max(0.6, width / 1100));
  for (const { marker } of data) {
    if (!marker) continue;
    marker.size *= scale;
    if (marker.line) marker.line.width *= scale;
  }
  for (const { font } of layout.annotations) font.size *= scale;
  // A finger scrolls the page unless the reader has asked to pan.
  if (touch) layout.dragmode = false;
}

/* Crowded marks start side by side, and come to their true places as the map grows. */
function settle(Plotly, chart, full) {
  const [left, right] = chart.layout.xaxis.range;
  const aside = Math.min(1, (right - left) / full);
  const moved = chart.data.flatMap(({ meta }, i) => (meta?.at ? [i] : []));
  const between = (axis) => moved.map((i) => {
    const { at, beside } = chart.data[i].meta;
    return at[axis].map((true_, n) => true_ + (beside[axis][n] - true_) * aside);
  });
  if (moved.length) Plotly.restyle(chart, { x: between("x"), y: between("y") }, moved);
}

async function draw(box, chart, card) {
  const [Plotly, figure] = await Promise.all([library(), figureAt(box.dataset.figure)]);
  const full = figure.layout.xaxis.range[1];
  fit(figure, chart.clientWidth);
  await Plotly.newPlot(chart, figure.data, figure.layout, settings(Plotly));
  for (const svg of chart.querySelectorAll(".main-svg")) svg.setAttribute("aria-hidden", "true");
  chart.querySelector(".modebar")?.setAttribute("aria-label", "Map tools");
  // Not plotly's own `responsive`, which waits for the window to change.
  new ResizeObserver(() => chart.clientWidth && Plotly.Plots.resize(chart)).observe(chart);
  chart.on("plotly_relayout", () => settle(Plotly, chart, full));
  chart.on("plotly_click", ({ points: [point] }) => {
    const place = point.customdata || point.data.meta;
    if (place) showCard(card, place);
  });
  card.textContent = "Choose a place to see its entry. Buttons enlarge the map.";
  box.classList.add("is-drawn");
}

for (const box of document.querySelectorAll("[data-explorer]")) {
  const [chart, card] = [".map-chart", ".map-card"].map((part) => box.querySelector(part));
  draw(box, chart, card).catch((error) => {
    chart.remove();
    card.textContent = "Chart did not load. The map and the table hold the same places.";
    console.warn(error);
  });
}

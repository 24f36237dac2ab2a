"use strict";
// Draws the charts of a load test from the data of the page. uPlot is bundled above.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.getElementById("charts");
  const HEIGHT = 240;
  const PRINTED = { width: 640, height: 170 };
  const DASHED = ["due", "limit"];
  const WIDTHS = { sent: 3.5, p99: 4.5, p999: 3 }; // seen below a line with the same values
  const plots = [];

  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const number = (value) => value === null || value === undefined ? "–"
    : value.toLocaleString("en-US", { maximumFractionDigits: Math.abs(value) < 10 ? 3 : 1 });

  function element(parent, name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    parent.appendChild(made);
    return made;
  }

  /** Seconds as m:ss, or h:mm:ss from an hour on; parts of a second where the axis shows them. */
  function clock(seconds) {
    const whole = Math.floor(seconds + 1e-6);
    const two = (value) => String(value).padStart(2, "0");
    const part = seconds - whole > 0.01 ? (seconds - whole).toFixed(1).slice(1) : "";
    return (whole < 3600 ? Math.floor(whole / 60) : Math.floor(whole / 3600) + ":" + two(Math.floor(whole / 60) % 60))
      + ":" + two(whole % 60) + part;
  }

  /** Calls for each band with its left edge and width, within the chart. */
  function eachBand(plot, call) {
    const context = plot.ctx;
    const box = plot.bbox;
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.width, box.height);
    context.clip();
    for (const band of data.bands) {
      const from = plot.valToPos(band.from, "x", true);
      call(band, context, from, plot.valToPos(band.to, "x", true) - from, box);
    }
    context.restore();
  }

  function drawBands(plot) {
    eachBand(plot, (band, context, from, width, box) => {
      context.fillStyle = color(band.style);
      context.fillRect(from, box.top, width, box.height);
    });
  }

  /** Across where there is no room along. */
  function drawLabels(plot) {
    eachBand(plot, (band, context, from, width, box) => {
      context.save();
      context.fillStyle = color("text");
      context.font = 11 * uPlot.pxRatio + "px system-ui, sans-serif";
      context.translate(from + width / 2, box.top + 4 * uPlot.pxRatio);
      const fits = context.measureText(band.label).width < width - 4;
      context.rotate(fits ? 0 : Math.PI / 2);
      context.textAlign = fits ? "center" : "left";
      context.textBaseline = fits ? "top" : "middle";
      context.fillText(band.label, 0, 0);
      context.restore();
    });
  }

  function drawMarks(plot) {
    const context = plot.ctx;
    const box = plot.bbox;
    context.save();
    context.lineWidth = 1.5 * uPlot.pxRatio;
    context.setLineDash([5 * uPlot.pxRatio, 4 * uPlot.pxRatio]);
    for (const mark of data.marks) {
      const at = plot.valToPos(mark.at, "x", true);
      if (at >= box.left && at <= box.left + box.width) {
        context.strokeStyle = color(mark.style);
        context.beginPath();
        context.moveTo(at, box.top);
        context.lineTo(at, box.top + box.height);
        context.stroke();
      }
    }
    context.restore();
  }

  function axis(label, size, values) {
    return {
      label, size, values, labelSize: 22, labelGap: 2,
      font: "12px system-ui, sans-serif", labelFont: "12px system-ui, sans-serif",
      stroke: () => color("quiet"),
      grid: { stroke: () => color("grid"), width: 1 },
      ticks: { stroke: () => color("grid"), width: 1 },
    };
  }

  function draw(chart, isFirst) {
    const figure = element(root, "figure", "");
    const caption = element(figure, "figcaption", chart.title + " (" + chart.unit + ") ");
    if (chart.note) {
      element(caption, "small", chart.note);
    }
    const place = element(figure, "div", "");
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", chart.title);
    const plot = new uPlot({
      width: place.clientWidth,
      height: HEIGHT,
      cursor: { sync: { key: "load" }, points: { size: 6 } },
      scales: { x: { time: false, range: (plot, min, max) => [Math.min(0, min), max] }, y: { range: (plot, min, max) => [0, max > 0 ? max * 1.08 : 1] } },
      axes: [
        Object.assign(axis(data.xLabel, 34, (plot, ticks) => ticks.map(clock)),
          { incrs: [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400] }),
        axis(chart.unit, 64, (plot, ticks) => ticks.map(number)),
      ],
      series: [{ label: data.xLabel, value: (plot, value) => value === null ? "–" : clock(value) }].concat(
        chart.lines.map((line) => ({
          label: line.label,
          stroke: () => color(line.style),
          width: WIDTHS[line.style] || 1.5,
          dash: DASHED.includes(line.style) ? [7, 5] : undefined,
          spanGaps: !line.gaps,
          points: { show: data.seconds.length < 3 },
          value: (plot, value) => number(value),
        }))),
      hooks: {
        drawClear: [drawBands],
        draw: isFirst ? [drawMarks, drawLabels] : [drawMarks],
      },
    }, [data.seconds].concat(chart.lines.map((line) => line.values)), place);
    plots.push({ plot, place });
  }

  function drawKey() {
    const key = document.getElementById("key");
    const known = new Set();
    const add = (style, label, isMark) => {
      if (!known.has(label)) {
        known.add(label);
        const item = element(key, "li", "");
        const sign = element(item, "i", "");
        if (isMark) {
          sign.className = "mark";
          sign.style.borderColor = "var(--" + style + ")";
        } else {
          sign.style.background = "var(--" + style + ")";
        }
        item.appendChild(document.createTextNode(label));
      }
    };
    data.bands.forEach((band) => add(band.style, band.kind, false));
    data.marks.forEach((mark) => add(mark.style, mark.label, true));
  }

  function resize() {
    plots.forEach(({ plot, place }) => plot.setSize({ width: place.clientWidth, height: HEIGHT }));
  }

  /** In light colors, as wide as a page of paper. */
  function print() {
    document.documentElement.classList.add("printed");
    plots.forEach(({ plot }) => plot.setSize(PRINTED));
  }

  drawKey();
  data.charts.forEach((chart, i) => draw(chart, i === 0));
  addEventListener("resize", resize);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", resize);
  addEventListener("beforeprint", print);
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printed");
    resize();
  });
})();

/* Draws <div data-chart="id"> from the JSON that json_script put under that id. */
(function () {
  "use strict";
  var palette = ["#1f4f82", "#2f8a55", "#d59a2c", "#c43a36", "#5a6b80", "#7a5a9e"];
  var ink = "#42556d";
  var line = "#d7dee6";

  function axis(given) {
    return [].concat(given).map(function (one) {
      return Object.assign({
        axisLine: { lineStyle: { color: line } }, axisTick: { show: false },
        axisLabel: { color: ink }, splitLine: { lineStyle: { color: "#e8edf2" } }
      }, one);
    });
  }

  function draw(box) {
    var option = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    var chart = window.echarts.init(box, null, { renderer: "svg" });
    option.color = option.color || palette;
    option.textStyle = Object.assign({ fontFamily: getComputedStyle(document.body).fontFamily, color: ink }, option.textStyle);
    /* HTML tooltips would need inline styles, which the policy forbids. */
    option.tooltip = Object.assign({}, option.tooltip, { renderMode: "richText", confine: true });
    option.grid = Object.assign({ left: 8, right: 16, top: 36, bottom: 8, containLabel: true }, option.grid);
    if (option.xAxis) option.xAxis = axis(option.xAxis);
    if (option.yAxis) option.yAxis = axis(option.yAxis);
    chart.setOption(option);
    window.addEventListener("resize", function () { chart.resize(); });
    box.addEventListener("redraw", function () { chart.resize(); });
    chart.on("click", function (point) {
      if (point.data && point.data.url) window.location.assign(point.data.url);
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (window.echarts) document.querySelectorAll("[data-chart]").forEach(draw);
  });
})();

// The sum of the top weights as one types; without scripts it is shown after each check.
(() => {
  const table = document.querySelector("[data-scheme-sums]");
  if (!table) return;
  const shown = table.querySelector("[data-sum]");
  const add = () => {
    let sum = 0;
    for (const row of table.tBodies[0].rows) {
      const code = row.querySelector("[name$=-code]").value.trim();
      const gone = row.querySelector("[name$=-remove]").checked;
      const weight = Number.parseFloat(row.querySelector("[name$=-weight]").value);
      if (code && !code.includes(".") && !gone && Number.isFinite(weight)) sum += weight;
    }
    shown.textContent = String(Math.round(sum * 100) / 100);
    shown.classList.toggle("overdue-since", Math.abs(sum - 100) > 0.001);
  };
  table.addEventListener("input", add);
  add();
})();

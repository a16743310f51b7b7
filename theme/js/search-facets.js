/* What narrows a search down, a fieldset each, made of the products that were found; what is chosen
   stands in the address: c (category), b (brand), p (price), in (in stock), sale. */
const MOST = 12; // values of one facet
const path = (names, depth) => names.slice(0, depth).join(" › ");
/* One of 1, 2, 5, 10, 20, 50 … not far below an amount: prices are parted at round sums. */
const round = (amount) => {
  const power = 10 ** Math.floor(Math.log10(Math.max(amount, 1)));
  return ([5, 2, 1].find((digit) => digit * power <= amount) ?? 0) * power;
};

function inside(band, { amount }) {
  const [low, high] = band.split("-").map(Number);
  return amount >= low && (!high || amount < high);
}

export class Facets {
  constructor(form, words, money) {
    Object.assign(this, { form, words, money });
    const address = new URLSearchParams(location.search);
    this.chosen = Object.fromEntries(["c", "b", "p", "in", "sale"].map((name) => [name, new Set(address.getAll(name))]));
  }

  /* What each facet asks of a product. */
  tests = {
    c: (chosen, { categories }) => categories.some((names) => names.some((_, depth) => chosen.has(path(names, depth + 1)))),
    b: (chosen, { brand }) => chosen.has(brand),
    p: (chosen, found) => [...chosen].some((band) => inside(band, found)),
    in: (_chosen, { soldOut }) => !soldOut,
    sale: (_chosen, { onSale }) => onSale,
  };

  accepts(found, but) {
    const asked = Object.entries(this.chosen).filter(([name, chosen]) => name !== but && chosen.size);
    return asked.every(([name, chosen]) => this.tests[name](chosen, found));
  }

  /* Values with the products that have them, among those that the other facets let through. */
  values(name, found) {
    const open = found.filter((each) => this.accepts(each, name));
    if (name === "in" || name === "sale") return [["1", open.filter((each) => this.tests[name](null, each)).length]];
    if (name === "p") return this.bands(open);
    const counts = new Map([...this.chosen[name]].map((value) => [value, 0]));
    const depth = name === "c" ? this.depth(open) : 0;
    for (const each of open) {
      const own = name === "b" ? [each.brand] : each.categories.map((names) => path(names, depth));
      for (const value of new Set(own)) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b)).slice(0, MOST);
  }

  /* Where all are of one category, those below it are the ones to choose from. */
  depth(found) {
    const kinds = (depth) => new Set(found.flatMap(({ categories }) => categories.map((names) => path(names, depth)))).size;
    return [1, 2, 3].find((depth) => kinds(depth) > 1) ?? 1;
  }

  bands(found) {
    const amounts = found.map(({ amount }) => amount).filter((amount) => amount >= 0).sort((a, b) => a - b);
    const parts = [0.25, 0.5, 0.75].map((part) => round(amounts[Math.floor(amounts.length * part)] ?? 0));
    const edges = [0, ...new Set(parts.filter((edge) => edge > (amounts[0] ?? 0)))];
    const bands = edges.length < 2 ? [] : edges.map((edge, place) => `${edge}-${edges[place + 1] ?? ""}`);
    return [...new Set([...bands, ...this.chosen.p])].map((band) => [band, found.filter((each) => inside(band, each)).length]);
  }

  draw(found, counted) {
    const held = this.form.contains(document.activeElement) && document.activeElement;
    const sample = found.find(({ amount }) => amount >= 0);
    for (const fieldset of this.form.querySelectorAll("fieldset[data-facet]")) {
      const { facet } = fieldset.dataset;
      const values = this.values(facet, found);
      const rows = values.map(([value, count]) => this.row(facet, value, counted && count, sample));
      fieldset.querySelector("[data-values]").replaceChildren(...rows);
      const choice = "cb".includes(facet) ? values.length > 1 : values.some(([, count]) => count);
      fieldset.hidden = !choice && !this.chosen[facet].size;
    }
    if (held) [...this.form.elements].find(({ name, value }) => name === held.name && value === held.value)?.focus();
  }

  row(name, value, count, sample) {
    const row = document.importNode(this.form.querySelector("template").content, true);
    const labels = { p: () => this.band(value, sample), in: () => this.words.inStock, sale: () => this.words.onSale };
    Object.assign(row.querySelector("input"), { name, value, checked: this.chosen[name].has(value) });
    row.querySelector("[data-label]").textContent = labels[name]?.() ?? value;
    row.querySelector("[data-count]").textContent = count === false ? "" : count;
    return row;
  }

  band(value, sample) {
    const [low, high] = value.split("-").map((edge) => (Number(edge) ? this.money(sample, Number(edge)) : ""));
    if (low && high) return `${low} – ${high}`;
    return low ? this.words.from.replace("{}", low) : this.words.upTo.replace("{}", high);
  }

  /* From the form into the address, without a new entry in the history. */
  read(query) {
    const values = new FormData(this.form);
    for (const name of Object.keys(this.chosen)) this.chosen[name] = new Set(values.getAll(name));
    history.replaceState(history.state, "", `?${new URLSearchParams([["q", query], ...values])}`);
  }
}

/* The results under a search field as one types: a combobox (w3.org/WAI/ARIA/apg/patterns/combobox).
   Arrows move through the list while the focus stays in the field, Enter goes to what is chosen or
   else to the results page, Escape closes it. */
const SHOWN = 6;
const PAUSE = 120; // milliseconds without a letter after which somebody might choose
const pause = () => new Promise((done) => setTimeout(done, PAUSE));

function element(name, values, ...children) {
  const made = Object.assign(document.createElement(name), values);
  made.append(...children);
  return made;
}

export class SearchList {
  constructor(box, index) {
    Object.assign(this, { box, index, input: box.input, words: JSON.parse(box.dataset.words), links: [] });
    this.list = box.querySelector("[role=listbox]");
    this.status = box.querySelector("[role=status]");
    const says = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(says)) this.input.setAttribute(name, value);
    index.open().then(() => this.prepare(index.chores(box.dataset.lang)), () => {});
    for (const name of ["input", "keydown", "focus"]) this.input.addEventListener(name, this);
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the field
    box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || this.close());
    this.show();
  }

  /* One chore at a time, while the browser has nothing else to do. */
  prepare(chores) {
    const idle = globalThis.requestIdleCallback ?? setTimeout;
    idle(() => chores.next().done || this.prepare(chores));
  }

  handleEvent(event) {
    if (event.type !== "keydown") return this.show();
    if (event.isComposing) return; // the keys are the input method's
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const from = this.chosen ?? (step > 0 ? -1 : this.links.length);
    let act;
    if (step && this.links.length) act = () => this.choose(from + step);
    else if (event.key === "Escape" && !this.list.hidden) act = () => this.close();
    else if (event.key === "Enter" && this.chosen !== undefined) act = () => this.links[this.chosen].click();
    if (act) event.preventDefault();
    act?.();
  }

  /* Past either end the field itself is chosen again. */
  choose(place) {
    const { links } = this;
    this.reveal(true);
    this.chosen = links[place] ? place : undefined;
    links.forEach((link, each) => (link.parentElement.ariaSelected = String(each === this.chosen)));
    if (this.chosen === undefined) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", links[place].parentElement.id);
    links[place]?.scrollIntoView({ block: "nearest" });
  }

  show() {
    this.look().catch(() => this.close());
  }

  /* An answer that comes after a newer question is dropped. */
  async look() {
    await this.index.open();
    const query = (this.asked = this.input.value.trim());
    if (!query) return this.close();
    if (this.index.terms) await pause(); // each look into a large shop costs files
    if (query !== this.asked) return;
    const answer = await this.index.search(query);
    await this.index.more(answer, SHOWN);
    const shown = answer.found.slice(0, SHOWN);
    if (query !== this.asked || !this.box.contains(document.activeElement)) return;
    const rows = shown.map((each) => this.row(each));
    this.list.replaceChildren(...rows, ...(rows.length ? [this.all(query)] : []));
    const links = (this.links = [...this.list.querySelectorAll("a")]);
    links.forEach((link, place) => Object.assign(link.parentElement, { id: `${this.list.id}-${place}`, role: "option" }));
    this.open(rows.length);
    await pause();
    const newer = this.asked && query !== this.asked; // a closed list asks nothing, and may be opened again
    if (!newer && links === this.links) shown.forEach((each, place) => this.lead(links[place], each));
  }

  /* Where products lie is in other files; until they are there, a row leads to the results for its title. */
  async lead(link, found) {
    const card = await this.index.card(found).catch(() => null);
    if (card) link.href = `/${this.box.dataset.lang}/products/${card.handle}`;
  }

  row(found) {
    const price = found.soldOut ? this.words.soldOut : this.index.match.written(found, this.box.dataset.lang, this.words.from);
    const words = [element("span", {}, found.title), element("span", { className: "search__price" }, price)];
    return element("li", {}, element("a", { href: this.results(found.title), tabIndex: -1 }, ...words));
  }

  all(query) {
    const link = element("a", { href: this.results(query), tabIndex: -1 }, this.words.all);
    return element("li", { className: "search__all" }, link);
  }

  results(query) {
    return `${this.input.form.action}?${new URLSearchParams({ q: query })}`;
  }

  open(count) {
    this.status.textContent = count ? this.words.count.replace("{}", count) : this.words.none;
    this.choose(undefined);
    this.reveal(count > 0);
  }

  close() {
    this.asked = this.chosen = undefined;
    this.status.textContent = "";
    this.input.removeAttribute("aria-activedescendant");
    this.reveal(false);
  }

  reveal(open) {
    this.list.hidden = !open;
    this.input.ariaExpanded = String(open);
  }
}

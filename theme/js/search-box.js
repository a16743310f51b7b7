/*
  <search-box> wraps the search form of the header. Everything else of searching is fetched when the
  field is first used: data-scripts are the modules of the index, data-list the one that shows
  results as they are typed. Without them the form leads to the results page, as without JavaScript.

  shopSearch() → the index of this page's language, for the results page too.
*/
const box = document.querySelector("search-box");
let opened;

globalThis.shopSearch = () => {
  const { scripts, lang } = box.dataset;
  opened ??= Promise.all(scripts.split(" ").map((script) => import(script))).then(
    ([words, match, shards, index]) => new index.SearchIndex(`/search/${lang}`, words, match, shards),
  );
  return opened;
};

customElements.define(
  "search-box",
  class extends HTMLElement {
    connectedCallback() {
      this.input = this.querySelector("input");
      this.input.value ||= new URLSearchParams(location.search).get("q") ?? "";
      this.input.addEventListener("focus", this, { once: true });
      if (this.input === document.activeElement) this.handleEvent();
    }

    async handleEvent() {
      try {
        const [{ SearchList }, index] = await Promise.all([import(this.dataset.list), shopSearch()]);
        this.results = new SearchList(this, index);
      } catch {
        opened = undefined; // no connection: the form still works, and the next focus asks again
        this.input.addEventListener("focus", this, { once: true });
      }
    }
  },
);

/*
  <search-page>: the results of ?q=… as cards, with facets to narrow them down. A large shop's are
  looked up as far as they are shown; "show more" looks further.
*/
const STEP = 12;

customElements.define(
  "search-page",
  class extends HTMLElement {
    async connectedCallback() {
      this.words = JSON.parse(this.dataset.words);
      this.language = this.dataset.lang;
      this.query = (new URLSearchParams(location.search).get("q") ?? "").trim();
      this.find = (name) => this.querySelector(`[data-${name}]`);
      this.shown = STEP;
      if (!this.query) return;
      this.ariaBusy = "true";
      try {
        const [{ Facets }, index] = await Promise.all([import(this.dataset.facets), shopSearch()]);
        await this.start(Facets, index);
      } catch {
        this.find("failed").hidden = false;
      }
      this.ariaBusy = "false";
    }

    async start(Facets, index) {
      this.index = index;
      this.answer = await index.search(this.query);
      const money = (found, amount) => index.match.written(found, this.language, "{}", amount);
      this.facets = new Facets(this.find("facets"), this.words, money);
      this.find("facets").addEventListener("change", this);
      this.find("more").addEventListener("click", this);
      await this.look();
    }

    async handleEvent(event) {
      if (event.type === "change") {
        this.facets.read(this.query);
        this.shown = STEP;
      } else this.shown += STEP;
      await this.look();
    }

    /* What was asked last is shown last, whatever comes back first. */
    async look() {
      const turn = (this.turn = (this.turn ?? 0) + 1);
      const found = () => this.answer.found.filter((each) => this.facets.accepts(each));
      if (found().length < this.shown) await this.index.more(this.answer, STEP);
      const some = found().slice(0, this.shown);
      const cards = await Promise.all(some.map((each) => this.index.card(each)));
      if (turn === this.turn) this.show(found(), some.flatMap((each, place) => (cards[place] ? [[each, cards[place]]] : [])));
    }

    show(found, some) {
      const { answer } = this;
      const all = answer.whole || !answer.rest.length;
      this.find("start").hidden = answer.found.length > 0;
      this.find("none").hidden = found.length > 0;
      this.find("filters").hidden = !answer.found.length;
      this.find("count").textContent = this.counted(all ? found.length : `${some.length}+`);
      this.find("corrected").textContent = answer.corrected && found.length ? this.words.corrected.replace("{}", answer.words?.join(" ") ?? answer.corrected.join(" ")) : "";
      this.facets.draw(answer.found, all);
      this.find("cards").replaceChildren(...some.map(([each, card]) => this.card(each, card)));
      this.find("more").hidden = all && found.length <= this.shown;
    }

    counted(number) {
      return (number === 1 ? this.words.one : this.words.many.replace("2", number)).replace("{}", () => this.query);
    }

    card(found, { handle, picture }) {
      const card = document.importNode(this.find("card").content, true);
      const part = (name) => card.querySelector(`[data-${name}]`);
      const link = part("title");
      const price = (amount) => this.index.match.written(found, this.language, this.words.from, amount);
      link.textContent = found.title;
      link.href = `/${this.language}/products/${handle}`;
      if (picture) part("picture").src = picture;
      else part("picture").remove();
      part("brand").textContent = found.brand;
      for (const [name, shown] of Object.entries({ "sold-out": found.soldOut, "on-sale": found.onSale && !found.soldOut, pick: found.recommended }))
        if (!shown) part(name).remove();
      if (!card.querySelector(".tag")) card.querySelector(".tags").remove();
      if (found.former) part("former").textContent = price(found.former);
      else part("former").parentElement.remove();
      part("price").textContent = price() || this.words.onRequest;
      part("now").classList.toggle("price__now--sale", found.onSale);
      if (!found.onSale) part("sale").remove();
      card.querySelector(".card").classList.toggle("card--sold-out", found.soldOut);
      return card;
    }
  },
);

/*
  <stock-note data-skus="A B">: asks once what is left of each variant, closes what is sold out
  since the page was made, and says how few are left of the chosen one. What the shopper has chosen
  by then stays chosen, even if it is gone: another in its place would be bought by mistake. Without
  an answer the page stays as it was made: the cart asks again anyway.
*/
customElements.define(
  "stock-note",
  class extends HTMLElement {
    connectedCallback() {
      this.form = this.closest("form");
      for (const name of ["change", "submit"]) this.form.addEventListener(name, this);
      const options = [...(this.form.querySelector("select[name=sku]")?.options ?? [])];
      this.chosen = options.find((option) => !option.disabled)?.selected === false; // in the address, or before this ran
      this.ask();
    }

    handleEvent({ target }) {
      if (target.name !== "quantity") this.chosen = true;
      this.show();
    }

    async ask() {
      const skus = this.dataset.skus.split(" ").map((sku) => ["sku", sku]);
      try {
        const answer = await fetch(`/api/stock?${new URLSearchParams(skus)}`, { headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const { items } = await answer.json();
        this.left = new Map(items.map(({ sku, available }) => [sku, available]));
      } catch {
        return;
      }
      this.close();
      this.show();
    }

    close() {
      const list = this.form.querySelector("select[name=sku]");
      if (!list) return;
      for (const option of list.options) if (this.left.get(option.value) === 0) option.disabled = true;
      if (list.selectedOptions[0]?.disabled && !this.chosen) {
        const next = [...list.options].find((option) => !option.disabled);
        if (next) list.value = next.value;
      }
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }

    show() {
      if (!this.left) return;
      const left = this.left.get(this.form.elements.sku.value);
      for (const note of this.children) note.hidden = String(left) !== note.dataset.left;
      this.form.querySelector("[type=submit]").disabled = left === 0;
    }
  },
);

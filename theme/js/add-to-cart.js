/*
  <add-to-cart> wraps the form of a product. Instead of leaving the page it puts the variant into
  the cart of this browser and says so; where the browser keeps nothing the form posts as it is.
  What it said goes when something else is chosen, not when <stock-note> hears late what is left.
*/
customElements.define(
  "add-to-cart",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("submit", this);
      this.addEventListener("change", this);
    }

    handleEvent(event) {
      const status = this.querySelector(".added");
      const { elements } = this.querySelector("form");
      const sku = elements.sku.value;
      const quantity = Number(elements.quantity?.value) || 1;
      const chosen = `${quantity} ${sku}`;
      if (event.type !== "submit" && chosen === this.added) return;
      status.replaceChildren();
      if (event.type !== "submit") return;
      if (!sku || !globalThis.shopCart?.add(sku, quantity)) return;
      event.preventDefault();
      this.added = chosen;
      const said = this.querySelector(".added + template").content;
      status.append(document.importNode(said, true));
    }
  },
);

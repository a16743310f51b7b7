/*
  <add-to-cart> wraps the form of a product. Instead of leaving the page it puts the variant into
  the cart of this browser and says so; where the browser keeps nothing the form posts as it is.
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
      status.replaceChildren();
      if (event.type !== "submit") return;
      const values = new FormData(event.target);
      const sku = values.get("sku");
      if (!sku || !globalThis.shopCart?.add(sku, Number(values.get("quantity")) || 1)) return;
      event.preventDefault();
      const said = this.querySelector(".added + template").content;
      status.append(document.importNode(said, true));
    }
  },
);

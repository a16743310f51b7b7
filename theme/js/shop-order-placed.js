/* <shop-order-placed> stands on the page of an order just placed: its lines leave the cart. */
customElements.define(
  "shop-order-placed",
  class extends HTMLElement {
    connectedCallback() {
      globalThis.shopCart?.clear();
    }
  },
);

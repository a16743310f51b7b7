/*
  <cart-count> in the header: how many things are in the cart of this browser.

  This file is on every page, so it also holds the cart itself, for the other elements:
  shopCart.lines() → [{sku, quantity}], .add(sku, quantity), .set(lines), .clear(). Each returns
  false where the browser keeps nothing (private windows, blocked storage); callers then leave the
  work to the plain form. A change is announced as "cart:change" on window.
*/
const KEY = "cart";
const LARGEST = 999;
const MOST_LINES = 30; // the server takes no more in one order

const sound = (line) => typeof line?.sku === "string" && Number.isInteger(line.quantity) && line.quantity > 0;
const bounded = (line) => ({ ...line, quantity: Math.min(line.quantity, LARGEST) });

const shopCart = {
  lines() {
    try {
      const lines = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(lines) ? lines.filter(sound).map(bounded) : [];
    } catch {
      return [];
    }
  },
  set(lines) {
    try {
      localStorage.setItem(KEY, JSON.stringify(lines.filter(sound)));
    } catch {
      return false;
    }
    dispatchEvent(new Event("cart:change"));
    return true;
  },
  add(sku, quantity) {
    const lines = this.lines();
    const line = lines.find((each) => each.sku === sku);
    if (line) line.quantity = Math.min(line.quantity + quantity, LARGEST);
    else if (lines.length < MOST_LINES) lines.push({ sku, quantity });
    else return false;
    return this.set(lines);
  },
  clear() {
    return this.set([]);
  },
};
globalThis.shopCart = shopCart;

customElements.define(
  "cart-count",
  class extends HTMLElement {
    connectedCallback() {
      addEventListener("cart:change", this);
      addEventListener("storage", this); // another tab
      addEventListener("pageshow", this); // back from the checkout
      this.handleEvent();
    }

    disconnectedCallback() {
      for (const name of ["cart:change", "storage", "pageshow"]) removeEventListener(name, this);
    }

    handleEvent() {
      this.textContent = shopCart.lines().reduce((sum, line) => sum + line.quantity, 0) || "";
    }
  },
);

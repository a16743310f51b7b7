/*
  <shop-cart>: the cart page. The server prices the lines this browser keeps and answers with the
  same fragment that a browser without JavaScript gets; its form changes the lines here instead of
  a cookie. An older answer never overwrites a newer one, nor a number that somebody is typing; and
  the checkout gets the lines as they are, not as the last answer had them.
*/
customElements.define(
  "shop-cart",
  class extends HTMLElement {
    connectedCallback() {
      this.failed = this.querySelector("template");
      this.addEventListener("submit", this);
      this.addEventListener("change", this);
      this.addEventListener("focusout", this);
      for (const name of ["storage", "pageshow"]) addEventListener(name, this);
      this.load();
    }

    disconnectedCallback() {
      for (const name of ["storage", "pageshow"]) removeEventListener(name, this);
    }

    handleEvent(event) {
      if (event.type === "storage") return event.key === "cart" && this.load();
      if (event.type === "pageshow") return event.persisted && this.load();
      if (event.type === "focusout") return this.unshown && this.load();
      const form = event.target.form ?? event.target; // the coupon's field stands outside its form
      if (event.type === "submit" && form.elements.lines) this.leave(event, form.elements);
      if (!form.matches(".lines-form")) return;
      const removed = event.submitter?.name === "remove" ? event.submitter.value : undefined;
      if (event.type === "submit") event.preventDefault();
      if (removed === undefined && !form.reportValidity()) return;
      this.keep(form, removed);
    }

    /* To the checkout: with what is in the cart by now, and the coupon that stands in its field. */
    leave(event, { lines, coupon }) {
      const now = shopCart.lines();
      if (!now.length) return event.preventDefault();
      lines.value = JSON.stringify(now);
      coupon.value = this.querySelector("#coupon")?.value ?? coupon.value;
    }

    /* Takes the numbers that were typed; the others may be older than what another tab has put in. */
    keep(form, removed) {
      const lines = shopCart.lines().filter(({ sku }) => sku !== removed);
      for (const line of lines) {
        const field = form.elements[`quantity:${line.sku}`];
        if (field?.validity.valid && field.value !== field.defaultValue) line.quantity = Number(field.value);
      }
      this.coupon = form.elements.coupon?.value ?? "";
      for (const field of form.elements) field.defaultValue = field.value; // taken: nobody is typing it
      shopCart.set(lines);
      this.load();
    }

    async load() {
      this.request?.abort();
      const { signal } = (this.request = new AbortController());
      this.unshown = false;
      this.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch("/api/cart", {
          method: "POST",
          headers: { "Content-Type": "application/json", Accept: "text/html", "X-Fragment": "cart" },
          body: JSON.stringify({ lines: shopCart.lines(), coupon: this.coupon, lang: this.dataset.lang }),
          signal,
        });
        if (!answer.ok) throw new Error(answer.statusText);
        this.fill(await answer.text(), signal);
      } catch {
        if (!signal.aborted && !this.typing()) this.replaceChildren(document.importNode(this.failed.content, true));
      }
      if (!signal.aborted) this.setAttribute("aria-busy", "false");
    }

    typing() {
      const field = document.activeElement;
      this.unshown = this.contains(field) && field.matches("input") && field.value !== field.defaultValue;
      return this.unshown;
    }

    /* Puts the fragment in and the focus back where it was: a field, or − or + beside it. While
       somebody is typing it waits, and is asked for anew when they leave the field. */
    fill(html, signal) {
      if (signal.aborted) return;
      if (this.typing()) return;
      const held = this.contains(document.activeElement) && document.activeElement;
      const id = held && (held.id || held.closest("quantity-field")?.querySelector("input").id);
      this.innerHTML = html;
      if (!held) return;
      const field = id && document.getElementById(id);
      const step = held.dataset.step && field?.parentElement.querySelector(`[data-step="${held.dataset.step}"]`);
      (step || field || document.getElementById("main")).focus({ preventScroll: true });
    }
  },
);

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
      addEventListener("storage", this);
      this.load();
    }

    disconnectedCallback() {
      removeEventListener("storage", this);
    }

    handleEvent(event) {
      if (event.type === "storage") return event.key === "cart" && this.load();
      if (event.type === "focusout") return this.unshown && this.load();
      const form = event.target.form ?? event.target; // the coupon's field stands outside its form
      if (event.type === "submit" && form.elements.lines) form.elements.lines.value = JSON.stringify(shopCart.lines());
      if (!form.matches(".lines-form")) return;
      const removed = event.submitter?.name === "remove" ? event.submitter.value : undefined;
      if (event.type === "submit") event.preventDefault();
      if (removed === undefined && !form.reportValidity()) return;
      this.keep(form, removed);
    }

    keep(form, removed) {
      const values = new FormData(form);
      const lines = shopCart.lines().filter(({ sku }) => sku !== removed);
      for (const line of lines) line.quantity = Number(values.get(`quantity:${line.sku}`) ?? line.quantity);
      this.coupon = values.get("coupon") ?? "";
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
        if (!signal.aborted) this.replaceChildren(document.importNode(this.failed.content, true));
      }
      if (!signal.aborted) this.setAttribute("aria-busy", "false");
    }

    /* Puts the fragment in and the focus back where it was: a field, or − or + beside it. While
       somebody is typing it waits, and is asked for anew when they leave the field. */
    fill(html, signal) {
      if (signal.aborted) return;
      const held = this.contains(document.activeElement) && document.activeElement;
      this.unshown = held && held.matches("input") && held.value !== held.defaultValue;
      if (this.unshown) return;
      const id = held && (held.id || held.closest("quantity-field")?.querySelector("input").id);
      this.innerHTML = html;
      if (!held) return;
      const field = id && document.getElementById(id);
      const step = held.dataset.step && field?.parentElement.querySelector(`[data-step="${held.dataset.step}"]`);
      (step || field || document.getElementById("main")).focus({ preventScroll: true });
    }
  },
);

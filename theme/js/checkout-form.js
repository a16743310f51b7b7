/*
  <checkout-form>: asks for delivery, payment and totals again whenever something marked
  data-reprice changes (country, delivery, coupon), and puts the server's fragment in their place.
*/
customElements.define(
  "checkout-form",
  class extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.summary = this.querySelector("[data-summary]");
      this.form.addEventListener("change", this);
      this.form.addEventListener("submit", this);
      addEventListener("pageshow", this); // back from the order: the button works again
    }

    disconnectedCallback() {
      removeEventListener("pageshow", this);
    }

    handleEvent(event) {
      if (event.type === "pageshow") this.sent = false;
      else if (event.type === "submit") this.once(event);
      else if (event.target.matches("[data-reprice]")) this.reprice();
    }

    /* One press, one order: neither twice, nor while the totals are on their way. */
    once(event) {
      if (event.submitter?.matches("[data-apply]")) {
        event.preventDefault();
        this.reprice();
      } else if (this.sent || this.summary.ariaBusy === "true") event.preventDefault();
      else this.sent = true;
    }

    async reprice() {
      this.request?.abort();
      const { signal } = (this.request = new AbortController());
      this.summary.ariaBusy = "true";
      try {
        const answer = await fetch("/api/checkout/quote", {
          method: "POST",
          headers: { Accept: "text/html", "X-Fragment": "checkout" },
          body: new URLSearchParams(new FormData(this.form)),
          signal,
        });
        if (!answer.ok) throw new Error(answer.statusText);
        this.fill(await answer.text(), signal);
      } catch {
        if (!signal.aborted) this.plain();
      }
      if (!signal.aborted) this.summary.ariaBusy = "false";
    }

    fill(html, signal) {
      if (signal.aborted) return;
      const { name, value, id } = document.activeElement;
      const inside = this.summary.contains(document.activeElement);
      const paid = new FormData(this.form).get("payment");
      this.summary.innerHTML = html;
      const radios = [...this.summary.querySelectorAll("[type=radio]")];
      const payment = radios.find((each) => each.name === "payment" && each.value === paid);
      if (payment) payment.checked = true;
      const radio = radios.find((each) => each.name === name && each.value === value);
      if (inside) (radio ?? (id && this.summary.querySelector(`#${id}`)))?.focus?.();
    }

    /* No answer: show the button that a page without a script has. */
    plain() {
      for (const button of this.querySelectorAll("[data-update]")) button.style.display = "inline-flex";
    }
  },
);

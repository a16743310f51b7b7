/*
  <checkout-form>: asks for delivery, payment and totals again whenever something marked
  data-reprice changes (country, delivery, coupon), and puts the server's fragment in their place;
  what was chosen or typed there while the answer was on its way stays. A page that the browser puts
  back as it was left (Back) may hold other choices than its totals are of: then it asks, too.
*/
customElements.define(
  "checkout-form",
  class extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.summary = this.querySelector("[data-summary]");
      for (const name of ["change", "submit", "focusout"]) this.form.addEventListener(name, this);
      addEventListener("pageshow", this);
    }

    disconnectedCallback() {
      removeEventListener("pageshow", this);
    }

    handleEvent(event) {
      if (this.filling) return; // a field that is replaced while somebody types says that it changed
      if (event.type === "pageshow") this.again();
      else if (event.type === "submit") this.once(event);
      else if (event.type === "focusout") this.unasked && this.reprice();
      else if (event.target.matches("[data-reprice]")) this.reprice();
    }

    /* Back from the order: the button works, and the totals are of what the fields hold. */
    again() {
      this.sent = false;
      const repricing = [...this.form.querySelectorAll("[data-reprice]")];
      if (repricing.some((field) => this.differs(field))) this.reprice();
    }

    /* From what the server wrote into it. */
    differs(field) {
      if (field.options) return [...field.options].some((each) => each.selected !== each.defaultSelected);
      return field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
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
      this.unasked = false;
      const { signal } = (this.request = new AbortController());
      this.summary.ariaBusy = "true";
      const sent = new FormData(this.form);
      try {
        const answer = await fetch("/api/checkout/quote", {
          method: "POST",
          headers: { Accept: "text/html", "X-Fragment": "checkout" },
          body: new URLSearchParams(sent),
          signal,
        });
        if (!answer.ok) throw new Error(answer.statusText);
        this.fill(await answer.text(), signal, sent);
      } catch {
        if (!signal.aborted) this.plain();
      }
      if (!signal.aborted) this.summary.ariaBusy = "false";
    }

    /* The answer, with what was entered since it was asked for; a coupon is tried when it is whole. */
    fill(html, signal, sent) {
      if (signal.aborted) return;
      const { name, value, id } = document.activeElement;
      const inside = this.summary.contains(document.activeElement);
      const since = [...new FormData(this.form)].filter(([field, now]) => field === "payment" || now !== sent.get(field));
      this.filling = true;
      this.summary.innerHTML = html;
      this.filling = false;
      this.unasked = since.some(([field]) => field === "coupon");
      for (const [field, now] of since) this.choose(field, now);
      const radio = this.fields(name).find((each) => each.type === "radio" && each.value === value);
      if (inside) (radio ?? (id && this.summary.querySelector(`#${id}`)))?.focus?.();
    }

    fields(name) {
      return [...this.summary.querySelectorAll("[name]")].filter((each) => each.name === name);
    }

    /* As far as it is offered. */
    choose(name, value) {
      for (const field of this.fields(name)) {
        if (field.type === "radio") field.checked ||= field.value === value;
        else if (!field.options || [...field.options].some((each) => each.value === value && !each.disabled)) field.value = value;
      }
    }

    /* No answer: show the button that a page without a script has. */
    plain() {
      for (const button of this.querySelectorAll("[data-update]")) button.style.display = "inline-flex";
    }
  },
);

/* <quantity-field>: − and + beside a number. A press is an ordinary change of the number. */
customElements.define(
  "quantity-field",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("click", this);
    }

    handleEvent(event) {
      const button = event.target.closest("[data-step]");
      const input = this.querySelector("input");
      if (!button || input.disabled) return;
      const before = input.value;
      if (button.dataset.step > 0) input.stepUp();
      else input.stepDown();
      if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  },
);

/*
  <variant-picker> draws a list of variants as tiles, one row per option ("Size", "Colour").

  The list stays the truth: a press on a tile sets it, and whatever changes it (a tile, the
  address's #sku=…, <stock-note> that marks a variant sold out) is drawn again from it. Prices are
  the server's, cloned from a template per variant. In each row a value can be chosen if some
  variant with it, and with what is chosen in the rows above, can be bought.
*/
customElements.define(
  "variant-picker",
  class extends HTMLElement {
    connectedCallback() {
      this.list = this.querySelector("select");
      const tiles = this.querySelector("template[data-tiles]").content;
      if (tiles.childElementCount) {
        this.list.closest("[data-list]").before(document.importNode(tiles, true));
        this.list.closest("[data-list]").hidden = true;
      }
      this.rows = [...this.querySelectorAll("fieldset")];
      // Tiles are no fields of the form: without a name that is sent, and of one group each.
      for (const radio of this.querySelectorAll("fieldset input")) radio.setAttribute("form", "");
      this.addEventListener("change", this);
      this.fromAddress();
      this.draw();
    }

    handleEvent({ target }) {
      if (target.type === "radio") this.press(this.rows.findIndex((row) => row.contains(target)));
      else if (target !== this.list) return;
      this.draw();
      if (target.type === "radio") this.toAddress();
    }

    options() {
      return [...this.list.options].map((option) => ({
        option,
        values: JSON.parse(option.dataset.options),
        buyable: !option.disabled,
      }));
    }

    chosen() {
      const option = this.list.selectedOptions[0];
      return option ? JSON.parse(option.dataset.options) : [];
    }

    /* The variant that keeps rows 0…row as pressed and as much as it can of the rows below. */
    press(row) {
      const wanted = this.rows.map((each) => each.querySelector(":checked")?.value);
      const kept = ({ values }) => values.slice(0, row + 1).every((value, i) => value === wanted[i]);
      const alike = ({ values }) => values.filter((value, i) => value === wanted[i]).length;
      const [best] = this.options()
        .filter((each) => each.buyable && kept(each))
        .sort((a, b) => alike(b) - alike(a));
      if (best) this.list.value = best.option.value;
      this.list.dispatchEvent(new Event("change", { bubbles: true }));
    }

    draw() {
      const all = this.options();
      const chosen = this.chosen();
      this.rows.forEach((row, index) => {
        for (const radio of row.querySelectorAll("input")) {
          const open = all.some(
            ({ values, buyable }) =>
              buyable && values[index] === radio.value && values.slice(0, index).every((value, i) => value === chosen[i]),
          );
          radio.checked = radio.value === chosen[index];
          radio.disabled = !open && !radio.checked; // the way to the others is through the one that has the focus
          radio.toggleAttribute("data-gone", !open);
        }
      });
      this.showPrice();
      this.showPicture();
    }

    showPrice() {
      const prices = [...this.querySelectorAll("template[data-sku]")];
      const price = prices.find((each) => each.dataset.sku === this.list.value);
      if (price) this.querySelector("[data-price]").replaceChildren(document.importNode(price.content, true));
    }

    /* Slides the gallery, not the page. */
    showPicture() {
      const frame = document.getElementById(this.list.selectedOptions[0]?.dataset.picture);
      if (frame && frame !== this.frame) frame.parentElement.scrollTo({ left: frame.offsetLeft - frame.parentElement.offsetLeft });
      this.frame = frame;
    }

    fromAddress() {
      const sku = new URLSearchParams(location.hash.slice(1)).get("sku");
      const named = [...this.list.options].find((option) => option.value === sku && !option.disabled);
      if (named) this.list.value = sku;
    }

    toAddress() {
      history.replaceState(history.state, "", `#${new URLSearchParams({ sku: this.list.value })}`);
    }
  },
);

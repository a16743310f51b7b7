/*
  <site-menu>: categories and languages. Everything opens and closes without this file; it closes
  what stands open when the reader clicks elsewhere or presses Escape, as one expects on a desk.
*/
customElements.define(
  "site-menu",
  class extends HTMLElement {
    connectedCallback() {
      document.addEventListener("click", this);
      document.addEventListener("keydown", this);
      this.desk = matchMedia("(min-width: 60rem)");
      this.desk.addEventListener("change", this);
    }

    disconnectedCallback() {
      document.removeEventListener("click", this);
      document.removeEventListener("keydown", this);
      this.desk.removeEventListener("change", this);
    }

    handleEvent(event) {
      if (event.type === "change") return this.rearrange();
      if (!this.desk.matches) return;
      const open = this.querySelector("details[open]");
      if (!open) return;
      if (event.type === "click" && !open.contains(event.target)) open.open = false;
      if (event.key === "Escape") {
        open.open = false;
        open.querySelector("summary").focus();
      }
    }

    rearrange() {
      if (this.matches(":popover-open")) this.hidePopover();
      for (const details of this.querySelectorAll("details[open]")) details.open = false;
    }
  },
);

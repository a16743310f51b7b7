/*
  <site-menu>: categories and languages. Everything opens and closes without this file; it closes
  what stands open when the reader clicks or tabs elsewhere or presses Escape, as one expects on a
  desk.
*/
const LEAVING = ["click", "focusin", "keydown"];

customElements.define(
  "site-menu",
  class extends HTMLElement {
    connectedCallback() {
      for (const name of LEAVING) document.addEventListener(name, this);
      this.desk = matchMedia("(min-width: 75rem)");
      this.desk.addEventListener("change", this);
    }

    disconnectedCallback() {
      for (const name of LEAVING) document.removeEventListener(name, this);
      this.desk.removeEventListener("change", this);
    }

    handleEvent(event) {
      if (event.type === "change") return this.rearrange();
      if (!this.desk.matches) return;
      const open = this.querySelector("details[open]");
      if (!open) return;
      if (event.type !== "keydown" && !open.contains(event.target)) open.open = false;
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

// Light, dark, or as the system has it; kept in this browser.

const KEPT = "verband-theme";

export type ThemeName = "system" | "light" | "dark";

class Theme {
  chosen = $state<ThemeName>("system");

  constructor() {
    this.#apply(localStorage.getItem(KEPT) ?? "");
  }

  choose(name: string): void {
    localStorage.setItem(KEPT, name);
    this.#apply(name);
  }

  #apply(name: string): void {
    this.chosen = name === "light" || name === "dark" ? name : "system";
    if (this.chosen === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.chosen;
  }
}

export const theme = new Theme();

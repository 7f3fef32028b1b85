// What people read, from the Fluent files that all apps share (`core/texts/app`).

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { type Language, VerbandError } from "verband-core/types.js";

const KEPT = "verband-language";
const FILES: Record<Language, Record<string, string>> = {
  german: import.meta.glob("verband-texts/de/*.ftl", { query: "?raw", import: "default", eager: true }),
  english: import.meta.glob("verband-texts/en/*.ftl", { query: "?raw", import: "default", eager: true }),
};
const LOCALES: Record<Language, string> = { german: "de", english: "en" };

function bundle(language: Language): FluentBundle {
  const bundle = new FluentBundle(LOCALES[language], { useIsolating: false });
  for (const file of Object.values(FILES[language])) {
    for (const error of bundle.addResource(new FluentResource(file))) throw error;
  }
  return bundle;
}

/** The language of this page: chosen here, or the browser's. */
class Texts {
  language = $state<Language>("german");
  #bundle = $derived(bundle(this.language));

  constructor() {
    const kept = localStorage.getItem(KEPT);
    const browser = navigator.language.startsWith("de") ? "german" : "english";
    this.#apply(kept === "german" || kept === "english" ? kept : browser);
  }

  /** Chooses a language, for the next time too. */
  choose(language: Language): void {
    localStorage.setItem(KEPT, language);
    this.#apply(language);
  }

  #apply(language: Language): void {
    this.language = language;
    document.documentElement.lang = LOCALES[language];
  }

  get locale(): string {
    return LOCALES[this.language];
  }

  text(id: string, values?: Record<string, FluentVariable>): string {
    const message = this.#bundle.getMessage(id);
    if (!message?.value) throw new Error(`there is no text ${id}`);
    return this.#bundle.formatPattern(message.value, values ?? null);
  }

  has(id: string): boolean {
    return this.#bundle.hasMessage(id);
  }
}

export const texts = new Texts();

/** A text in the language of the page. */
export const t = (id: string, values?: Record<string, FluentVariable>): string => texts.text(id, values);

/** What a person is told of an error: its own sentence, else that of its code. */
export function told(error: unknown): string {
  if (!(error instanceof VerbandError)) return t("error-internal");
  return error.sentence || coded(error.code);
}

/** What a person is told of the code of an error. */
export function coded(code: string): string {
  const id = `error-${code}`;
  return texts.has(id) ? t(id) : t("error-internal");
}

export { clock, day, duration, moment, shortly } from "./time.ts";

// What people read, from the Fluent files that all apps share (`core/texts/app`).

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { type Language, VerbandError } from "verband-core/types.js";

const KEPT = "verband-language";
const LOCALES: Record<Language, string> = { german: "de", english: "en" };

/** The texts of a language, which are loaded when somebody reads it. */
async function bundle(language: Language): Promise<FluentBundle> {
  const { files } = await (language === "german" ? import("./texts/german.ts") : import("./texts/english.ts"));
  const bundle = new FluentBundle(LOCALES[language], { useIsolating: false });
  for (const file of Object.values(files)) {
    for (const error of bundle.addResource(new FluentResource(file))) throw error;
  }
  return bundle;
}

/** The language that was chosen here, or the browser's. */
function preferred(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === "german" || kept === "english") return kept;
  return navigator.language.startsWith("de") ? "german" : "english";
}

/** The language of this page. */
class Texts {
  language = $state(preferred());
  #bundle = $state.raw<FluentBundle | null>(null);
  #wanted = this.language;

  /** Loads what is read first: the page is drawn afterwards. */
  begin(): Promise<void> {
    return this.#apply(this.language);
  }

  /** Chooses a language, for the next time too. */
  async choose(language: Language): Promise<void> {
    await this.#apply(language);
    localStorage.setItem(KEPT, language);
  }

  async #apply(language: Language): Promise<void> {
    this.#wanted = language;
    const loaded = await bundle(language);
    // Another one was chosen meanwhile.
    if (this.#wanted !== language) return;
    this.#bundle = loaded;
    this.language = language;
    document.documentElement.lang = LOCALES[language];
  }

  get locale(): string {
    return LOCALES[this.language];
  }

  text(id: string, values?: Record<string, FluentVariable>): string {
    const message = this.#bundle?.getMessage(id);
    if (!this.#bundle || !message?.value) throw new Error(`there is no text ${id}`);
    return this.#bundle.formatPattern(message.value, values ?? null);
  }

  has(id: string): boolean {
    return this.#bundle?.hasMessage(id) ?? false;
  }
}

export const texts = new Texts();

/** A text in the language of the page. */
export const t = (id: string, values?: Record<string, FluentVariable>): string => texts.text(id, values);

/** How many characters a code has between two dashes. */
const GROUP = 4;

/** What a person is told of an error: its own sentence, else that of its code. */
export function told(error: unknown): string {
  if (!(error instanceof VerbandError)) return t("error-internal");
  // The core says which character of a code is most likely wrong.
  const place = error.code === "code" ? Number(error.reference) : 0;
  if (place > 0) return t("error-code-at", { place, group: Math.ceil(place / GROUP) });
  return error.sentence || coded(error.code);
}

/** What a person is told of the code of an error. */
export function coded(code: string): string {
  const id = `error-${code}`;
  return texts.has(id) ? t(id) : t("error-internal");
}

export { clock, day, duration, moment, shortly } from "./time.ts";

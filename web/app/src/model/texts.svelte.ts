// What people read, from the Fluent files that all apps share (`core/texts/app`), and how dates are written.

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
  if (error.sentence) return error.sentence;
  const id = `error-${error.code}`;
  return texts.has(id) ? t(id) : t("error-internal");
}

const DAY = 86_400_000;

/** A time in a list: today the hour, this week the weekday, else the day. */
export function shortly(at: number, now: number): string {
  if (at === 0) return "";
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString()) return clock(at);
  const form: Intl.DateTimeFormatOptions =
    now - at < 6 * DAY ? { weekday: "short" } : { day: "2-digit", month: "2-digit", year: "2-digit" };
  return new Intl.DateTimeFormat(texts.locale, form).format(date);
}

/** The hour and minute. */
export function clock(at: number): string {
  return new Intl.DateTimeFormat(texts.locale, { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** A day and its hour. */
export function moment(at: number): string {
  return new Intl.DateTimeFormat(texts.locale, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** How long something takes that is heard or seen: minutes and seconds. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A day in words, as it stands between messages. */
export function day(at: number, now: number): string {
  const date = new Date(at).toDateString();
  if (date === new Date(now).toDateString()) return t("today");
  if (date === new Date(now - DAY).toDateString()) return t("yesterday");
  return new Intl.DateTimeFormat(texts.locale, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at);
}

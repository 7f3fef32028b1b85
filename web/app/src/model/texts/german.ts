// All texts in German, to be loaded as one.

export const files: Record<string, string> = import.meta.glob("verband-texts/de/*.ftl", { query: "?raw", import: "default", eager: true });

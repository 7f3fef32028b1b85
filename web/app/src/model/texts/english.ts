// All texts in English, to be loaded as one.

export const files: Record<string, string> = import.meta.glob("verband-texts/en/*.ftl", { query: "?raw", import: "default", eager: true });

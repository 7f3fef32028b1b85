// The page asks only itself for scripts; browsers want that said.

const policy = window.trustedTypes?.createPolicy("verband-worker", { createScriptURL: (url) => url });

/** The address of a script of the app's own. */
export function trusted(url: string): string {
  return (policy?.createScriptURL(url) ?? url) as string;
}

declare module "virtual:tokens.css";
declare module "*.ftl?raw" {
  const text: string;
  export default text;
}

interface TrustedTypePolicy {
  createScriptURL(url: string): { toString(): string };
}

interface Window {
  trustedTypes?: {
    createPolicy(name: string, rules: { createScriptURL(url: string): string }): TrustedTypePolicy;
  };
}

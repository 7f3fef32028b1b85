// Bytes that the page has in memory, for what browsers want addresses of: an address is taken back with whatever it was for.

/** Shows a picture in an `img` for as long as that is there. */
export const shows = (bytes: Uint8Array) => (image: HTMLImageElement) => {
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
  image.src = address;
  return () => URL.revokeObjectURL(address);
};

/** Hands a paper to the browser to be saved: it leaves the vault. */
export function save(pdf: Uint8Array<ArrayBuffer>, name: string): void {
  const href = URL.createObjectURL(new Blob([pdf], { type: "application/pdf" }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  URL.revokeObjectURL(href);
}

// Bytes that the page has in memory, for what browsers want addresses of: an address is taken back with whatever it was for.

/** Shows a picture in an `img` for as long as that is there. */
export const shows = (bytes: Uint8Array) => (image: HTMLImageElement) => {
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
  image.src = address;
  return () => URL.revokeObjectURL(address);
};

/** Plays a recording in a `video` or `audio` for as long as that is there. */
export const plays = (recording: Blob) => (media: HTMLMediaElement) => {
  const address = URL.createObjectURL(recording);
  media.src = address;
  return () => {
    // It asks for nothing more first.
    media.removeAttribute("src");
    media.load();
    URL.revokeObjectURL(address);
  };
};

/** How long the browser has for taking what it was handed, in milliseconds: some begin later than they say. */
const TAKING = 60_000;

/** Hands something to the browser to be saved, a paper if nothing else is said: it leaves the vault. */
export function save(content: BlobPart, name: string, type = "application/pdf"): void {
  const href = URL.createObjectURL(new Blob([content], { type }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), TAKING);
}

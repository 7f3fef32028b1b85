// The browser asks before it leaves a page that holds what is nowhere else.

export function asksBeforeUnload(held: () => boolean): void {
  addEventListener("beforeunload", (event) => {
    if (held()) event.preventDefault();
  });
}

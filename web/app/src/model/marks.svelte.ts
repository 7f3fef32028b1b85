// What is painted on a photo while somebody looks through it: marks in their order, the one that is chosen, and the way back.

import type { PhotoMark } from "verband-core/photos.js";

export class Marks {
  list = $state.raw<readonly PhotoMark[]>([]);
  /** The place of the chosen one; -1 if none is. */
  chosen = $state(-1);
  readonly one = $derived(this.list[this.chosen] ?? null);
  #past = $state.raw<readonly (readonly PhotoMark[])[]>([]);
  #flowing = false;

  get undoable(): boolean {
    return this.#past.length > 0;
  }

  /** How many of them make something unrecognisable. */
  get covers(): number {
    return this.list.filter((mark) => mark.type === "cover").length;
  }

  add(...marks: readonly PhotoMark[]): void {
    this.#step([...this.list, ...marks], this.list.length + marks.length - 1);
  }

  choose(index: number): void {
    if (index !== this.chosen) this.settle();
    this.chosen = index;
  }

  /** Changes the chosen one. What flows, as under a finger that moves, is one step until it settles. */
  change(mark: PhotoMark, flowing = false): void {
    if (!this.one) return;
    const list = this.list.with(this.chosen, mark);
    if (flowing && this.#flowing) this.list = list;
    else this.#step(list, this.chosen);
    this.#flowing = flowing;
  }

  settle(): void {
    this.#flowing = false;
  }

  /** Takes the chosen one away. */
  remove(): void {
    if (!this.one) return;
    const list = this.list.toSpliced(this.chosen, 1);
    this.#step(list, Math.min(this.chosen, list.length - 1));
  }

  undo(): void {
    const last = this.#past.at(-1);
    if (!last) return;
    this.#past = this.#past.slice(0, -1);
    this.list = last;
    this.chosen = -1;
    this.settle();
  }

  #step(list: readonly PhotoMark[], chosen: number): void {
    this.#past = [...this.#past, this.list];
    this.list = list;
    this.chosen = chosen;
    this.settle();
  }
}

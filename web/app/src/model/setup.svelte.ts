// How far a new organisation has come with what it needs. What the core can tell is asked of it; what it cannot (that a paper
// lies in the safe) is kept in this browser.

const KEPT = "verband-setup";

const BLANK = { begun: false, closed: false, sheet: false, rules: false };
type Kept = typeof BLANK;

class Setup {
  #kept = $state<Kept>({ ...BLANK });

  constructor() {
    try {
      Object.assign(this.#kept, JSON.parse(localStorage.getItem(KEPT) ?? "{}"));
    } catch {
      // What somebody else wrote there is forgotten.
    }
  }

  get begun(): boolean {
    return this.#kept.begun;
  }

  /** Whether it is over: the administration does not remind of it any more. */
  get closed(): boolean {
    return this.#kept.closed;
  }

  /** Whether the recovery sheet lies where it belongs. */
  get sheet(): boolean {
    return this.#kept.sheet;
  }

  /** Whether somebody has looked the rules through. */
  get rules(): boolean {
    return this.#kept.rules;
  }

  /** Somebody has founded: nothing is done yet, whatever was in an organisation before. */
  begin(): void {
    this.note({ ...BLANK, begun: true });
  }

  note(facts: Partial<Kept>): void {
    Object.assign(this.#kept, facts);
    localStorage.setItem(KEPT, JSON.stringify(this.#kept));
  }
}

export const setup = new Setup();

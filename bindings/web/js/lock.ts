// What is known of a profile while it is locked.

/** What a lock screen has to know before it asks for a PIN. */
export interface LockScreen {
  /** Whether the organisation permits that fingerprint or face stands for the PIN, as of the last contact. */
  biometrics: boolean;
  /** How long the PIN is at least. */
  pinLength: number;
  /** How long to wait before the next try counts, in milliseconds. */
  waitMs: number;
  /** Wrong PINs until the profile is wiped, if the organisation wants that. */
  triesLeft: number | null;
}

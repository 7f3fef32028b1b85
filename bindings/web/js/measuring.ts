// Measuring in photos of wounds, where the policy permits it. The same list as in `src/command/measuring.rs`.

import type { PhotoPoint } from "./photos.js";
import type { Language } from "./types.js";
import type { WoundFinding } from "./wounds.js";

/** Two points on a ruler in a photo. */
export interface WoundRuler {
  /** One, in pixels of the upright photo in full size. */
  from: PhotoPoint;
  /** The other one. */
  to: PhotoPoint;
  /** What lies between them, in millimetres, 5 to 1,000. */
  mm: number;
}

/** What somebody drew in a photo to measure it. */
export interface PhotoMeasure {
  /** The event of the photo, which is of the wound. */
  photo: string;
  /** Two points on a ruler in the photo; left out: by the markers in it. */
  ruler?: WoundRuler;
  /**
   * The outline of the wound, in pixels of the upright photo in full size, at most 10,000 points; or the two ends of a
   * length.
   */
  outline: PhotoPoint[];
}

/** A marker that was found in a photo. */
export interface WoundMarker {
  /** The side of its frame, in millimetres. */
  sideMm: number;
  /** The four corners of the frame, in the middle of its bars, in pixels of the upright photo in full size. */
  corners: PhotoPoint[];
}

/** A figure and what it may be off by: of a hundred flat wounds, in 95 it is less. */
export interface WoundFigure {
  /** Lengths in tenths of a millimetre, areas in square millimetres. */
  value: number;
  /** In the same. */
  error: number;
}

/** What was measured in a photo. */
export interface WoundMeasurement {
  /** The event of the photo. It may have been deleted since. */
  photoEvent: string;
  /** How: a code of `measured`; `measuringCaveat` says what holds of it. */
  method: string;
  /** By which markers, if by markers. */
  markers: WoundMarker[];
  /** By which points on a ruler, if by a ruler. */
  ruler: WoundRuler | null;
  /** What was drawn, thinned to the points that its shape needs. */
  outline: PhotoPoint[];
  /** The longest extent, in tenths of a millimetre. */
  length: WoundFigure;
  /** The widest across it, in the same; null of two points. */
  width: WoundFigure | null;
  /** The area, in square millimetres. */
  area: WoundFigure | null;
  /** The length of the outline, in tenths of a millimetre. */
  perimeter: WoundFigure | null;
  /** The version of the arithmetic that it was reckoned by. */
  arithmetic: number;
}

/** Measuring in photos of wounds. */
export interface Measuring {
  /** The markers that can be measured by in a photo of a wound. */
  woundMarkers: [{ conversation: string; wound: string; photo: string }, WoundMarker[]];
  /** Measures an outline, or a length, in a photo of a wound. Nothing is written. */
  measurePhoto: [{ conversation: string; wound: string; drawn: PhotoMeasure }, WoundMeasurement];
  /**
   * Enters a finding with what is measured in a photo of the wound: its length, width and area are those. Its id comes
   * back.
   */
  recordMeasuredFinding: [
    { conversation: string; wound: string; finding: WoundFinding; drawn: PhotoMeasure }, string,
  ];
  /** Corrects a finding, all of it at once, with what is measured in a photo of its wound. */
  correctMeasuredFinding: [
    { conversation: string; finding: string; content: WoundFinding; drawn: PhotoMeasure; reason: string }, string,
  ];
  /** What holds of figures that were measured in this way, a code of `measured`: to be shown beside them. */
  measuringCaveat: [{ method: string; language: Language }, string];
}

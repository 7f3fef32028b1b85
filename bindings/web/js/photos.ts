// Photos: what is painted on them, and what may have to be covered.

/** A place in pixels of the upright photo in full size, from its upper left corner. It may lie outside. */
export interface PhotoPoint {
  x: number;
  y: number;
}

/** An upright rectangle in the same pixels. */
export interface PhotoArea extends PhotoPoint {
  width: number;
  height: number;
}

/** What is covered: a rectangle, or what a brush of a width went over. */
export type CoverShape = ({ type: "rectangle" } & PhotoArea) | { type: "stroke"; points: PhotoPoint[]; width: number };

/** What stands in its place: black, or blocks of one colour each, at most eight across, with noise upon each. */
export type CoverFill = "solid" | "pixelated";

/** One mark on a photo. Texts are white on black, in letters of Western European languages. */
export type PhotoMark =
  | { type: "cover"; shape: CoverShape; fill: CoverFill }
  | { type: "arrow"; from: PhotoPoint; to: PhotoPoint }
  | { type: "text"; at: PhotoPoint; text: string };

/** What somebody who looked through a photo did with it. To undo is to leave the last mark out. */
export interface PhotoReview {
  marks: PhotoMark[];
  /** She says that she has looked, and that there is nothing to hide besides. */
  checked: boolean;
}

/** A part of a photo that may have to be covered. A code comes with what stands beside it. */
export interface Proposal {
  kind: "face" | "code";
  area: PhotoArea;
  /** How sure the detector is, in percent: for an order, not for leaving anything out. */
  confidence: number;
}

/** What was found on a photo, which is never all, and what to tell the person. */
export interface Proposals {
  /** Faces, then codes; surest first. */
  found: Proposal[];
  text: string;
}

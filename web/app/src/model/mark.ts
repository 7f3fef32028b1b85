// Where a mark lies on a photo, and how it is moved and pulled. Places are pixels of the photo; what is painted there decides the core.

import type { CoverFill, PhotoArea, PhotoMark, PhotoPoint } from "verband-core/photos.js";

export interface Size {
  width: number;
  height: number;
}

/** What one draws with. */
export type Tool = "box" | "brush" | "arrow" | "text";

/** A text is so many dots high for each letter, and a photo so many texts high on its longer side. */
const [DOTS, LINES] = [8, 40];
/** Points of a stroke, at most. */
export const POINTS = 5_000;

export const longSide = ({ width, height }: Size) => Math.max(width, height);

/** One dot of a text, and the plate under it. */
export function plate({ at, text }: { at: PhotoPoint; text: string }, size: Size): PhotoArea & { dot: number } {
  const dots = DOTS * [...text.trim()].length + 2;
  const dot = Math.min(Math.max(longSide(size) / LINES / DOTS, 1), size.width / dots);
  const [width, height] = [dots * dot, (DOTS + 2) * dot];
  const inside = (place: number, is: number, whole: number) => Math.max(Math.min(place, whole - is), 0);
  return { x: inside(at.x, width, size.width), y: inside(at.y, height, size.height), width, height, dot };
}

/** What a mark takes. */
export function bounds(mark: PhotoMark, size: Size): PhotoArea {
  if (mark.type === "text") return plate(mark, size);
  if (mark.type === "cover" && mark.shape.type === "rectangle") return mark.shape;
  const [points, beyond] =
    mark.type === "arrow" ? [[mark.from, mark.to], longSide(size) / 60] : mark.shape.type === "stroke" ? [mark.shape.points, mark.shape.width / 2] : [[], 0];
  const [across, down] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...across) - beyond, Math.min(...down) - beyond];
  return { x, y, width: Math.max(...across) + beyond - x, height: Math.max(...down) + beyond - y };
}

export function contains({ x, y, width, height }: PhotoArea, point: PhotoPoint, beyond = 0): boolean {
  return point.x >= x - beyond && point.x <= x + width + beyond && point.y >= y - beyond && point.y <= y + height + beyond;
}

const by = ({ x, y }: PhotoPoint, right: number, down: number): PhotoPoint => ({ x: Math.round(x + right), y: Math.round(y + down) });

/** A mark so much further to the right and down; its middle stays on the photo. */
export function moved(mark: PhotoMark, right: number, down: number, size: Size): PhotoMark {
  const { x, y, width, height } = bounds(mark, size);
  const [middle, centre] = [x + width / 2, y + height / 2];
  const dx = Math.min(Math.max(right, -middle), size.width - middle);
  const dy = Math.min(Math.max(down, -centre), size.height - centre);
  if (mark.type === "text") return { ...mark, at: by(mark.at, dx, dy) };
  if (mark.type === "arrow") return { ...mark, from: by(mark.from, dx, dy), to: by(mark.to, dx, dy) };
  const { shape } = mark;
  if (shape.type === "rectangle") return { ...mark, shape: { ...shape, ...by(shape, dx, dy) } };
  return { ...mark, shape: { ...shape, points: shape.points.map((point) => by(point, dx, dy)) } };
}

/** A mark that reaches so much further: a box grows, an arrow points elsewhere, a stroke goes on. */
export function stretched(mark: PhotoMark, right: number, down: number): PhotoMark {
  if (mark.type === "text") return mark;
  if (mark.type === "arrow") return { ...mark, to: by(mark.to, right, down) };
  const { shape } = mark;
  if (shape.type === "rectangle") {
    const [width, height] = [Math.round(shape.width + right), Math.round(shape.height + down)];
    return { ...mark, shape: { ...shape, width: Math.max(width, 1), height: Math.max(height, 1) } };
  }
  const last = shape.points.at(-1);
  if (!last || shape.points.length >= POINTS) return mark;
  return { ...mark, shape: { ...shape, points: [...shape.points, by(last, right, down)] } };
}

/** Where a mark can be pulled. */
export function handles(mark: PhotoMark): readonly PhotoPoint[] {
  if (mark.type === "arrow") return [mark.from, mark.to];
  if (mark.type !== "cover" || mark.shape.type !== "rectangle") return [];
  const { x, y, width, height } = mark.shape;
  return [{ x, y }, { x: x + width, y }, { x: x + width, y: y + height }, { x, y: y + height }];
}

/** A mark whose handle was pulled to a point. */
export function pulled(mark: PhotoMark, handle: number, to: PhotoPoint): PhotoMark {
  if (mark.type === "arrow") return handle === 0 ? { ...mark, from: to } : { ...mark, to };
  if (mark.type !== "cover" || mark.shape.type !== "rectangle") return mark;
  const against = handles(mark)[(handle + 2) % 4] ?? to;
  return { ...mark, shape: { type: "rectangle", ...between(against, to) } };
}

/** The box between two points. */
export function between(from: PhotoPoint, to: PhotoPoint): PhotoArea {
  return {
    x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.max(Math.abs(from.x - to.x), 1), height: Math.max(Math.abs(from.y - to.y), 1),
  };
}

/** What a tool makes of a way over the photo. A brush is so wide; of a text there is none without letters. */
export function drawnBy(tool: Tool, way: readonly PhotoPoint[], { fill, width, text }: { fill: CoverFill; width: number; text: string }): PhotoMark | null {
  const [from, to] = [way[0], way.at(-1)];
  if (!from || !to) return null;
  switch (tool) {
    case "box": return { type: "cover", shape: { type: "rectangle", ...between(from, to) }, fill };
    case "brush": return { type: "cover", shape: { type: "stroke", points: [...way], width }, fill };
    case "arrow": return from.x === to.x && from.y === to.y ? null : { type: "arrow", from, to };
    case "text": return text.trim() ? { type: "text", at: to, text: text.trim() } : null;
  }
}

// Marks on a photo as they are shown while somebody draws them. What is sent the core paints, from the photo itself.

import type { CoverShape, PhotoMark } from "verband-core/photos.js";
import { type Size, bounds, longSide, plate } from "../../model/mark.ts";

/** Parts along the longer side of what is shown coarsely. */
const PARTS = 8;
/** As the core has it: seen on skin, on wounds and on dressings. */
const YELLOW = "#ffeb3b";

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Paints marks on a canvas that has so many pixels for each one of the photo. */
export function paint(context: CanvasRenderingContext2D, picture: HTMLImageElement, size: Size, scale: number, marks: readonly PhotoMark[]): void {
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  const covers = marks.filter((mark) => mark.type === "cover");
  for (const mark of covers.filter(({ fill }) => fill === "pixelated")) coarse(context, picture, size, scale, mark);
  for (const { shape, fill } of covers) if (fill === "solid") filled(context, shape);
  for (const mark of marks) {
    if (mark.type === "arrow") arrow(context, mark, size);
    else if (mark.type === "text") lettered(context, mark, size);
  }
}

function filled(context: Context, shape: CoverShape): void {
  context.fillStyle = context.strokeStyle = "#000";
  if (shape.type === "rectangle") return context.fillRect(shape.x, shape.y, shape.width, shape.height);
  const [first, ...rest] = shape.points;
  if (!first) return;
  context.lineWidth = shape.width;
  context.lineCap = context.lineJoin = "round";
  context.beginPath();
  context.moveTo(first.x, first.y);
  for (const { x, y } of rest.length > 0 ? rest : [first]) context.lineTo(x, y);
  context.stroke();
}

function coarse(context: CanvasRenderingContext2D, picture: HTMLImageElement, size: Size, scale: number, mark: Extract<PhotoMark, { type: "cover" }>): void {
  const { x, y, width, height } = bounds(mark, size);
  const part = Math.max(width, height) / PARTS;
  const few = new OffscreenCanvas(Math.max(Math.round(width / part), 1), Math.max(Math.round(height / part), 1));
  const natural = picture.naturalWidth / size.width;
  const small = few.getContext("2d");
  small?.drawImage(picture, x * natural, y * natural, width * natural, height * natural, 0, 0, few.width, few.height);
  const layer = new OffscreenCanvas(context.canvas.width, context.canvas.height);
  const over = layer.getContext("2d");
  if (!over) return;
  over.setTransform(scale, 0, 0, scale, 0, 0);
  filled(over, mark.shape);
  over.globalCompositeOperation = "source-in";
  over.imageSmoothingEnabled = false;
  over.drawImage(few, x, y, width, height);
  context.drawImage(layer, 0, 0, size.width, layer.height / scale);
}

function arrow(context: CanvasRenderingContext2D, { from, to }: Extract<PhotoMark, { type: "arrow" }>, size: Size): void {
  const half = Math.max(longSide(size) / 400, 1);
  const length = Math.hypot(from.x - to.x, from.y - to.y);
  const barb = Math.min(20 * half, length / 2);
  const back = Math.atan2(from.y - to.y, from.x - to.x);
  context.lineCap = context.lineJoin = "round";
  for (const [colour, width] of [["#000", half * 3.2], [YELLOW, half * 2]] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    for (const turn of [Math.PI / 6, -Math.PI / 6]) {
      context.moveTo(to.x + barb * Math.cos(back + turn), to.y + barb * Math.sin(back + turn));
      context.lineTo(to.x, to.y);
    }
    context.stroke();
  }
}

function lettered(context: CanvasRenderingContext2D, mark: Extract<PhotoMark, { type: "text" }>, size: Size): void {
  const { x, y, width, height, dot } = plate(mark, size);
  context.fillStyle = "#000";
  context.fillRect(x, y, width, height);
  context.fillStyle = "#fff";
  context.font = `bold ${8 * dot}px monospace`;
  context.textBaseline = "middle";
  context.textAlign = "center";
  context.fillText(mark.text.trim(), x + width / 2, y + height / 2, width - 2 * dot);
}

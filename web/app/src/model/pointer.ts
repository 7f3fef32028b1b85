// Where somebody points on a drawing.

/** The place of a pointer on an element, as parts of its width and height from 0 to 1; beyond an edge it is at the edge. */
export function placeOn(element: Element, { clientX, clientY }: MouseEvent): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  const part = (value: number, of: number) => Math.min(Math.max(value / of, 0), 1);
  return { x: part(clientX - left, width), y: part(clientY - top, height) };
}

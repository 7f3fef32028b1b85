// A label as wristbands have them, drawn in the page, and what a camera sees that looks at it.

/** Widths of the bars and spaces of a Code 128 that says 20260417. */
export const BARS = "2112322212313212211213221232212131132331112";

/** In the page: a picture of a label (PNG) with a code on it, and with a name beside it. */
export async function label(bars) {
  const canvas = new OffscreenCanvas(1_200, 900);
  const context = canvas.getContext("2d");
  context.fillStyle = "#d9a78b";
  context.fillRect(0, 0, 1_200, 900);
  context.fillStyle = "#fff";
  context.fillRect(250, 250, 700, 400);
  context.fillStyle = "#000";
  let x = 400;
  for (const [index, width] of [...bars].map(Number).entries()) {
    if (index % 2 === 0) context.fillRect(x, 320, width * 4, 160);
    x += width * 4;
  }
  context.font = "48px sans-serif";
  context.fillText("Grün, Erna  *1938", 400, 580);
  const blob = await canvas.convertToBlob({ type: "image/png" });
  return [...new Uint8Array(await blob.arrayBuffer())];
}

/** In the page: the camera sees a picture, until it is asked to see what it saw before. */
export async function looksAt(bytes) {
  const devices = navigator.mediaDevices;
  window.cameraBefore ??= devices.getUserMedia;
  if (!bytes) {
    devices.getUserMedia = window.cameraBefore;
    return;
  }
  const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
  devices.getUserMedia = async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width, picture.height];
    const context = canvas.getContext("2d");
    const draw = () => context.drawImage(picture, 0, 0);
    draw();
    setInterval(draw, 100);
    return canvas.captureStream(10);
  };
}

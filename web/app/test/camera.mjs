// A camera that sees what is held before it.

/** In the page: its own camera, unless something is held before it. */
function eyes() {
  const SQUARE = 6;
  const own = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (asked) => {
    const rows = window.held;
    if (!rows) return own(asked);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SQUARE * (rows.length + 8);
    const context = canvas.getContext("2d");
    const draw = () => {
      context.fillStyle = "#fff";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = "#000";
      rows.forEach((row, down) => row.forEach((dark, across) => {
        if (dark) context.fillRect(SQUARE * (across + 4), SQUARE * (down + 4), SQUARE, SQUARE);
      }));
    };
    draw();
    const stream = canvas.captureStream(20);
    const timer = setInterval(() => (stream.active ? draw() : clearInterval(timer)), 50);
    return stream;
  };
}

/** Gives a page these eyes, before it begins. */
export const camera = (page) => page.addInitScript(eyes);

/** Holds a code before the camera of a page; null takes it away. */
export const hold = (page, grid) => page.evaluate((grid) => void (window.held = grid), grid);

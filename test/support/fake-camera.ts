import { writeFileSync } from 'node:fs';
import { QUIET_ZONE_MODULES } from '../../qr/layout.js';
import { matrixOf } from '../../qr/symbol.js';

const WIDTH = 640;
const HEIGHT = 480;
const GREY = 0x90;
const WHITE = 0xeb;
const BLACK = 0x10;

/**
 * A film that Chromium's fake camera plays in a loop (`--use-fake-device-for-media-stream`,
 * `--use-fake-ui-for-media-stream`, `--use-file-for-fake-video-capture=<path>.y4m`): a bare desk, then the symbols side
 * by side, held still.
 */
export function writeFakeCamera(path: string, texts: readonly string[]): void {
  const desk = pictureOf([]);
  const shown = pictureOf(texts);
  const frames = [...Array<Buffer>(4).fill(desk), ...Array<Buffer>(16).fill(shown)];
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`),
      ...frames.flatMap((frame) => [Buffer.from('FRAME\n'), frame]),
    ]),
  );
}

/** One frame: luminance, then two planes of no colour. */
function pictureOf(texts: readonly string[]): Buffer {
  const light = Buffer.alloc(WIDTH * HEIGHT, GREY);
  const share = Math.floor(WIDTH / Math.max(1, texts.length));
  for (const [index, text] of texts.entries()) drawOn(light, text, { left: index * share, width: share });
  return Buffer.concat([light, Buffer.alloc((WIDTH * HEIGHT) / 2, 0x80)]);
}

function drawOn(light: Buffer, text: string, place: { left: number; width: number }): void {
  const { modules, dark } = matrixOf(text, 'M');
  const side = modules + 2 * QUIET_ZONE_MODULES;
  const modulePx = Math.floor((Math.min(place.width, HEIGHT) * 0.9) / side);
  const left = place.left + Math.floor((place.width - side * modulePx) / 2);
  const top = Math.floor((HEIGHT - side * modulePx) / 2);
  for (let y = 0; y < side * modulePx; y += 1)
    for (let x = 0; x < side * modulePx; x += 1) {
      const row = Math.floor(y / modulePx) - QUIET_ZONE_MODULES;
      const column = Math.floor(x / modulePx) - QUIET_ZONE_MODULES;
      const inside = row >= 0 && column >= 0 && row < modules && column < modules;
      const isDark = inside && dark[row * modules + column] === 1;
      light[(top + y) * WIDTH + left + x] = isDark ? BLACK : WHITE;
    }
}

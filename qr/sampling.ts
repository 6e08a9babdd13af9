/** The light of each module of a symbol that a picture shows, however it is turned or tilted. */
import type { Picture } from './picture.js';

interface Point {
  x: number;
  y: number;
}

/** Of the symbol without its quiet zone: left upper, right upper, right lower, left lower as the symbol is read. */
export type Corners = readonly [Point, Point, Point, Point];

export function squareAt(x: number, y: number, side: number): Corners {
  return [
    { x, y },
    { x: x + side, y },
    { x: x + side, y: y + side },
    { x, y: y + side },
  ];
}

/** Points a module that are averaged, around its centre: most of a module, as the standard's aperture is. */
const SPREAD = [-0.25, 0, 0.25];

/** The mean light of every module, row by row, from 0 to 255. */
export function lightsOf(picture: Picture, corners: Corners, modules: number): Float64Array {
  const toPicture = lens(corners);
  const lights = new Float64Array(modules * modules);
  for (let row = 0; row < modules; row++)
    for (let column = 0; column < modules; column++) {
      let sum = 0;
      for (const down of SPREAD)
        for (const across of SPREAD) {
          const u = (column + 0.5 + across) / modules;
          const v = (row + 0.5 + down) / modules;
          sum += lightAt(picture, toPicture(u, v));
        }
      lights[row * modules + column] = sum / SPREAD.length ** 2;
    }
  return lights;
}

/** From the unit square to the picture, as a camera sees it. */
function lens([a, b, c, d]: Corners): (u: number, v: number) => Point {
  const [dx1, dx2, dx3] = [b.x - c.x, d.x - c.x, a.x - b.x + c.x - d.x];
  const [dy1, dy2, dy3] = [b.y - c.y, d.y - c.y, a.y - b.y + c.y - d.y];
  const whole = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / whole;
  const h = (dx1 * dy3 - dx3 * dy1) / whole;
  return (u, v) => {
    const depth = g * u + h * v + 1;
    return {
      x: ((b.x - a.x + g * b.x) * u + (d.x - a.x + h * d.x) * v + a.x) / depth,
      y: ((b.y - a.y + g * b.y) * u + (d.y - a.y + h * d.y) * v + a.y) / depth,
    };
  };
}

/** Luminance of the pixel under a point, weighted as ITU-R BT.601 does. */
function lightAt({ data, width, height }: Picture, { x, y }: Point): number {
  const column = Math.min(width - 1, Math.max(0, Math.floor(x)));
  const row = Math.min(height - 1, Math.max(0, Math.floor(y)));
  const at = (row * width + column) * 4;
  return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
}

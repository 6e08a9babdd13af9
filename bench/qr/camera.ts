/** A bad photograph of a printed symbol, the same one for the same seed: tilted, dirty, grey, out of focus and noisy. */

import type { Picture } from '../../qr/check.js';
import { seededRandom } from '../seeded-random.js';

export interface Recipe {
  /** Standard deviation of the blur, in modules. */
  blurModules: number;
  rotationDegrees: number;
  /** How far the label leans away from the camera. */
  tiltDegrees: number;
  /** Dark and light this far apart, 1 is black on white. */
  contrast: number;
  /** Standard deviation of the noise, in 255ths. */
  noise255ths: number;
  /** Part of the symbol's area that one dark blot covers. */
  blotPart: number;
}

/** What lies before the camera, in modules from the symbol's left upper corner: 0 is ink, 1 is paper. */
export interface Label {
  modules: number;
  lightAt: (column: number, row: number) => number;
  /** How far the paper reaches: from the symbol's left upper corner to its four edges. */
  paper: { left: number; right: number; above: number; below: number };
}

interface Blot {
  row: number;
  column: number;
  radius: number;
}

const BEHIND_LABEL = 0.55;
/** Distance of the camera and side of its frame, in sides of the symbol. */
const CAMERA_SIDES = 3;
const FRAME_SIDES = 1.7;
/** Points a pixel a side, so that edges are as soft as a sensor makes them. */
const POINTS = 2;
const FINDER_MODULES = 8;

/** Takes the picture with so many pixels a module before the tilt. */
export function photograph(
  label: Label,
  recipe: Recipe,
  view: { pxPerModule: number; seed: number },
): Picture {
  const random = seededRandom(view.seed);
  const blot = blotOn(label, recipe.blotPart, random);
  const sidePx = Math.ceil(label.modules * view.pxPerModule * FRAME_SIDES);
  const toLabel = lens(recipe, label, view.pxPerModule, sidePx);
  const light = new Float64Array(sidePx * sidePx);
  for (let y = 0; y < sidePx; y++)
    for (let x = 0; x < sidePx; x++)
      light[y * sidePx + x] = pixelLight(x, y, (u, v) => lightAt(label, blot, toLabel(u, v)));
  const soft = blurred(light, sidePx, recipe.blurModules * view.pxPerModule);
  return developed(soft, sidePx, recipe, random);
}

/** A dark disc somewhere on the symbol, clear of the three finders, without which no decoder begins. */
function blotOn({ modules }: Label, part: number, random: () => number): Blot {
  const radius = Math.sqrt((part * modules * modules) / Math.PI);
  const place = () => radius + random() * (modules - 2 * radius);
  for (;;) {
    const blot = { row: place(), column: place(), radius };
    if (!touchesFinder(blot, modules)) return blot;
  }
}

function touchesFinder({ row, column, radius }: Blot, modules: number): boolean {
  const near = FINDER_MODULES + radius;
  const far = modules - near;
  return (row < near && (column < near || column > far)) || (row > far && column < near);
}

/** From a pixel to the point of the label that it sees, in modules from the symbol's left upper corner. */
function lens(recipe: Recipe, label: Label, pxPerModule: number, sidePx: number) {
  const turn = (recipe.rotationDegrees * Math.PI) / 180;
  const tilt = (recipe.tiltDegrees * Math.PI) / 180;
  const distance = CAMERA_SIDES * label.modules;
  const middle = label.modules / 2;
  return (px: number, py: number): [number, number] => {
    const x = (px - sidePx / 2) / pxPerModule;
    const y = (py - sidePx / 2) / pxPerModule;
    const down = (y * distance) / (distance * Math.cos(tilt) - y * Math.sin(tilt));
    const across = x * (1 + (down * Math.sin(tilt)) / distance);
    return [
      middle + across * Math.cos(turn) + down * Math.sin(turn),
      middle - across * Math.sin(turn) + down * Math.cos(turn),
    ];
  };
}

function pixelLight(x: number, y: number, light: (u: number, v: number) => number): number {
  let sum = 0;
  for (let j = 0; j < POINTS; j++)
    for (let i = 0; i < POINTS; i++) sum += light(x + (i + 0.5) / POINTS, y + (j + 0.5) / POINTS);
  return sum / (POINTS * POINTS);
}

function lightAt({ paper, lightAt }: Label, blot: Blot, [column, row]: [number, number]): number {
  const onPaper = column >= -paper.left && column < paper.right && row >= -paper.above && row < paper.below;
  if (!onPaper) return BEHIND_LABEL;
  return Math.hypot(column - blot.column, row - blot.row) < blot.radius ? 0 : lightAt(column, row);
}

function blurred(light: Float64Array, sidePx: number, sigmaPx: number): Float64Array {
  const reach = Math.ceil(3 * sigmaPx);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigmaPx ** 2)),
  );
  const whole = kernel.reduce((sum, part) => sum + part, 0);
  const along = (from: Float64Array, step: (at: number, by: number) => number) => {
    const to = new Float64Array(from.length);
    for (let at = 0; at < from.length; at++) {
      let sum = 0;
      for (const [i, part] of kernel.entries()) sum += part * (from[step(at, i - reach)] ?? 0);
      to[at] = sum / whole;
    }
    return to;
  };
  const inside = (value: number) => Math.min(sidePx - 1, Math.max(0, value));
  const sideways = along(light, (at, by) => at - (at % sidePx) + inside((at % sidePx) + by));
  return along(sideways, (at, by) => inside(Math.floor(at / sidePx) + by) * sidePx + (at % sidePx));
}

function developed(light: Float64Array, sidePx: number, recipe: Recipe, random: () => number): Picture {
  const data = new Uint8ClampedArray(sidePx * sidePx * 4).fill(255);
  for (const [at, value] of light.entries()) {
    const grey = 127.5 + (value - 0.5) * 255 * recipe.contrast + recipe.noise255ths * gaussian(random);
    data.fill(grey, at * 4, at * 4 + 3);
  }
  return { data, width: sidePx, height: sidePx };
}

/** Box and Muller's normal deviate. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

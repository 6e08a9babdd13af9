/** A stranger's picture, bounded before it is decoded: a small file may claim more pixels than a machine has memory. */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Picture } from './picture.js';

const MOST_PIXELS = 40_000_000;
/** An A4 page at 300 dots an inch. */
const LONGEST_PX = 3508;

export class PictureTooLarge extends Error {
  override readonly name = 'PictureTooLarge';
}

/** The picture of a PNG or JPEG file, made smaller where it is very large; null when it is neither. */
export async function photoOf(file: Buffer): Promise<Picture | null> {
  const size = pngSize(file) ?? jpegSize(file);
  if (!size || size.width === 0 || size.height === 0) return null;
  if (size.width * size.height > MOST_PIXELS) throw new PictureTooLarge('picture_too_large');
  const image = await loadImage(file).catch(() => null);
  if (!image) return null;
  const scale = Math.min(1, LONGEST_PX / Math.max(image.width, image.height));
  const [width, height] = [Math.round(image.width * scale), Math.round(image.height * scale)];
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength), width, height };
}

interface Size {
  width: number;
  height: number;
}

function pngSize(file: Buffer): Size | undefined {
  if (file.length < 24 || file.readUInt32BE(0) !== 0x89504e47) return undefined;
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
}

/** From the start-of-frame segment, whichever coding it names. */
function jpegSize(file: Buffer): Size | undefined {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < file.length; ) {
    if (file[at] !== 0xff) return undefined;
    const marker = file[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) };
    at += marker === 0xff ? 1 : 2 + file.readUInt16BE(at + 2);
  }
  return undefined;
}

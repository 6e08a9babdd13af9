/** The company's logo: read once, drawn beside symbols. */
import type { Image } from '@napi-rs/canvas';
import { loadImage } from '@napi-rs/canvas';

export interface Logo {
  png: Buffer;
  image: Image;
  width: number;
  height: number;
}

/** Takes a PNG; throws when it is none. */
export async function readLogo(png: Buffer): Promise<Logo> {
  const image = await loadImage(png);
  return { png, image, width: image.width, height: image.height };
}

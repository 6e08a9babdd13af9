/** What a printer would make of a file: every format drawn again by somebody else's renderer. */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { ready } from 'zpl-renderer-js';
import type { Picture } from '../../qr/check.js';
import { MM_PER_INCH } from '../../qr/presets.js';

const POINTS_PER_INCH = 72;

export interface Page {
  picture: Picture;
  text: string;
  widthMm: number;
  heightMm: number;
}

/** The pages of a PDF at a resolution, and the text that can be searched on each. */
export async function pagesOfPdf(
  pdf: Buffer,
  dpi: number,
  most = 3,
): Promise<{ count: number; pages: Page[] }> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const pages: Page[] = [];
  for (let number = 1; number <= Math.min(most, document.numPages); number++) {
    const page = await document.getPage(number);
    const viewport = page.getViewport({ scale: dpi / POINTS_PER_INCH });
    const canvas = createCanvas(Math.round(viewport.width), Math.round(viewport.height));
    const context = canvas.getContext('2d');
    await page.render({ canvas, canvasContext: context, viewport } as never).promise;
    const { items } = await page.getTextContent();
    const [, , right = 0, top = 0] = page.view;
    pages.push({
      picture: context.getImageData(0, 0, canvas.width, canvas.height) as unknown as Picture,
      text: items.map((item) => ('str' in item ? item.str : '')).join(''),
      widthMm: (right * MM_PER_INCH) / POINTS_PER_INCH,
      heightMm: (top * MM_PER_INCH) / POINTS_PER_INCH,
    });
  }
  const count = document.numPages;
  await document.destroy();
  return { count, pages };
}

/** What a 203 dpi label printer prints; the first label. */
export async function printedByZebra(zpl: string, mm: { width: number; height: number }): Promise<Picture> {
  const { api } = await ready;
  return pictureOf(Buffer.from(await api.zplToBase64Async(zpl, mm.width, mm.height, 8), 'base64'));
}

export async function pictureOf(image: Buffer): Promise<Picture> {
  const picture = await loadImage(image);
  const context = createCanvas(picture.width, picture.height).getContext('2d');
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, picture.width, picture.height) as unknown as Picture;
}

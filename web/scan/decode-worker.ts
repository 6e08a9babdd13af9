import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { Looked } from './decoder.js';

/** The decoder comes from this host: without this it would ask a network for itself. */
prepareZXingModule({ overrides: { locateFile: () => wasm } });

const OPTIONS: ReaderOptions = {
  formats: ['QRCode'],
  textMode: 'Plain',
  tryHarder: true,
  maxNumberOfSymbols: 8,
};
/** Larger pictures are scaled down: a code that fills a tenth of it is still read. */
const MOST_PX = 2_000;

self.onmessage = ({ data }: MessageEvent<{ id: number; picture: ImageBitmap | Blob }>) => {
  const { id, picture } = data;
  look(picture).then(
    (looked) => self.postMessage({ id, looked }),
    () => self.postMessage({ id }),
  );
};

async function look(picture: ImageBitmap | Blob): Promise<Looked> {
  const bitmap = picture instanceof ImageBitmap ? picture : await bitmapOf(picture);
  if (!bitmap) return { trouble: 'not_a_picture' };
  const pixels = pixelsOf(bitmap);
  const results = await readBarcodes(pixels, OPTIONS);
  return {
    codes: results
      .filter(({ isValid }) => isValid)
      .map(({ text, position: { topLeft, bottomRight } }) => ({
        text,
        x: (topLeft.x + bottomRight.x) / 2 / pixels.width,
        y: (topLeft.y + bottomRight.y) / 2 / pixels.height,
      })),
  };
}

const bitmapOf = (file: Blob): Promise<ImageBitmap | undefined> =>
  createImageBitmap(file).catch(() => undefined);

function pixelsOf(bitmap: ImageBitmap): ImageData {
  const scale = Math.min(1, MOST_PX / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('no canvas');
  pen.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return pen.getImageData(0, 0, width, height);
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readBarcodes } from 'zxing-wasm/reader';
import { checkSymbol } from '../../qr/check.js';
import { writeFakeCamera } from '../support/fake-camera.js';

/** The grey of the last frame, as a decoder takes it. */
function lastFrame(film: Buffer) {
  const light = film.subarray(film.lastIndexOf('FRAME\n') + 6).subarray(0, 640 * 480);
  const data = new Uint8ClampedArray(light.length * 4).fill(255);
  for (const [index, grey] of light.entries()) data.fill(grey, index * 4, index * 4 + 3);
  return { data, width: 640, height: 480, colorSpace: 'srgb' as const };
}

test('the film for a fake camera shows every symbol so that a decoder reads it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'film-'));
  const path = join(folder, 'codes.y4m');
  const texts = ['HTTPS://QR.EXAMPLE.COM/Q#ABC234', 'HTTPS://QR.EXAMPLE.COM/Q#XYZ567'];
  writeFakeCamera(path, texts);
  await checkSymbol('loads the decoder', 'M');
  const results = await readBarcodes(lastFrame(readFileSync(path)), { formats: ['QRCode'] });
  expect(results.map(({ text }) => text).toSorted()).toEqual(texts);
  rmSync(folder, { recursive: true });
});

import { Refusal } from '../domain/refusal.js';
import type { UploadedFile } from './handler.js';

/** A whole file, or a refusal as soon as it is too much. */
export async function readAll({ bytes, declaredBytes }: UploadedFile, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  if (declaredBytes > maxBytes) throw new Refusal('body_too_large', { maxBytes });
  for await (const chunk of bytes.iterator({ destroyOnReturn: false })) {
    length += chunk.length;
    if (length > maxBytes) throw new Refusal('body_too_large', { maxBytes });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

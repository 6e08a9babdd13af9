import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { type PayloadKeys, payloadCodec } from './payload-codec.js';

/** For `bundleWorkflowCode`: a worker ignores its own converter paths once it is given a bundle. */
export const failureConverterPath = fileURLToPath(new URL('./failure-converter.cjs', import.meta.url));

/** For every client and worker. Codecs run on the main thread as objects; only the failure converter is a path. */
export function dataConverterOf(payloadKeys: PayloadKeys): DataConverter {
  return { failureConverterPath, payloadCodecs: [payloadCodec(payloadKeys)] };
}

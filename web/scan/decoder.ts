import type { Found } from './seen.js';

export type Looked = { codes: Found[] } | { trouble: 'not_a_picture' };

export interface Decoder {
  /** Looks for codes in a frame of the camera or in an image file. */
  look(picture: ImageBitmap | Blob): Promise<Looked>;
  close(): void;
}

/** The decoder in a thread of its own, loaded from this host when it is first needed. */
export function openDecoder(): Decoder {
  let worker: Worker | undefined;
  let serial = 0;
  const waiting = new Map<number, { resolve: (looked: Looked) => void; reject: (error: Error) => void }>();
  const open = (): Worker => {
    const opened = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' });
    opened.onmessage = ({ data }: MessageEvent<{ id: number; looked?: Looked }>) => {
      const asker = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.looked) asker?.resolve(data.looked);
      else asker?.reject(new Error('the decoder failed'));
    };
    opened.onerror = () => {
      for (const { reject } of waiting.values()) reject(new Error('the decoder did not load'));
      waiting.clear();
      opened.terminate();
      worker = undefined;
    };
    return opened;
  };
  return {
    look: (picture) => {
      worker ??= open();
      const { promise, resolve, reject } = promised<Looked>();
      serial += 1;
      waiting.set(serial, { resolve, reject });
      worker.postMessage({ id: serial, picture }, picture instanceof ImageBitmap ? [picture] : []);
      return promise;
    },
    close: () => {
      worker?.terminate();
      worker = undefined;
      waiting.clear();
    },
  };
}

function promised<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

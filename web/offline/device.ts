import { send } from '../client.js';
import { textOfBytes } from './base64url.js';
import { type KeptDevice, keepDevice } from './store.js';

const SIGNING = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Makes the keys of this device and makes it known to the house, under the person who is signed in. */
export async function registerDevice(person: string, name: string): Promise<KeptDevice> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(SIGNING, false, ['sign']);
  const sealing = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  const { deviceId } = await send('registerDevice', { body: { name, publicKey: textOfBytes(point) } });
  const device = { id: deviceId, signing: privateKey, sealing, next: 1 };
  await keepDevice(person, device);
  return device;
}

/** The signature of an entry, over its very bytes. */
export async function signedBy({ signing }: KeptDevice, entry: string): Promise<string> {
  const bytes = new TextEncoder().encode(entry);
  return textOfBytes(
    new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signing, bytes)),
  );
}

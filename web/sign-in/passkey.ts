import type { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { type Asked, send } from '../client.js';
import { NoPasskey } from '../parts/attempt.js';

type Signed = Asked<'signInByPasskey'>['body']['passkey'];
type Made = Asked<'addPasskey'>['body']['passkey'];

/** A signature of a passkey over the server's challenge. */
export async function signWithPasskey(): Promise<Signed> {
  const [{ startAuthentication }, options] = await Promise.all([
    import('@simplewebauthn/browser'),
    send('askAssertion', {}),
  ]);
  const optionsJSON = options as unknown as Parameters<typeof startAuthentication>[0]['optionsJSON'];
  return given<Signed>(startAuthentication({ optionsJSON }));
}

/** A new passkey of this browser, or of what is plugged into it. */
export async function makePasskey(): Promise<Made> {
  const [{ startRegistration }, options] = await Promise.all([
    import('@simplewebauthn/browser'),
    send('askPasskey', {}),
  ]);
  const optionsJSON = options as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'];
  return given<Made>(startRegistration({ optionsJSON }));
}

/** Browsers tell a cancelled and an impossible passkey by errors of one kind. */
async function given<T>(asked: Promise<unknown>): Promise<T> {
  try {
    return (await asked) as T;
  } catch {
    throw new NoPasskey();
  }
}

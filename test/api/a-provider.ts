import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** An OpenID provider on this machine: whoever says a name is that. */
export interface AProvider {
  issuer: string;
  /** Signs in there under a name, and answers with where the browser is sent back to. */
  signIn(address: string, name: string): Promise<URL>;
  close(): void;
}

export const CLIENT = { clientId: 'order-qr', clientSecret: 'a secret of the test' };
const MOST_STEPS = 10;

export async function aProvider(page: string): Promise<AProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [page],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    findAccount: (_ctx: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
  });
  server.on('request', provider.callback());
  return {
    issuer,
    signIn: (address, name) => signIn(issuer, address, name),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What a person's browser does there: it follows, keeps cookies, and answers the two forms. */
async function signIn(issuer: string, address: string, name: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = new URL(address);
  let prompt = 'login';
  for (let step = 0; step < MOST_STEPS && at.origin === issuer; step += 1) {
    const form = at.pathname.startsWith('/interaction/');
    const response = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams({ prompt, login: name }) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [key = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s);
      if (value === '') cookies.delete(key);
      else cookies.set(key, value);
    }
    if (form) prompt = 'consent';
    const to = response.headers.get('location');
    if (to === null) throw new Error(`the provider stays: ${response.status} ${await response.text()}`);
    at = new URL(to, at);
  }
  return at;
}

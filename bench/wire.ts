import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** One kept-alive HTTP connection that does as little as a client can, so that what is measured is the server. */
export interface Wire {
  post(path: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer>;
  /** The other side has hung up. */
  isClosed(): boolean;
  close(): void;
}

export interface Answer {
  status: number;
  body: string;
}

export async function openWire(port: number): Promise<Wire> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return {
    post: (path, headers, body) => {
      const answered = read(socket);
      const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body) });
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${head}\r\n${body}`,
      );
      return answered;
    },
    isClosed: () => socket.destroyed || !socket.writable,
    close: () => socket.destroy(),
  };
}

/** Asks the API as the holder of a token, under a key of its own. */
export const postAs = (wire: Wire, bearer: string, path: string, body: object): Promise<Answer> =>
  wire.post(
    path,
    { authorization: `Bearer ${bearer}`, 'idempotency-key': randomUUID() },
    JSON.stringify(body),
  );

/** One answer; both servers say how long it is. */
function read(socket: Socket): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const settle = (act: () => void) => {
      socket.off('data', hear);
      socket.off('close', lost);
      act();
    };
    const lost = () => settle(() => reject(new Error('the server hung up')));
    const hear = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const answer = whole(text);
      if (answer) settle(() => resolve(answer));
    };
    socket.on('data', hear);
    socket.once('close', lost);
  });
}

function whole(text: string): Answer | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
  const body = Buffer.from(text.slice(end + 4), 'latin1');
  return body.length < length ? undefined : { status: Number(head.slice(9, 12)), body: body.toString() };
}

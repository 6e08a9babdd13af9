/** An SMTP server that says what it is told to, for the moods that a well-behaved one does not have. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** An answer to a command, or a deed: hang up, or keep silent for ever. */
export type Say = string | 'hang_up' | 'silence';

export interface ScriptedRelay {
  url: string;
  /** Messages that came in whole, up to the final dot. */
  taken(): number;
  stop(): Promise<void>;
}

type Step = 'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'middle' | 'end' | 'QUIT';

const POLITE: Readonly<Record<Step, Say>> = {
  greeting: '220 relay',
  EHLO: '250 relay',
  AUTH: '535 who are you',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  middle: '',
  end: '250 queued',
  QUIT: '221 bye',
};

export async function scriptedRelay(changes: Partial<Record<Step, Say>> = {}): Promise<ScriptedRelay> {
  const script = { ...POLITE, ...changes };
  const sockets = new Set<Socket>();
  let taken = 0;
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const say = (step: Step) => {
      const line = script[step];
      if (line === 'hang_up') socket.destroy();
      else if (line !== 'silence' && line !== '') socket.write(`${line}\r\n`);
    };
    let text = '';
    let data = false;
    say('greeting');
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (data) {
        if (script.middle !== '') return say('middle');
        if (!text.includes('\r\n.\r\n')) return;
        taken += 1;
        data = false;
        text = '';
        return say('end');
      }
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const command = text.slice(0, 4).toUpperCase().trim();
        text = text.slice(end + 2);
        const step = command in script ? (command as Step) : 'EHLO';
        data = step === 'DATA' && script.DATA.startsWith('354');
        say(step);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    taken: () => taken,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

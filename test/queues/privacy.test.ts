import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { anIssuedOrder, CUSTOMER, delivered, eventually, openTestPost, type TestPost } from './a-post.js';

let post: TestPost;
let watcher: Socket;
/** Every command that reached Redis, scripts' own included, as one text. */
const commands: string[] = [];

beforeAll(async () => {
  post = await openTestPost();
  watcher = await watch(new URL(post.redis.url));
  post.start();
});
afterAll(async () => {
  watcher.destroy();
  await post.close();
});

/** Over a line of its own: ioredis takes a command that comes right behind the answer to MONITOR for an answer, and fails. */
async function watch({ hostname, port, password }: URL): Promise<Socket> {
  const socket = connect(Number(port), hostname);
  const lines = createInterface(socket)[Symbol.asyncIterator]();
  const answered = async (command: string) => {
    socket.write(`${command}\r\n`);
    const { value } = await lines.next();
    if (value !== '+OK') throw new Error(`Redis: ${value}`);
  };
  await answered(`AUTH ${password}`);
  await answered('MONITOR');
  void (async () => {
    for await (const line of lines) commands.push(asWritten(line));
  })();
  return socket;
}

/** MONITOR shows bytes beyond ASCII as `\\xe5`. */
function asWritten(shown: string): string {
  const bytes = shown.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

const PERSONAL = [CUSTOMER.name, CUSTOMER.email ?? '', '13800138000', '138 0013 8000', 'ouyang'];
const personalIn = (texts: readonly string[]) =>
  PERSONAL.filter((value) => texts.some((text) => text.includes(value)));

test('neither Redis nor the log ever sees whom a message is for', async () => {
  const orders = [];
  for (let made = 0; made < 4; made++) orders.push(await anIssuedOrder(post));
  const [first, second, third, fourth] = orders.map(({ id }) => id) as [string, string, string, string];
  await delivered(post, first);
  post.catchers.faults.mail.set('busy', 1);
  await delivered(post, second);
  post.catchers.faults.mail.set('unknown_recipient', 1);
  await delivered(post, third);
  await post.deeds.dispatchCode(third);
  post.catchers.faults.sms.set({ kind: 'broken' }, 1);
  await delivered(post, third);
  await post.database.admin.raw("update orders set customer_sealed = '\\x00' where id = ?", [fourth]);
  await delivered(post, fourth);

  await eventually(
    () => commands,
    (seen) => seen.some((command) => command.includes('smtp_451')),
  );
  expect(personalIn(commands)).toEqual([]);
  expect(post.logged.length).toBeGreaterThan(5);
  expect(personalIn(post.logged)).toEqual([]);
});

test('and the watcher would have seen it', async () => {
  await post.redis.client.set('planted', `${CUSTOMER.email} ${CUSTOMER.name}`);
  await eventually(
    () => personalIn(commands),
    (found) => found.includes(CUSTOMER.name) && found.includes('ouyang'),
  );
  await post.redis.client.del('planted');
});

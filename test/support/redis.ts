import { Redis } from 'ioredis';

/** A logical Redis database of its own for one test file, emptied: files run beside each other on one server. */
export async function ownRedis(): Promise<{ url: string; client: Redis; close(): Promise<void> }> {
  const server = process.env.OQR_TEST_REDIS;
  if (!server) throw new Error('the engines are not running: this test belongs to the engines project');
  const url = `${server}/${Number(process.env.JEST_WORKER_ID ?? 1) % 16}`;
  const client = new Redis(url);
  await client.flushdb();
  return {
    url,
    client,
    close: async () => {
      await client.flushdb();
      await client.quit();
    },
  };
}

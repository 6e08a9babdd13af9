/** What `npm run screens` looks at: demo people of the installation that runs here, and orders worth a picture. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packages.mjs';

const PEOPLE = ['desk', 'sales', 'service', 'reviewer', 'technician', 'manager', 'logistics'];

/** Tokens and passwords of the demo people, from the key ring of the installation in OQR_DATA_DIR. */
export async function demoPeopleOf() {
  const dataDir = process.env.OQR_DATA_DIR ?? join(root, '.data');
  const running = join(dataDir, 'running.json');
  if (!existsSync(running)) throw new Error(`nothing runs on ${dataDir}: npm start first`);
  const { keyDir } = JSON.parse(readFileSync(running, 'utf8'));
  const script = `
    import { openKeyRing } from './platform/keys/ring.js';
    import { demoPassword, demoToken } from './platform/keys/demo-token.js';
    const ring = openKeyRing(${JSON.stringify(keyDir)}, { mayCreate: false });
    console.log(JSON.stringify(Object.fromEntries(${JSON.stringify(PEOPLE)}.map((id) =>
      [id, { token: demoToken(ring, id), password: demoPassword(ring, id) }]))));`;
  const ran = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout);
}

/** An order with a long story, one in review, and a case if there is one. */
export async function sampleOf(url, people) {
  const ask = async (path, as) => {
    const response = await fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${people[as].token}` },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const [orders, reviews, cases] = await Promise.all([
    ask('/orders?limit=3', 'desk'),
    ask('/reviews?limit=1', 'reviewer'),
    ask('/cases?limit=1', 'technician'),
  ]);
  const [review] = reviews.items;
  if (!orders.items[0] || !review) throw new Error('the sample orders have not settled yet');
  return {
    order: orders.items[0].orderNo,
    reviewedOrder: review.orderNo,
    review: review.id,
    case: cases.items[0]?.id,
  };
}

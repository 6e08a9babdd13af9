import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { builtOnce, HOUSE } from '../platform/built.js';
import { failureConverterPath } from '../platform/codec/data-converter.js';

/** What the bundle is made of, and what makes it. */
const ROOMS = ['workflows', 'domain', 'platform/codec', 'worker'];
const FILE = 'workflows.js';

/** The workflows as one script for Temporal's sandbox; a second or more of work, once for all processes of the same sources. */
export async function workflowBundle(): Promise<{ codePath: string }> {
  const dir = await builtOnce('workflows', ROOMS, async (unfinished) => {
    const { code } = await bundleWorkflowCode({
      workflowsPath: join(HOUSE, 'workflows', 'index.ts'),
      failureConverterPath,
      logger: new DefaultLogger('ERROR'),
    });
    await writeFile(join(unfinished, FILE), code);
  });
  return { codePath: join(dir, FILE) };
}

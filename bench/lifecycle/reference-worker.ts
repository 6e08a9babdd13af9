import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  type InjectedSinks,
  NativeConnection,
  Runtime,
  Worker,
} from '@temporalio/worker';
import { dataConverterOf, failureConverterPath } from '../../platform/codec/data-converter.js';
import { openKeyRing } from '../../platform/keys/ring.js';
import { payloadKeys } from '../../platform/keys/secrets.js';
import { CAPACITY } from '../../worker/lifecycle.js';
import {
  type Passed,
  REFERENCE_QUEUE,
  type ReferenceDeeds,
  type ReferenceSinks,
} from './reference-contract.js';

/** A worker with the settings and the payload codec of the product's, whose workflows and deeds do nothing. */
const [address = '', namespace = '', keyDir = ''] = process.argv.slice(2);
Runtime.install({
  logger: new DefaultLogger('WARN'),
  telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
});
const deeds: ReferenceDeeds = { nothing: async () => ({ next: 'wait', appliedFact: 1 }) };
const sinks: InjectedSinks<ReferenceSinks> = {
  told: {
    passed: {
      fn: ({ workflowId }, signal) => void process.send?.({ workflowId, signal } satisfies Passed),
      callDuringReplay: false,
    },
  },
};
const connection = await NativeConnection.connect({ address, grpcCompression: { codec: 'none' } });
const worker = await Worker.create({
  ...{ connection, namespace, taskQueue: REFERENCE_QUEUE, activities: { ...deeds }, sinks, ...CAPACITY },
  workflowBundle: await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('reference-workflows.ts', import.meta.url)),
    failureConverterPath,
    logger: new DefaultLogger('ERROR'),
  }),
  dataConverter: dataConverterOf(payloadKeys(openKeyRing(keyDir, { mayCreate: false }))),
});
const end = () => {
  if (worker.getState() === 'RUNNING') worker.shutdown();
};
process.on('SIGTERM', end);
process.on('disconnect', end);
process.send?.('ready');
await worker.run();
await connection.close();
process.exit(0);

// CommonJS because the SDK loads this file by path with require(), in the worker and in the workflow bundle alike.
const { DefaultFailureConverter } = require('@temporalio/common');

/** Moves failure messages and stack traces into a payload, so that the codec encrypts them too. */
exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });

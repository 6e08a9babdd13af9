import SequencerModule from '@jest/test-sequencer';

const Sequencer = SequencerModule.default ?? SequencerModule;

/** A fresh clone knows no durations, and jest would go by the size of files: these take a minute or more. */
const LONG = ['api/matrix', 'platform/engines', 'sim/worlds', 'sim/mutants', 'cli/process', 'worker/sealer'];

const isLong = ({ path }) => LONG.some((name) => path.endsWith(`/test/${name}.test.ts`));

/** Begins with what takes longest, so that no file is left to run alone. */
export default class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((one) => !isLong(one))];
  }
}

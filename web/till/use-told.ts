import { App } from 'antd';
import type { Asked } from '../client.js';
import { useDeed } from '../live.js';
import { useTrouble } from '../parts/trouble.js';
import type { Result } from './result.js';

/**
 * States what happened at the till, and hands on what to show for it. It belongs to the till itself: what is due may change
 * before the answer comes, and its fields with it.
 */
export function useTold(orderNo: string, done: (result: Result) => void) {
  const { message } = App.useApp();
  const tell = useTrouble();
  const deed = useDeed('stateFact');
  const state = (body: Asked<'stateFact'>['body'], sentence: string) =>
    deed.mutate(
      { params: { orderNo }, body },
      {
        onSuccess: (answer) => done({ sentence, applied: 'applied' in answer && answer.applied }),
        onError: (error) => void message.error(tell(error).sentence),
      },
    );
  return { state, busy: deed.isPending };
}

export type Told = ReturnType<typeof useTold>;

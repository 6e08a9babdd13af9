import { App } from 'antd';
import type { Address } from '../addresses.js';
import type { Asked } from '../client.js';
import { useDeed } from '../live.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import type { CaseDeed } from './deeds.js';

/** Sends one deed about a case, tells how it went, and closes its dialog when it was done. */
export function useCaseDeed<N extends Address>(name: N, deed: CaseDeed, done: () => void) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const sending = useDeed(name);
  const send = (asked: Asked<N>) =>
    sending.mutate(asked, {
      onSuccess: () => {
        void message.success(t('act.done', { what: t(`case.${deed}`) }));
        done();
      },
      onError: (error) => void message.error(tell(error).sentence),
    });
  return { send, busy: sending.isPending };
}

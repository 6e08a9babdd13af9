import { App, Button, Select } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed } from '../live.js';
import { type Right, useMe } from '../me.js';
import { Ask } from '../parts/ask.js';
import { useTrouble } from '../parts/trouble.js';
import { type Key, useWords } from '../words.js';
import { ROOT_CAUSES, type RootCause, rootCauseOf } from './root-causes.js';

type Case = Answer<'showCase'>;
type Deed = 'retry' | 'resolve';

/** A technical case is retried, a business case is resolved; green only for what was read back. */
export function Settle({ one }: { one: Case }) {
  const { t } = useWords();
  const { rights } = useMe();
  const [asking, setAsking] = useState<Deed>();
  const deeds: readonly { deed: Deed; right: Right; kind: Case['kind']; otherwise: Key }[] = [
    { deed: 'retry', right: 'case.retry', kind: 'technical', otherwise: 'case.only_technical' },
    { deed: 'resolve', right: 'case.resolve', kind: 'business', otherwise: 'case.only_business' },
  ];
  const closed = one.closedAt !== null;
  return (
    <section className="actions">
      <ul className="unable">
        {deeds.map(({ deed, right, kind, otherwise }) => {
          const why: Key | undefined = closed
            ? 'case.closed'
            : one.kind !== kind
              ? otherwise
              : rights.includes(right)
                ? undefined
                : 'case.no_right';
          return (
            <li key={deed}>
              <Button type="primary" disabled={why !== undefined} onClick={() => setAsking(deed)}>
                {t(`case.${deed}`)}
              </Button>
              {why && <span className="quiet">{t(why)}</span>}
            </li>
          );
        })}
      </ul>
      <p className="quiet">{t('case.proof')}</p>
      {asking && <SettleAsk one={one} deed={asking} done={() => setAsking(undefined)} />}
    </section>
  );
}

function SettleAsk({ one, deed, done }: { one: Case; deed: Deed; done: () => void }) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const retry = useDeed('retryCase');
  const resolve = useDeed('resolveCase');
  const params = { caseId: one.id };
  const ends = {
    onSuccess: () => {
      void message.success(t('act.done', { what: t(`case.${deed}`) }));
      done();
    },
    onError: (error: Error) => void message.error(tell(error).sentence),
  };
  const [cause, setCause] = useState<RootCause>();
  const confirm = (code: string, note: string | undefined) => {
    const more = note === undefined ? {} : { note };
    if (deed === 'retry') retry.mutate({ params, body: { rootCause: rootCauseOf(code), ...more } }, ends);
    else if (cause === undefined) void message.error(t('case.root_cause_missing'));
    else resolve.mutate({ params, body: { resolution: code, rootCause: cause, ...more } }, ends);
  };
  const retrying = deed === 'retry';
  return (
    <Ask
      title={t(`case.${deed}`)}
      group={retrying ? 'rootCause' : 'resolution'}
      codes={retrying ? ROOT_CAUSES : ['settled', 'refunded', 'goods_returned', 'corrected', 'no_action']}
      label={t(retrying ? 'case.root_cause' : 'case.resolution')}
      missing={t(retrying ? 'act.reason_missing' : 'case.resolution_missing')}
      busy={retry.isPending || resolve.isPending}
      confirm={confirm}
      cancel={done}
    >
      {!retrying && (
        <>
          <span>{t('case.root_cause')}</span>
          <Select
            aria-label={t('case.root_cause')}
            options={ROOT_CAUSES.map((value) => ({ value, label: word('rootCause', value) }))}
            onChange={setCause}
          />
        </>
      )}
    </Ask>
  );
}

import { Button, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import { useMe } from '../me.js';
import { useKeys } from '../use-keys.js';
import { useWords } from '../words.js';
import { ActAsk } from './act-ask.js';
import { type ActName, actsFor } from './acts-for.js';
import { RIGHT_OF, type Target } from './steering.js';

interface Props {
  orders: readonly Target[];
  done: () => void;
  children?: ReactNode;
}

/** What a manager does with the picked orders; what may not be done stays visible with its reason. */
export function Acts({ orders, done, children }: Props) {
  const { t, word } = useWords();
  const { rights } = useMe();
  const [asked, setAsked] = useState<ActName>();
  const why = (act: ActName): string | undefined => {
    if (!rights.includes(RIGHT_OF[act])) return t('because.right');
    return orders.length === 0 ? t('desk.pick_first') : undefined;
  };
  const ask = (act: ActName) => () => why(act) === undefined && setAsked(act);
  useKeys({ nudge: ask('nudge'), reassign: ask('reassign'), escalate: ask('escalate') });
  return (
    <section className="acts" aria-label={t('desk.acts')}>
      {children}
      <div className="buttons">
        {actsFor(orders).map((act) => (
          <Tooltip key={act} title={why(act)}>
            <Button
              size="small"
              disabled={why(act) !== undefined}
              onClick={() => setAsked(act)}
              type={act === 'nudge' ? 'primary' : 'default'}
            >
              {word('steer', act)}
            </Button>
          </Tooltip>
        ))}
      </div>
      {orders.length === 0 && <span className="quiet">{t('desk.pick_first')}</span>}
      {asked && (
        <ActAsk
          act={asked}
          orders={orders}
          close={() => setAsked(undefined)}
          done={() => {
            setAsked(undefined);
            done();
          }}
        />
      )}
    </section>
  );
}

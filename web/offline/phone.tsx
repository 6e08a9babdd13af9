import { Alert, Button, Popconfirm } from 'antd';
import { moment } from '../format.js';
import { Fields, Panel } from '../parts/panel.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import { forgetDevice } from './field.js';
import type { useField } from './use-field.js';

interface Props {
  person: string;
  name: string;
  held: ReturnType<typeof useField>;
  ready: boolean;
}

/** What the phone has with it, how long that holds, and what waits to be sent. */
export function Phone({ person, name, held, ready }: Props) {
  const { t, language } = useWords();
  const { field, online, busy, error, take, sendNow, look } = held;
  const list = field?.taken?.list;
  const waiting = field?.waiting ?? 0;
  const count = { count: list?.items.length ?? 0 };
  return (
    <Panel title={t('offline.phone')}>
      {!list && <p>{t('offline.why_take')}</p>}
      {error && <Lost error={error} />}
      {field?.taken && (
        <Fields
          rows={[
            [
              t('offline.list'),
              list
                ? t(list.more ? 'offline.list_more' : 'offline.list_count', count)
                : t('offline.list_none'),
            ],
            ...(list
              ? ([
                  [t('offline.as_of'), moment(list.takenAt, language)],
                  [t('offline.until'), moment(list.holdsUntil, language)],
                ] as const)
              : []),
            [
              t('offline.waiting'),
              waiting > 0 ? t('offline.waiting_count', { count: waiting }) : t('offline.waiting_none'),
            ],
            [t('offline.ready'), t(ready ? 'offline.ready_yes' : 'offline.ready_no')],
          ]}
        />
      )}
      <div className="offline-acts">
        <Button
          type={list ? 'default' : 'primary'}
          size="large"
          disabled={!online}
          loading={busy === 'take'}
          onClick={() => void take(t('offline.device_name', { name }))}
        >
          {t(list ? 'offline.take_again' : 'offline.take')}
        </Button>
        {waiting > 0 && (
          <Button
            type="primary"
            size="large"
            disabled={!online}
            loading={busy === 'send'}
            onClick={() => void sendNow()}
          >
            {t('offline.send')}
          </Button>
        )}
        {field?.taken && online && (
          <Popconfirm
            title={t('offline.forget_sure', { count: waiting })}
            onConfirm={() => forgetDevice(person).then(look)}
          >
            <Button size="large" type="text" danger>
              {t('offline.forget')}
            </Button>
          </Popconfirm>
        )}
      </div>
      {!online && !field?.taken && <p className="late">{t('offline.needs_network')}</p>}
    </Panel>
  );
}

function Lost({ error }: { error: Error }) {
  const { t } = useWords();
  const tell = useTrouble();
  const full = error instanceof DOMException;
  return (
    <Alert
      type="error"
      showIcon
      title={t('offline.lost')}
      description={full ? t('offline.full') : tell(error).sentence}
    />
  );
}

import { Modal } from 'antd';
import { useState } from 'react';
import { type Deed, KEYS } from '../keys.js';
import { deedsInUse } from '../use-keys.js';
import { useWords } from '../words.js';

const EVERYWHERE: readonly Deed[] = ['search', 'help'];
const isWay = (deed: Deed): boolean => deed.startsWith('go_');

/** The keys that do something on the screen behind, then those that work everywhere. */
export function Help({ close }: { close: () => void }) {
  const { t } = useWords();
  const [deeds] = useState(deedsInUse);
  const everywhere = (deed: Deed) => EVERYWHERE.includes(deed);
  return (
    <Modal open title={t('shell.help')} footer={null} onCancel={close}>
      <Keys title={t('key.here')} deeds={deeds.filter((deed) => !isWay(deed) && !everywhere(deed))} />
      <Keys title={t('key.ways')} deeds={deeds.filter(isWay)} />
      <Keys title={t('key.everywhere')} deeds={deeds.filter(everywhere)} />
    </Modal>
  );
}

function Keys({ title, deeds }: { title: string; deeds: readonly Deed[] }) {
  const { t } = useWords();
  if (deeds.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="keys-head">{title}</h2>
      <dl className="keys">
        {deeds.map((deed) => (
          <div key={deed}>
            <dt>
              {KEYS[deed].split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`key.${deed}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

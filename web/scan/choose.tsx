import { Button } from 'antd';
import { Panel } from '../parts/panel.js';
import { useWords } from '../words.js';
import { type Found, isOurs } from './seen.js';

const TAIL = 6;

interface Props {
  found: readonly Found[];
  chosen: (text: string) => void;
  drop: () => void;
}

/** Several codes are in one picture: a person says which is meant. */
export function Choose({ found, chosen, drop }: Props) {
  const { t } = useWords();
  return (
    <Panel title={t('scan.several', { count: found.length })}>
      <div className="scan-choices" role="alert">
        {found.map(({ text, x, y }) => (
          <Button key={text} size="large" block onClick={() => chosen(text)}>
            {t('scan.choice', {
              place: t(`scan.place_${y < 0.5 ? 'top' : 'bottom'}_${x < 0.5 ? 'left' : 'right'}`),
              what: t(isOurs(text) ? 'scan.choice_ours' : 'scan.choice_foreign'),
              tail: text.slice(-TAIL),
            })}
          </Button>
        ))}
        <Button size="large" block type="text" onClick={drop}>
          {t('scan.choose_none')}
        </Button>
      </div>
    </Panel>
  );
}

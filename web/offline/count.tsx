import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';
import { LineList } from '../goods/line-list.js';
import { type Counts, counted, lineMeant, NONE, piecesOf, sumOf } from '../goods/pieces.js';
import { useTaking } from '../goods/taking.js';
import '../scan/face-words.js';
import '../goods/goods.css';
import { useWords } from '../words.js';
import type { Counting } from './field.js';
import type { Counted, Far, Pieces } from './judge.js';

const HANDLING = { picked: 'pick', packed: 'pack', shipped: 'ship' } as const satisfies Record<
  Counted,
  string
>;

interface Props {
  counting: Counting;
  keep(counted: Pieces[]): Promise<unknown>;
  drop(): void;
}

/** How many pieces of each line a scan is about; nothing is kept before somebody says so. Nothing counted is everything. */
export function Count({ counting, keep, drop }: Props) {
  const { t } = useWords();
  const { purpose, judged } = counting;
  const [counts, setCounts] = useState<Counts>(NONE);
  const [other, setOther] = useState(false);
  const [busy, setBusy] = useState(false);
  const kept = useRef(false);
  const handling = HANDLING[purpose];
  const lines = counting.lines.map(countable);
  useTaking((text) => {
    const line = lineMeant(lines, text, { counts, handling });
    if (line) setCounts(counted(counts, line, handling, (counts.get(line.lineNo) ?? 0) + 1));
    // The camera may still see the very code whose pieces are counted.
    setOther(!line && text !== counting.text);
    return true;
  });
  const all = lines.map((line) => ({ lineNo: line.lineNo, quantity: line.left[handling] }));
  const some = sumOf(counts);
  const count = some || all.reduce((sum, { quantity }) => sum + quantity, 0);
  const go = () => {
    // A second tap on a busy phone is no second scan.
    if (kept.current) return;
    kept.current = true;
    setBusy(true);
    void keep(some > 0 ? piecesOf(counts) : all.filter(({ quantity }) => quantity > 0));
  };
  return (
    <section aria-label={t('offline.count')} className="face goods" data-counting={purpose}>
      <h2>
        {t('offline.count')} <span className="mono">{judged.listed?.orderNo}</span>
      </h2>
      <LineList
        lines={lines}
        lineCount={lines.length}
        handling={handling}
        counts={counts}
        change={setCounts}
      />
      {other && <Alert type="warning" showIcon role="alert" title={t('offline.count_first')} />}
      <Button type="primary" size="large" block className="big" loading={busy} onClick={go}>
        {t(`goods.${some > 0 ? 'some' : 'all'}_${handling}`, { count })}
      </Button>
      <Button size="large" block onClick={drop}>
        {t('offline.count_drop')}
      </Button>
      <p className="quiet">{t('offline.count_hint')}</p>
    </section>
  );
}

const countable = (line: Far) => {
  const { quantity, picked, packed, shipped } = line;
  const [pick, pack, ship] = [picked, packed, shipped].map((done) => Math.max(0, quantity - done));
  return { ...line, left: { pick: pick ?? 0, pack: pack ?? 0, ship: ship ?? 0, deliver: 0 } };
};

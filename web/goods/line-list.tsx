import { MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useWords } from '../words.js';
import { type Counts, counted, type GoodsLine, type Handling, ticked } from './pieces.js';

type ShownLine = Omit<GoodsLine, 'kind' | 'delivered' | 'waits'>;

interface Props {
  lines: readonly ShownLine[];
  /** Of how many there are. */
  lineCount: number;
  handling: Handling;
  counts: Counts;
  change(counts: Counts): void;
}

/** The lines of an order to tick or to count, as a warehouse reads them at arm's length. */
export function LineList({ lines, lineCount, ...doing }: Props) {
  const { t } = useWords();
  const hidden = lineCount - lines.length;
  return (
    <ul className="goods-lines" aria-label={t('order.lines')}>
      {lines.map((line) => (
        <Line key={line.lineNo} line={line} {...doing} />
      ))}
      {hidden > 0 && <li className="quiet">{t('scan.more_lines', { count: hidden })}</li>}
    </ul>
  );
}

function Line({ line, handling, counts, change }: Omit<Props, 'lines' | 'lineCount'> & { line: ShownLine }) {
  const { t } = useWords();
  const count = counts.get(line.lineNo) ?? 0;
  const left = line.left[handling];
  const set = (quantity: number) => change(counted(counts, line, handling, quantity));
  const { lineNo, name, sku, quantity, picked, packed, shipped } = line;
  return (
    <li className={left === 0 ? 'goods-done' : ''}>
      <button
        type="button"
        className="goods-line"
        aria-pressed={count > 0 && count === left}
        disabled={left === 0}
        onClick={() => change(ticked(counts, line, handling))}
      >
        <b>
          {`${lineNo}. ${name}`} <span className="number">× {quantity}</span>
        </b>
        <span className="mono quiet">{sku}</span>
        <span className="quiet number">{t('goods.far', { picked, packed, shipped })}</span>
      </button>
      <span className="goods-stepper">
        <Button
          size="large"
          icon={<MinusOutlined />}
          aria-label={t('goods.fewer', { line: lineNo })}
          disabled={count === 0}
          onClick={() => set(count - 1)}
        />
        <output className="number">{`${count} / ${left}`}</output>
        <Button
          size="large"
          icon={<PlusOutlined />}
          aria-label={t('goods.more', { line: lineNo })}
          disabled={count >= left}
          onClick={() => set(count + 1)}
        />
      </span>
    </li>
  );
}

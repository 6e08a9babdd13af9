import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Select } from 'antd';
import { places } from '../format.js';
import { type Key, useWords } from '../words.js';
import './amend.css';
import type { DraftLine } from './draft.js';

const KINDS = ['goods', 'service', 'charge'] as const;
const MOST_PIECES = 2_147_483_647;

interface Props {
  lines: readonly DraftLine[];
  currency: string;
  change: (lines: DraftLine[]) => void;
}

/** All lines as they shall be. */
export function LineFields({ lines, currency, change }: Props) {
  const { t } = useWords();
  const put = (key: string, more: Partial<DraftLine>) =>
    change(lines.map((line) => (line.key === key ? { ...line, ...more } : line)));
  const add = () =>
    change([
      ...lines,
      { key: crypto.randomUUID(), kind: 'goods', sku: '', name: '', quantity: 1, amount: null },
    ]);
  return (
    <>
      {lines.map((line, index) => (
        <LineField
          key={line.key}
          line={line}
          no={index + 1}
          currency={currency}
          put={(more) => put(line.key, more)}
          remove={() => change(lines.filter(({ key }) => key !== line.key))}
        />
      ))}
      <Button onClick={add}>{t('amend.add')}</Button>
    </>
  );
}

interface LineProps {
  line: DraftLine;
  no: number;
  currency: string;
  put: (more: Partial<DraftLine>) => void;
  remove: () => void;
}

function LineField({ line, no, currency, put, remove }: LineProps) {
  const { t, word } = useWords();
  const label = (what: Key) => t('amend.line', { no, what: t(what, { currency }) });
  return (
    <div className="amend-line">
      <Input
        className="amend-name"
        aria-label={label('amend.item')}
        placeholder={t('amend.item')}
        maxLength={200}
        value={line.name}
        onChange={({ target }) => put({ name: target.value })}
      />
      <Input
        aria-label={label('amend.sku')}
        placeholder={t('amend.sku')}
        maxLength={64}
        value={line.sku}
        onChange={({ target }) => put({ sku: target.value })}
      />
      <Select
        aria-label={label('amend.kind')}
        value={line.kind}
        onChange={(kind) => put({ kind })}
        options={KINDS.map((value) => ({ value, label: word('kind', value) }))}
      />
      <InputNumber
        aria-label={label('amend.quantity')}
        min={1}
        max={MOST_PIECES}
        precision={0}
        value={line.quantity}
        onChange={(quantity) => put({ quantity })}
      />
      <InputNumber
        stringMode
        aria-label={label('amend.amount')}
        min="0"
        precision={places(currency)}
        value={line.amount}
        onChange={(amount) => put({ amount })}
      />
      <Button
        icon={<DeleteOutlined />}
        aria-label={t('amend.remove', { no })}
        title={t('amend.remove', { no })}
        onClick={remove}
      />
    </div>
  );
}

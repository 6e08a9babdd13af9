import { Button, Empty, Segmented, Skeleton, Table } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import type { LiveList } from '../live.js';
import { usePhone } from '../phone.js';
import { useKeys } from '../use-keys.js';
import { useWords } from '../words.js';
import { AsOf } from './as-of.js';
import { Trouble } from './trouble.js';

export interface Column<T> {
  key: string;
  title: string;
  cell: (item: T) => ReactNode;
  width?: number;
  right?: boolean;
}

interface Props<T> {
  label: string;
  list: LiveList<T>;
  columns: Column<T>[];
  idOf: (item: T) => string;
  open: (item: T) => void;
  empty: string;
  /** What `x` does with the current item. */
  pick?: (item: T) => void;
  /** Space that the rest of the screen needs. */
  above?: number;
}

/** A live list: a virtual table on a desk, cards on a phone; `j`, `k` and Enter move in both. */
export function List<T extends object>(props: Props<T>) {
  const { list, idOf, open, empty } = props;
  const { t } = useWords();
  const narrow = usePhone();
  const [density, setDensity] = useState<Density>('small');
  const [chosen, setChosen] = useState(-1);
  const items = list.data ?? [];
  const step = (by: number) => setChosen((now) => Math.min(items.length - 1, Math.max(0, now + by)));
  const current = items[chosen];
  useKeys({
    next: () => step(1),
    previous: () => step(-1),
    open: () => current && open(current),
    pick: () => current && props.pick?.(current),
  });
  useEffect(() => {
    if (current) document.getElementById(rowId(idOf(current)))?.scrollIntoView({ block: 'nearest' });
  }, [current, idOf]);

  if (list.error && !list.data) return <Trouble error={list.error} again={list.again} />;
  if (!list.data) return list.slow ? <Skeleton active paragraph={{ rows: 8 }} title={false} /> : null;
  const shown = { ...props, items, current, chosen, density };
  return (
    <>
      {items.length === 0 ? (
        <Empty description={empty} />
      ) : narrow ? (
        <Cards {...shown} />
      ) : (
        <Rows {...shown} />
      )}
      <div className="list-foot">
        <AsOf ms={list.asOfMs} stale={list.error !== null} />
        <span className="quiet">{t('list.count', { count: items.length })}</span>
        {list.more && (
          <Button size="small" loading={list.loadingMore} onClick={list.more}>
            {t('list.more')}
          </Button>
        )}
        {!narrow && items.length > 0 && <DensityChoice density={density} choose={setDensity} />}
      </div>
    </>
  );
}

type Density = 'small' | 'middle';
type Shown<T> = Props<T> & { items: T[]; current: T | undefined; density: Density };

const rowId = (id: string): string => `row-${id}`;

function DensityChoice({ density, choose }: { density: Density; choose: (density: Density) => void }) {
  const { t } = useWords();
  return (
    <Segmented
      className="list-density"
      size="small"
      value={density}
      onChange={choose}
      options={[
        { value: 'small', label: t('list.dense') },
        { value: 'middle', label: t('list.comfortable') },
      ]}
    />
  );
}

function Rows<T extends object>(props: Shown<T>) {
  const { label, items, columns, idOf, open, current, list, density, above = 240 } = props;
  const height = useHeight(above);
  return (
    <Table<T>
      aria-label={label}
      virtual
      size={density}
      rowKey={idOf}
      dataSource={items}
      pagination={false}
      scroll={{ x: columns.reduce((sum, { width = 140 }) => sum + width, 0), y: height }}
      onScroll={(event) => nearEnd(event.currentTarget) && !list.loadingMore && list.more?.()}
      onRow={(item) => ({ id: rowId(idOf(item)), onClick: () => open(item) })}
      rowClassName={(item) => (item === current ? 'row row-current' : 'row')}
      columns={columns.map(({ key, title, cell, width = 140, right }) => ({
        key,
        title,
        width,
        align: right ? 'right' : 'left',
        ellipsis: true,
        render: (_: unknown, item: T) => cell(item),
      }))}
    />
  );
}

/** From this width on, a column of the table takes a line of the card for itself. */
const WIDE_PX = 170;

function Cards<T extends object>({ label, items, columns, idOf, open, current }: Shown<T>) {
  return (
    <ul className="cards" aria-label={label}>
      {items.map((item) => (
        <li key={idOf(item)} id={rowId(idOf(item))}>
          <button
            type="button"
            className={item === current ? 'card row-current' : 'card'}
            onClick={() => open(item)}
          >
            <CardCells columns={columns} item={item} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What a row is known by, as the head; then the rest, two in a line where they are short. */
function CardCells<T>({ columns, item }: { columns: Column<T>[]; item: T }) {
  const [first, second, ...rest] = columns;
  return (
    <>
      <span className="card-head">
        <span className="card-name">{first?.cell(item)}</span>
        <span>{second?.cell(item)}</span>
      </span>
      {rest.map(({ key, title, cell, width = 140 }) => (
        <span key={key} className={width >= WIDE_PX ? 'card-field card-wide' : 'card-field'}>
          <span className="quiet">{title}</span>
          <span className="card-value">{cell(item)}</span>
        </span>
      ))}
    </>
  );
}

const NEAR_PX = 200;
const nearEnd = ({ scrollTop, clientHeight, scrollHeight }: HTMLElement): boolean =>
  scrollHeight - scrollTop - clientHeight < NEAR_PX;

function useHeight(above: number): number {
  const [height, setHeight] = useState(() => Math.max(240, window.innerHeight - above));
  useEffect(() => {
    const measure = () => setHeight(Math.max(240, window.innerHeight - above));
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [above]);
  return height;
}

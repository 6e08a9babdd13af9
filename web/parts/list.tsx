import { Button, Empty, Grid, Segmented, Skeleton, Table } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import type { LiveList } from '../live.js';
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
  const narrow = Grid.useBreakpoint().md === false;
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
  const shown = { ...props, items, current, chosen };
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
      </div>
    </>
  );
}

type Shown<T> = Props<T> & { items: T[]; current: T | undefined };

const rowId = (id: string): string => `row-${id}`;

function Rows<T extends object>({ label, items, columns, idOf, open, current, list, above = 230 }: Shown<T>) {
  const { t } = useWords();
  const [density, setDensity] = useState<'small' | 'middle'>('small');
  const height = useHeight(above);
  return (
    <>
      <div className="list-density">
        <Segmented
          size="small"
          value={density}
          onChange={setDensity}
          options={[
            { value: 'small', label: t('list.dense') },
            { value: 'middle', label: t('list.comfortable') },
          ]}
        />
      </div>
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
    </>
  );
}

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
            {columns.map(({ key, title, cell }) => (
              <span key={key} className="card-field">
                <span className="quiet">{title}</span>
                <span className="card-value">{cell(item)}</span>
              </span>
            ))}
          </button>
        </li>
      ))}
    </ul>
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

import { EditOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useLive } from '../live.js';
import { useWords } from '../words.js';
import type { Query, View, ViewList } from './view.js';

/** The dialog and its fields come when somebody keeps a view. */
const ViewAsk = lazy(async () => ({ default: (await import('./view-ask.js')).ViewAsk }));

interface Props {
  list: ViewList;
  /** The filter as the address carries it now; what is not set is absent. */
  query: Record<string, string | undefined>;
  /** What the list is called without any filter. */
  all?: string;
  /** Puts another filter into the address. */
  go: (query: Query) => void;
}

/** The saved views of a list as tabs with their counts; the current filter can be kept as a new one. */
export function Views({ list, query, all, go }: Props) {
  const { t } = useWords();
  const views = useLive('listViews', { query: { list } });
  const counts = useLive('countViews', { query: { list } });
  const [editing, setEditing] = useState<View | 'new'>();
  const current = textOf(query);
  const bare = textOf(bareOf(query)) === '[]';
  const items = views.data?.items ?? [];
  useDefault(items, bare, go);
  if (!views.data) return null;
  const chosen = items.find((view) => textOf(view.query) === current);
  return (
    <nav className="views" aria-label={t('views.title')}>
      <Tab label={all ?? t('views.all')} on={bare} go={() => go({})} />
      {items.map((view) => {
        const counted = counts.data?.items.find(({ viewId }) => viewId === view.id);
        return (
          <Tab
            key={view.id}
            label={view.name}
            title={view.owner && !view.mayChange ? t('views.by', { name: view.owner.name }) : undefined}
            on={view.id === chosen?.id}
            count={counted?.count == null ? undefined : `${counted.count}${counted.more ? '+' : ''}`}
            go={() => go(view.query)}
          />
        );
      })}
      {chosen && (
        <Button
          size="small"
          type="text"
          icon={<EditOutlined />}
          aria-label={t('views.edit')}
          onClick={() => setEditing(chosen)}
        />
      )}
      {!bare && !chosen && (
        <Tooltip title={t('views.save_hint')}>
          <Button size="small" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
            {t('views.save')}
          </Button>
        </Tooltip>
      )}
      {editing && (
        <Suspense>
          <ViewAsk
            list={list}
            view={editing === 'new' ? undefined : editing}
            query={given(query)}
            mayShare={views.data.mayShare}
            close={() => setEditing(undefined)}
          />
        </Suspense>
      )}
    </nav>
  );
}

/** How technical faults are told is the list's own affair and no filter. */
const bareOf = ({ faults: _, ...query }: Props['query']) => query;

/** The filter in an order of its own, so that the same filter is the same text. */
const textOf = (query: Record<string, string | undefined>): string =>
  JSON.stringify(Object.entries(given(query)).toSorted(([one], [other]) => (one < other ? -1 : 1)));

const given = (query: Record<string, string | undefined>): Query =>
  Object.fromEntries(
    Object.entries(query).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
  );

/** A list that is opened without a filter begins with the view that was chosen for it, once. */
function useDefault(items: View[], bare: boolean, go: Props['go']): void {
  const begun = useRef(false);
  const chosen = items.find((view) => view.isDefault);
  useEffect(() => {
    if (begun.current || items.length === 0) return;
    begun.current = true;
    if (chosen && bare) go(chosen.query);
  }, [items, chosen, bare, go]);
}

interface TabProps {
  label: string;
  title?: string | undefined;
  on: boolean;
  count?: string | undefined;
  go: () => void;
}

function Tab({ label, title, on, count, go }: TabProps) {
  return (
    <button
      type="button"
      className={on ? 'view view-on' : 'view'}
      aria-pressed={on}
      title={title}
      onClick={go}
    >
      <span className="view-name">{label}</span>
      {count !== undefined && <span className="view-count">{count}</span>}
    </button>
  );
}

import { EditOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Form, Input, Modal, Radio, Tooltip } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useWords } from '../words.js';

export type ViewList = 'orders' | 'reviews' | 'cases' | 'waiting';
type View = Answer<'listViews'>['items'][number];
type Query = Record<string, string>;

interface Props {
  list: ViewList;
  /** The filter as the address carries it now; what is not set is absent. */
  query: Record<string, string | undefined>;
  /** Puts another filter into the address. */
  go: (query: Query) => void;
}

/** The saved views of a list as tabs with their counts; the current filter can be kept as a new one. */
export function Views({ list, query, go }: Props) {
  const { t } = useWords();
  const views = useLive('listViews', { query: { list } });
  const counts = useLive('countViews', { query: { list } });
  const [editing, setEditing] = useState<View | 'new'>();
  const current = textOf(query);
  const items = views.data?.items ?? [];
  useDefault(items, current, go);
  if (!views.data) return null;
  const chosen = items.find((view) => textOf(view.query) === current);
  return (
    <nav className="views" aria-label={t('views.title')}>
      <Tab label={t('views.all')} on={current === '[]'} go={() => go({})} />
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
      {current !== '[]' && !chosen && (
        <Tooltip title={t('views.save_hint')}>
          <Button size="small" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
            {t('views.save')}
          </Button>
        </Tooltip>
      )}
      {editing && (
        <ViewAsk
          list={list}
          view={editing === 'new' ? undefined : editing}
          query={given(query)}
          mayShare={views.data.mayShare}
          close={() => setEditing(undefined)}
        />
      )}
    </nav>
  );
}

/** The filter in an order of its own, so that the same filter is the same text. */
const textOf = (query: Record<string, string | undefined>): string =>
  JSON.stringify(Object.entries(given(query)).toSorted(([one], [other]) => (one < other ? -1 : 1)));

const given = (query: Record<string, string | undefined>): Query =>
  Object.fromEntries(
    Object.entries(query).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
  );

/** A list that is opened without a filter begins with the view that was chosen for it, once. */
function useDefault(items: View[], current: string, go: Props['go']): void {
  const begun = useRef(false);
  const chosen = items.find((view) => view.isDefault);
  useEffect(() => {
    if (begun.current || items.length === 0) return;
    begun.current = true;
    if (chosen && current === '[]') go(chosen.query);
  }, [items, chosen, current, go]);
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

interface AskProps {
  list: ViewList;
  view: View | undefined;
  query: Query;
  mayShare: boolean;
  close: () => void;
}

type Sharing = View['shared'];
const SHARINGS: readonly Sharing[] = ['mine', 'role', 'everybody'];

/** Asks for the name of a view and who sees it; why something cannot be changed stays readable. */
function ViewAsk({ list, view, query, mayShare, close }: AskProps) {
  const { t } = useWords();
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState<Sharing>(view?.shared ?? 'mine');
  const [isDefault, setDefault] = useState(view?.isDefault ?? false);
  const deeds = useViewDeeds(list, view, close);
  const fixed = view !== undefined && !view.mayChange;
  const keep = () => void deeds.keep({ name: name.trim(), shared, isDefault, query });
  return (
    <Modal
      open
      title={t(view ? 'views.edit' : 'views.save')}
      okText={t('views.ok')}
      cancelText={t('views.cancel')}
      onCancel={close}
      onOk={keep}
      okButtonProps={{ disabled: name.trim() === '', loading: deeds.busy }}
      footer={(_, { OkBtn, CancelBtn }) => (
        <>
          {view?.mayChange && (
            <Button danger className="left" loading={deeds.busy} onClick={() => void deeds.remove()}>
              {t('views.remove')}
            </Button>
          )}
          <CancelBtn />
          <OkBtn />
        </>
      )}
    >
      <Form layout="vertical" onFinish={keep}>
        <Form.Item
          label={t('views.name')}
          htmlFor="view-name"
          extra={fixed ? t(view.owner ? 'views.not_yours' : 'views.house') : null}
        >
          <Input
            id="view-name"
            autoFocus
            maxLength={60}
            disabled={fixed}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t('views.shared')} extra={mayShare ? null : t('views.may_not_share')}>
          <Radio.Group
            disabled={fixed}
            value={shared}
            onChange={(event) => setShared(event.target.value)}
            options={SHARINGS.map((value) => ({
              value,
              label: t(`views.shared.${value}`),
              disabled: value === 'everybody' && !mayShare,
            }))}
          />
        </Form.Item>
        <Checkbox checked={isDefault} onChange={(event) => setDefault(event.target.checked)}>
          {t('views.default')}
        </Checkbox>
      </Form>
      {deeds.trouble && (
        <p role="alert" className="late">
          {deeds.trouble}
        </p>
      )}
    </Modal>
  );
}

interface Wanted {
  name: string;
  shared: Sharing;
  isDefault: boolean;
  query: Query;
}

function useViewDeeds(list: ViewList, view: View | undefined, done: () => void) {
  const { t } = useWords();
  const save = useDeed('saveView');
  const change = useDeed('changeView');
  const remove = useDeed('removeView');
  const choose = useDeed('chooseView');
  const all = [save, change, remove, choose];
  const error = all.map((one) => one.error).find((one) => one !== null);
  const keep = async ({ name, shared, isDefault, query }: Wanted): Promise<void> => {
    const viewId = view ? view.id : (await save.mutateAsync({ body: { list, name, query, shared } })).viewId;
    const { version = 1 } = view ?? {};
    if (view?.mayChange && (view.name !== name || view.shared !== shared))
      await change.mutateAsync({ params: { viewId }, body: { version, name, shared } });
    if (isDefault !== (view?.isDefault ?? false))
      await choose.mutateAsync({ params: { viewId }, body: { on: isDefault } });
    done();
  };
  return {
    busy: all.some((one) => one.isPending),
    trouble: error
      ? ('sentence' in error && String(error.sentence ?? '')) || t('problem.internal')
      : undefined,
    keep: (wanted: Wanted) => keep(wanted).catch(() => undefined),
    remove: async () => {
      if (!view) return;
      const { id: viewId, version } = view;
      await remove.mutateAsync({ params: { viewId }, body: { version } }).then(done, () => undefined);
    },
  };
}

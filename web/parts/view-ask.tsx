import { Button, Checkbox, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useDeed } from '../live.js';
import { useWords } from '../words.js';
import type { Query, View, ViewList } from './view.js';

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
export function ViewAsk({ list, view, query, mayShare, close }: AskProps) {
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

import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { sendFile, sendForFile } from '../client.js';
import { useDeed } from '../live.js';
import { useMay, useMe } from '../me.js';
import { Panel } from '../parts/panel.js';
import { useTrouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import { useNames } from './names.js';
import type { StoryItem } from './story.js';

type Laid = Extract<StoryItem, { kind: 'file' }>;

const TYPES = ['image/png', 'image/jpeg', 'image/webp', 'application/pdf'];
const MOST_BYTES = 10 * 1024 ** 2;

/** Photos and papers beside the order; a download is logged. */
export function Files({ orderNo, items }: { orderNo: string; items: StoryItem[] }) {
  const { t } = useWords();
  const may = useMay('order.discuss');
  const files = items.filter((item) => item.kind === 'file');
  return (
    <Panel title={t('file.title')}>
      <p className="quiet">{t('file.hint')}</p>
      <ul className="records">
        {files.map((item) => (
          <Laid key={item.file.id} orderNo={orderNo} item={item} may={may} />
        ))}
      </ul>
      {may && <Add orderNo={orderNo} />}
    </Panel>
  );
}

function Laid({ orderNo, item: { at, file }, may }: { orderNo: string; item: Laid; may: boolean }) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const me = useMe();
  const nameOf = useNames(orderNo);
  const withdraw = useDeed('withdrawFile');
  const params = { orderNo, fileId: file.id };
  const fail = (error: Error) => void message.error(tell(error).sentence);
  const there = file.withdrawnAt === null;
  return (
    <li>
      <span className="wrap">{file.name ?? t(there ? 'file.hidden' : 'file.withdrawn')}</span>
      <span className="quiet number">{`${Math.max(1, Math.round(file.bytes / 1024))} KB`}</span>
      {there && may && (
        <Button size="small" icon={<DownloadOutlined />} onClick={() => void save(params, file).catch(fail)}>
          {t('file.download')}
        </Button>
      )}
      {there && file.author === me.id && (
        <Button
          size="small"
          type="link"
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate({ params, body: {} }, { onError: fail })}
        >
          {t('comment.withdraw')}
        </Button>
      )}
      <span className="quiet">
        {`${nameOf(file.author)} (${word('department', file.department)}) · `}
        <When at={at} />
      </span>
    </li>
  );
}

async function save(params: { orderNo: string; fileId: string }, file: Laid['file']): Promise<void> {
  const content = await sendForFile('downloadFile', { params, body: {} });
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name ?? file.id;
  link.click();
  URL.revokeObjectURL(url);
}

function Add({ orderNo }: { orderNo: string }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (!TYPES.includes(file.type)) return void message.error(t('file.other_type'));
    if (file.size > MOST_BYTES) return void message.error(t('file.too_large'));
    setBusy(true);
    try {
      await sendFile({ params: { orderNo } }, file, crypto.randomUUID());
      void message.success(t('act.done', { what: t('file.add') }));
      await client.invalidateQueries();
    } catch (error) {
      if (error instanceof Error) void message.error(tell(error).sentence);
    } finally {
      setBusy(false);
      if (input.current) input.current.value = '';
    }
  };
  return (
    <div className="buttons">
      <input
        ref={input}
        type="file"
        hidden
        data-way="file"
        accept={TYPES.join(',')}
        aria-label={t('file.add')}
        onChange={(event) => void take(event.target.files?.[0])}
      />
      <Button icon={<UploadOutlined />} loading={busy} onClick={() => input.current?.click()}>
        {t('file.add')}
      </Button>
    </div>
  );
}

import { App, Button } from 'antd';
import { useState } from 'react';
import { type Asked, sendForFile } from '../client.js';
import { useMay } from '../me.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import { type BoardSearch, queryOf } from './views.js';

/** The list as it is filtered now, as a file; the server asks for a fresh proof and logs it. */
export function Export({ search }: { search: BoardSearch }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const may = useMay('stuck.export');
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    try {
      const given = Object.entries(queryOf(search)).filter(([, value]) => value !== undefined);
      const body = Object.fromEntries(given) as Asked<'exportStuck'>['body'];
      keep(await sendForFile('exportStuck', { body }));
    } catch (error) {
      if (error instanceof Error) void message.error(tell(error).sentence);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      size="small"
      loading={busy}
      disabled={!may}
      title={may ? '' : t('because.right')}
      onClick={() => void take()}
    >
      {t('steer.export')}
    </Button>
  );
}

function keep(file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = 'orders.csv';
  link.click();
  URL.revokeObjectURL(address);
}

import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { type Answer, sendForFile } from '../client.js';
import { moment } from '../format.js';
import { Panel } from '../parts/panel.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import './code-print.css';

type Code = Answer<'showOrder'>['code'];

/** The symbol of the live code; drawn by the server, for those who may see it. */
export function CodePanel({ orderNo, code }: { orderNo: string; code: Code }) {
  const { t, word, language } = useWords();
  if (!code)
    return (
      <Panel title={t('order.code')}>
        <p className="quiet">{t('order.no_code')}</p>
      </Panel>
    );
  return (
    <Panel title={t('order.code')}>
      <div className="code">
        <Drawing orderNo={orderNo} issueNo={code.issueNo} />
        <div>
          <p>
            {t('order.issue', {
              issueNo: code.issueNo,
              status: word('codeStatus', code.status),
              until: moment(code.expiresAt, language),
            })}
          </p>
          <Downloads orderNo={orderNo} />
        </div>
      </div>
    </Panel>
  );
}

function Drawing({ orderNo, issueNo }: { orderNo: string; issueNo: number }) {
  const { t } = useWords();
  const drawn = useQuery({
    queryKey: ['drawCodeSvg', orderNo, issueNo],
    queryFn: ({ signal }) => sendForFile('drawCodeSvg', { params: { orderNo } }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const url = useObjectUrl(drawn.data);
  return <div className="symbol">{url && <img src={url} alt={t('order.code_of', { orderNo })} />}</div>;
}

function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

function Downloads({ orderNo }: { orderNo: string }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const save = async (name: 'drawCodeSvg' | 'drawCodePng', extension: string) => {
    try {
      const url = URL.createObjectURL(await sendForFile(name, { params: { orderNo } }));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${orderNo.replaceAll('/', '_')}.${extension}`;
      link.click();
      URL.revokeObjectURL(url);
    } catch (error) {
      if (error instanceof Error) void message.error(tell(error).sentence);
    }
  };
  return (
    <div className="buttons">
      <Button icon={<DownloadOutlined />} onClick={() => void save('drawCodeSvg', 'svg')}>
        {t('order.download_svg')}
      </Button>
      <Button icon={<DownloadOutlined />} onClick={() => void save('drawCodePng', 'png')}>
        {t('order.download_png')}
      </Button>
      <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
        {t('order.print')}
      </Button>
    </div>
  );
}

import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Forward } from '../amend/forward.js';
import { type Answer, sendForFile } from '../client.js';
import { moment } from '../format.js';
import { useLive } from '../live.js';
import { useMay } from '../me.js';
import { Panel } from '../parts/panel.js';
import { useTrouble } from '../parts/trouble.js';
import { Grade } from '../print/grade.js';
import { useObjectUrl } from '../print/object-url.js';
import { saveAs } from '../print/save.js';
import '../print/print-words.js';
import { useWords } from '../words.js';

type Code = Answer<'showOrder'>['code'];

const PrintDialog = lazy(async () => ({
  default: (await import('../print/print-dialog.js')).PrintDialog,
}));

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
          <Quality orderNo={orderNo} issueNo={code.issueNo} />
          <Downloads orderNo={orderNo} />
          {code.status === 'live' && <Forward orderNo={orderNo} />}
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
    staleTime: 'static',
  });
  const url = useObjectUrl(drawn.data);
  return <div className="symbol">{url && <img src={url} alt={t('order.code_of', { orderNo })} />}</div>;
}

/** How well the symbol was drawn, and who printed it. */
function Quality({ orderNo, issueNo }: { orderNo: string; issueNo: number }) {
  const { t } = useWords();
  const { data } = useLive('showCode', { params: { orderNo } });
  const record = data?.records.find((one) => one.issueNo === issueNo);
  const [last] = data?.prints ?? [];
  return (
    <p>
      {record?.grade && <Grade grade={record.grade} parts={record.gradeParts} />}
      {last && (
        <span className="quiet">
          {t('print.history', { count: data?.prints.length ?? 0, person: last.printedBy })}
        </span>
      )}
    </p>
  );
}

function Downloads({ orderNo }: { orderNo: string }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const may = useMay('code.print');
  const [printing, setPrinting] = useState(false);
  const save = async (name: 'drawCodeSvg' | 'drawCodePng', extension: string) => {
    try {
      saveAs(await sendForFile(name, { params: { orderNo } }), `${orderNo}.${extension}`);
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
      <Button
        icon={<PrinterOutlined />}
        disabled={!may}
        title={may ? '' : t('print.no_right')}
        onClick={() => setPrinting(true)}
      >
        {t('print.label')}
      </Button>
      {printing && (
        <Suspense>
          <PrintDialog orderNo={orderNo} close={() => setPrinting(false)} />
        </Suspense>
      )}
    </div>
  );
}

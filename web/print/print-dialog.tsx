import { useQuery } from '@tanstack/react-query';
import { App, InputNumber, Modal, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { type Answer, sendForFile } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { Trouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import { useObjectUrl } from './object-url.js';
import { saveAs } from './save.js';
import './print-words.js';
import './print.css';

type Label = Answer<'listLabels'>['items'][number];
type Format = Label['formats'][number];

const DRAWINGS = { svg: 'drawCodeSvg', png: 'drawCodePng', pdf: 'drawCodePdf', zpl: 'drawCodeZpl' } as const;

/** What the live code is printed on, seen as large as it will be; the print is written down before its file comes. */
export function PrintDialog({ orderNo, close }: { orderNo: string; close: () => void }) {
  const { t } = useWords();
  const labels = useLive('listLabels', { params: { orderNo } });
  const [preset, setPreset] = useState<Label['preset']>('label_60x40mm');
  const [wanted, setWanted] = useState<Format>('pdf');
  const [copies, setCopies] = useState(1);
  const label = labels.data?.items.find((one) => one.preset === preset);
  const format = label?.formats.includes(wanted) === false ? label.formats.at(-1) : wanted;
  const print = usePrinting(orderNo, close);
  return (
    <Modal
      open
      title={t('print.label')}
      onCancel={close}
      okText={t('print.go')}
      okButtonProps={{ disabled: !label || format === undefined, loading: print.busy }}
      onOk={() => format && void print.run({ preset, format, copies })}
    >
      {labels.error && !labels.data && <Trouble error={labels.error} again={labels.again} />}
      {!labels.data && labels.slow && <Skeleton active />}
      <div className="print-choice">
        <Select<Label['preset']>
          aria-label={t('print.preset')}
          value={preset}
          onChange={setPreset}
          options={(labels.data?.items ?? []).map((one) => ({
            value: one.preset,
            label: t(`print.preset.${one.preset}`),
          }))}
        />
        <Select<Format>
          aria-label={t('print.format')}
          value={format ?? null}
          onChange={setWanted}
          options={(label?.formats ?? []).map((one) => ({ value: one, label: one.toUpperCase() }))}
        />
        <InputNumber
          aria-label={t('print.copies')}
          min={1}
          max={100}
          precision={0}
          value={copies}
          onChange={(value) => setCopies(value ?? 1)}
          suffix={t('print.copies')}
        />
      </div>
      {print.said && (
        <p role="alert" className="late">
          {print.said}
        </p>
      )}
      {label && <Preview orderNo={orderNo} label={label} />}
    </Modal>
  );
}

function Preview({ orderNo, label }: { orderNo: string; label: Label }) {
  const { t } = useWords();
  const { preset, formats, widthMm, heightMm, moduleMm, readFromMm } = label;
  const fits = formats.length > 0;
  const drawn = useQuery({
    queryKey: ['drawCodeSvg', orderNo, preset],
    queryFn: ({ signal }) => sendForFile('drawCodeSvg', { params: { orderNo }, query: { preset } }, signal),
    enabled: fits,
  });
  const url = useObjectUrl(drawn.data);
  if (!fits) return <p className="late">{t('print.no_fit')}</p>;
  return (
    <>
      <p className="quiet">
        {t('print.size', {
          width: widthMm.toFixed(0),
          height: heightMm.toFixed(0),
          module: moduleMm.toFixed(2),
          metres: (readFromMm / 1000).toFixed(1),
        })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled picture needs the keyboard */}
      <section className="print-preview" aria-label={t('print.preview')} tabIndex={0}>
        {url && <img src={url} alt={t('print.preview')} />}
      </section>
    </>
  );
}

interface Asked {
  preset: Label['preset'];
  format: Format;
  copies: number;
}

/** The deed first, then its file. */
function usePrinting(orderNo: string, close: () => void) {
  const { t } = useWords();
  const { message } = App.useApp();
  const deed = useDeed('printCode');
  const { said, busy, run } = useAttempt();
  const print = ({ preset, format, copies }: Asked) =>
    run(async () => {
      const { issueNo } = await deed.mutateAsync({ params: { orderNo }, body: { preset, format, copies } });
      const query = format === 'pdf' || format === 'zpl' ? { preset, copies } : { preset };
      saveAs(
        await sendForFile(DRAWINGS[format], { params: { orderNo }, query }),
        `${orderNo}-${preset}.${format}`,
      );
      void message.success(t('print.written', { issueNo, copies }));
      close();
    });
  return { said, busy, run: print };
}

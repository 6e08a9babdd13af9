import { RotateRightOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { money } from '../format.js';
import { useLive } from '../live.js';
import { useWords } from '../words.js';
import { MoneyFields, type Of } from './face-parts.js';

/** The order as a customer may see it over the counter: items, amounts, where it stands, and nothing of the house. */
export function ShowCustomer({ orderNo, currency, face, close }: Of<'sales'> & { close: () => void }) {
  const { t, word } = useWords();
  const [turned, setTurned] = useState(false);
  const state = useLive('showOrder', { params: { orderNo } }).data?.state;
  const hidden = face.lineCount - face.lines.length;
  return (
    <Modal open footer={null} width={560} title={t('face.for_customer')} onCancel={close}>
      <div className={turned ? 'turned customer-view' : 'customer-view'}>
        <p className="mono customer-no">{orderNo}</p>
        {state && <p className="decision">{t('face.customer_state', { state: t(`state.${state}`) })}</p>}
        <ul className="rows">
          {face.lines.map((line) => (
            <li key={line.lineNo}>
              <span>
                {line.name} × {line.quantity}
              </span>
              <span className="number">{money(line.amountMinor, currency)}</span>
            </li>
          ))}
          {hidden > 0 && <li className="quiet">{t('scan.more_lines', { count: hidden })}</li>}
        </ul>
        <MoneyFields sums={face} currency={currency} />
        <p className="quiet">{word('settlement', face.settlement)}</p>
      </div>
      <Button
        size="large"
        block
        icon={<RotateRightOutlined />}
        aria-pressed={turned}
        onClick={() => setTurned(!turned)}
      >
        {t(turned ? 'face.turn_back' : 'face.turn')}
      </Button>
    </Modal>
  );
}

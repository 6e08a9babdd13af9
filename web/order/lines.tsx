import type { Answer } from '../client.js';
import { Money } from '../parts/money.js';
import { Panel } from '../parts/panel.js';
import { useWords } from '../words.js';

export function Lines({ order }: { order: Answer<'showOrder'> }) {
  const { t } = useWords();
  const { currency } = order;
  return (
    <Panel title={t('order.lines')}>
      <div className="scroll-x">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('order.line_no')}</th>
              <th scope="col">{t('order.item')}</th>
              <th scope="col" className="number">
                {t('order.quantity')}
              </th>
              <th scope="col" className="number">
                {t('list.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {order.lines.map((line) => (
              <tr key={line.lineNo}>
                <td className="number">{line.lineNo}</td>
                <td className="wrap">
                  {line.name} <span className="quiet mono">{line.sku}</span>
                </td>
                <td className="number">{line.quantity}</td>
                <td className="number">
                  <Money minor={line.amountMinor} currency={currency} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th colSpan={3} scope="row">
                {t('order.total')}
              </th>
              <td className="number">
                <b>
                  <Money minor={order.amountMinor} currency={currency} />
                </b>
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}

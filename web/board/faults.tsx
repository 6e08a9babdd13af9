import { Link } from '@tanstack/react-router';
import type { Answer } from '../client.js';
import { useMay } from '../me.js';
import { Money } from '../parts/money.js';
import { Panel } from '../parts/panel.js';
import { Age } from '../parts/when.js';
import { useWords } from '../words.js';

/** A technical fault is one line, however many orders it holds: it is the machine's fault and not the orders'. */
export function Faults({ faults }: { faults: Answer<'showBoard'>['faults'] }) {
  const { t, word } = useWords();
  const mayOpen = useMay('case.read');
  if (faults.length === 0) return null;
  return (
    <Panel title={t('desk.faults')}>
      <ul className="records">
        {faults.map((fault) => (
          <li key={fault.causeKey}>
            <b className="late">{t('desk.fault', { step: word('step', fault.step), count: fault.orders })}</b>
            <span className="mono wrap">{fault.code}</span>
            {fault.amounts.map(({ currency, amountMinor }) => (
              <Money key={currency} minor={amountMinor} currency={currency} />
            ))}
            <span className="quiet">
              {t('desk.fault_since')} <Age since={fault.firstAt} />
            </span>
            <Link to="/board" search={{ view: 'all', fault: fault.causeKey }}>
              {t('desk.fault_orders')}
            </Link>
            {mayOpen && (
              <Link to="/incidents/$causeKey" params={{ causeKey: fault.causeKey }}>
                {t('desk.fault_incident')}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

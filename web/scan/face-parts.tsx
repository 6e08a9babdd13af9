import type { Answer } from '../client.js';
import { money } from '../format.js';
import { Fields } from '../parts/panel.js';
import { useWords } from '../words.js';

export type AnyFace = Answer<'showFace'>['face'];

/** What every face is shown with. */
export interface Of<Kind extends AnyFace['kind']> {
  orderNo: string;
  currency: string;
  face: Extract<AnyFace, { kind: Kind }>;
}

interface Sums {
  dueMinor: number;
  paidMinor: number;
  refundedMinor?: number;
}

/** Due, paid, open: what everybody who meets a customer is asked. */
export function MoneyFields({ sums, currency }: { sums: Sums; currency: string }) {
  const { t } = useWords();
  const { dueMinor, paidMinor, refundedMinor } = sums;
  const openMinor = dueMinor - paidMinor;
  return (
    <Fields
      rows={[
        [t('face.due'), money(dueMinor, currency)],
        [t('face.paid'), money(paidMinor, currency)],
        ...(refundedMinor ? ([[t('face.refunded'), money(refundedMinor, currency)]] as const) : []),
        [
          t(openMinor < 0 ? 'face.overpaid' : 'face.open'),
          <b key="open" className={openMinor === 0 ? 'good' : 'late'}>
            {money(Math.abs(openMinor), currency)}
          </b>,
        ],
      ]}
    />
  );
}

import type { OrderKind, Settlement } from '../../domain/order.js';

export type Need = 'paid_in_full' | 'all_shipped' | 'delivered' | 'service_completed' | 'credit_approved';

/** The default write-off rules of the domain's vocabulary page, written out by hand. */
export const KINDS_AND_SETTLEMENTS: readonly {
  kind: OrderKind;
  settlement: Settlement;
  needs: readonly Need[];
}[] = [
  { kind: 'goods', settlement: 'prepaid', needs: ['paid_in_full', 'all_shipped'] },
  { kind: 'goods', settlement: 'cash_on_delivery', needs: ['delivered', 'paid_in_full'] },
  { kind: 'goods', settlement: 'on_account', needs: ['all_shipped', 'credit_approved'] },
  { kind: 'service', settlement: 'prepaid', needs: ['service_completed', 'paid_in_full'] },
  { kind: 'service', settlement: 'cash_on_delivery', needs: ['service_completed', 'paid_in_full'] },
  { kind: 'service', settlement: 'on_account', needs: ['service_completed', 'credit_approved'] },
  { kind: 'mixed', settlement: 'prepaid', needs: ['paid_in_full', 'all_shipped', 'service_completed'] },
  {
    kind: 'mixed',
    settlement: 'cash_on_delivery',
    needs: ['delivered', 'paid_in_full', 'service_completed'],
  },
  { kind: 'mixed', settlement: 'on_account', needs: ['all_shipped', 'service_completed', 'credit_approved'] },
];

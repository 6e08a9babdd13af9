import { Input, Select } from 'antd';
import { useWords } from '../words.js';

export interface Parcel {
  carrier?: string;
  trackingNo: string;
}

/** Carriers that parcels here leave with; programs may name others. */
const CARRIERS = ['sf', 'jd', 'ems', 'zto', 'yto', 'sto', 'yunda', 'deppon', 'own', 'other'] as const;

const MOST_LENGTH = 40;

interface Props {
  parcel: Parcel;
  change(parcel: Parcel): void;
}

/** With whom goods leave, and under which number; a scanner fills in the number. */
export function ParcelFields({ parcel, change }: Props) {
  const { t, word } = useWords();
  const { carrier, trackingNo } = parcel;
  return (
    <div className="goods-parcel">
      <Select
        size="large"
        allowClear
        aria-label={t('goods.carrier')}
        placeholder={t('goods.carrier')}
        value={carrier ?? null}
        onChange={(chosen: string | null | undefined) =>
          change({ trackingNo: chosen ? trackingNo : '', ...(chosen && { carrier: chosen }) })
        }
        options={CARRIERS.map((value) => ({ value, label: word('carrier', value) }))}
      />
      <Input
        size="large"
        aria-label={t('goods.tracking_no')}
        placeholder={t('goods.tracking_no')}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={MOST_LENGTH}
        value={trackingNo}
        onChange={(event) =>
          change({
            carrier: carrier ?? 'other',
            trackingNo: event.target.value.replaceAll(/[^A-Za-z0-9-]/g, ''),
          })
        }
      />
    </div>
  );
}

import { App } from 'antd';
import { useRef, useState } from 'react';
import { type Asked, sendFile } from '../client.js';
import { useDeed } from '../live.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import type { Parcel } from './parcel-fields.js';
import { type Counts, counted, type Goods, type Handling, lineMeant, NONE, piecesOf } from './pieces.js';

type Body = Asked<'handleGoods'>['body'];

/** What is being done with the goods of an order at the moment, and its sending. */
export function useHandling(orderNo: string, goods: Goods) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const deed = useDeed('handleGoods');
  const [chosen, choose] = useState<Handling>();
  const [counts, setCounts] = useState<Counts>(NONE);
  const [parcel, setParcel] = useState<Parcel>({ trackingNo: '' });
  const [photo, setPhoto] = useState<File>();
  const [busy, setBusy] = useState(false);
  const proof = useRef<{ photo: File; id: string }>(undefined);
  const handling = chosen ?? goods.nextHandling ?? 'pick';

  const count = (now: Counts) => {
    choose(handling);
    setCounts(now);
  };
  const again = () => {
    choose(undefined);
    setCounts(NONE);
    setParcel(({ carrier }) => ({ ...(carrier !== undefined && { carrier }), trackingNo: '' }));
    setPhoto(undefined);
  };
  const send = async () => {
    setBusy(true);
    try {
      // A photo that was sent with a deed that failed is not sent once more.
      if (photo && proof.current?.photo !== photo)
        proof.current = {
          photo,
          id: (await sendFile({ params: { orderNo } }, photo, crypto.randomUUID())).id,
        };
      const body = bodyOf(handling, counts, { parcel, ...(photo && { photo: proof.current?.id }) });
      await deed.mutateAsync({ params: { orderNo }, body });
      void message.success(t(`goods.done_${handling}`));
      again();
    } catch (error) {
      if (error instanceof Error) void message.error(tell(error).sentence);
    } finally {
      setBusy(false);
    }
  };
  return {
    ...{ handling, counts, parcel, photo, busy, setParcel, setPhoto },
    /** Whoever has begun to count stays at that deed. */
    count,
    choose: (one: Handling) => {
      setCounts(NONE);
      choose(one);
    },
    /** Counts one more of the line that a scanned product means. */
    mark: (text: string): boolean => {
      const line = lineMeant(goods.lines, text, { counts, handling });
      if (!line) return false;
      count(counted(counts, line, handling, (counts.get(line.lineNo) ?? 0) + 1));
      return true;
    },
    send: () => void send(),
  };
}

export type Doing = ReturnType<typeof useHandling>;

function bodyOf(
  handling: Handling,
  counts: Counts,
  more: { parcel: Parcel; photo?: string | undefined },
): Body {
  const lines = piecesOf(counts);
  const some = lines.length > 0 ? { lines } : {};
  const { carrier, trackingNo } = more.parcel;
  switch (handling) {
    case 'ship': {
      const no = trackingNo.trim();
      const parcel =
        carrier === undefined ? {} : { parcel: { carrier, ...(no !== '' && { trackingNo: no }) } };
      return { handling, ...some, ...parcel };
    }
    case 'deliver':
      return { handling, ...some, ...(more.photo !== undefined && { photo: more.photo }) };
    case 'pick':
    case 'pack':
      return { handling, ...some };
  }
}

import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Answer, ApiHouse } from './house.js';

/** A phone in the hands of a person: it signs and numbers what it scans, as the web does. */
export interface Device {
  id: string;
  entry(told: Told): { entry: string; signature: string };
  send(...entries: { entry: string; signature: string }[]): Promise<Answer>;
  takeList(): Promise<Answer>;
}

export interface Told {
  number: number;
  token: string;
  purpose?: string;
  lines?: { lineNo: number; quantity: number }[];
  shown?: 'green' | 'amber';
  at?: Date;
  skewMs?: number;
}

const pointOf = (key: KeyObject): string => {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString(
    'base64url',
  );
};

export async function aDevice(house: ApiHouse, person = 'logistics'): Promise<Device> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const hand = house.as(person);
  const { body } = await hand.post('/offline/devices', { name: '仓库手机', publicKey: pointOf(publicKey) });
  const id: string = body.deviceId;
  return {
    id,
    entry: ({ number, token, purpose = 'shipped', lines, shown = 'green', at = new Date(), skewMs = 0 }) => {
      const told = { v: 1, device: id, number, token, purpose, shown, at: at.toISOString(), skewMs };
      const entry = JSON.stringify(lines ? { ...told, lines } : told);
      const key = { key: privateKey, dsaEncoding: 'ieee-p1363' as const };
      return { entry, signature: sign('sha256', Buffer.from(entry), key).toString('base64url') };
    },
    send: (...entries) => hand.post('/offline/scans', { deviceId: id, entries }),
    takeList: () => hand.post('/offline/lists', { deviceId: id }),
  };
}

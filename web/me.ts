import { createContext, useContext } from 'react';
import type { Answer } from './client.js';

export type Me = NonNullable<Answer<'showDoor'>['session']>;
export type Right = Me['rights'][number];

export const MeContext = createContext<Me | undefined>(undefined);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('used outside of a session');
  return me;
}

export const useMay = (right: Right): boolean => useMe().rights.includes(right);

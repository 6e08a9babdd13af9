import { createContext, useContext } from 'react';
import type { Mode } from './theme.js';

export interface ModeSwitch {
  mode: Mode;
  turn(): void;
}

export const ModeContext = createContext<ModeSwitch>({ mode: 'light', turn: () => undefined });
export const useMode = (): ModeSwitch => useContext(ModeContext);

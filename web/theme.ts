import { type ThemeConfig, theme } from 'antd';
import type { Look } from './states.js';

export type Mode = 'light' | 'dark';

const KEPT = 'oqr.theme';

export const keptMode = (): Mode => {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'light' || kept === 'dark') return kept;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
};

export const keepMode = (mode: Mode): void => localStorage.setItem(KEPT, mode);

/** Tells what another window of this browser has chosen. */
export function watchKeptMode(tell: (mode: Mode) => void): () => void {
  const heard = ({ key }: StorageEvent) => key === KEPT && tell(keptMode());
  window.addEventListener('storage', heard);
  return () => window.removeEventListener('storage', heard);
}

const FONT = `system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif`;
const CODE_FONT = `'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace`;

/** Neutral greys, ink blue, four semantic colours; every text pair has a contrast of 4.5 or more, under the mouse too. */
const SEEDS: Readonly<Record<Mode, ThemeConfig['token']>> = {
  light: {
    colorPrimary: '#1f4e9c',
    colorInfo: '#1f4e9c',
    colorSuccess: '#1d6b3a',
    colorWarning: '#8a5a00',
    colorError: '#b3261e',
    colorTextSecondary: '#4a4f57',
    colorTextTertiary: '#5c626b',
    colorTextDescription: '#5c626b',
    colorTextPlaceholder: '#666c75',
    colorTextDisabled: '#63686f',
    colorBgLayout: '#f4f5f7',
    colorLink: '#1f4e9c',
    colorLinkHover: '#173f80',
    colorLinkActive: '#0f2f63',
    colorPrimaryHover: '#2c5fb3',
    // Marks on a tint; as a property of the page a shade goes by both of its names.
    green7: '#1d6b3a',
    'green-7': '#1d6b3a',
    gold7: '#734a00',
    'gold-7': '#734a00',
    red7: '#9c1c15',
    'red-7': '#9c1c15',
  },
  dark: {
    colorPrimary: '#3f73d0',
    colorInfo: '#7ea6f0',
    colorSuccess: '#6cc58d',
    colorWarning: '#e0b050',
    colorError: '#ff9a8c',
    colorTextSecondary: '#c3c7ce',
    colorTextTertiary: '#aab0b9',
    colorTextDescription: '#aab0b9',
    colorTextPlaceholder: '#9aa0a9',
    colorTextDisabled: '#9aa0a9',
    colorBgLayout: '#111316',
    colorLink: '#8db2f5',
    colorLinkHover: '#b3ccf9',
    colorLinkActive: '#cfdefb',
    colorPrimaryHover: '#3568c2',
  },
};

/** What a finger meets is 44 px high. */
const FINGER: ThemeConfig['token'] = { controlHeight: 44, controlHeightSM: 44, controlHeightLG: 48 };

export const themeOf = (mode: Mode, phone: boolean): ThemeConfig => ({
  algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
  token: {
    ...SEEDS[mode],
    ...(phone && FINGER),
    fontFamily: FONT,
    fontFamilyCode: CODE_FONT,
    fontSize: 14,
    borderRadius: 4,
    sizeUnit: 4,
    motionDurationFast: '0.08s',
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.15s',
  },
  components: {
    ...(mode === 'dark' && { Button: { defaultHoverColor: '#8db2f5', defaultHoverBorderColor: '#8db2f5' } }),
    ...(phone && { Segmented: { trackPadding: 0 } }),
  },
});

/** Text, ground and line of a state's tone. */
export interface Tint {
  text: string;
  ground: string;
  line: string;
}

const tint = (text: string, ground: string, line: string): Tint => ({ text, ground, line });

const LIGHT: Readonly<Record<string, Tint>> = {
  grey: tint('#454b54', '#eceef1', '#c4c9d0'),
  blue1: tint('#1d4a8f', '#e9f1fd', '#b7d0f5'),
  blue2: tint('#173f80', '#cfe1fb', '#93baf0'),
  blue3: tint('#ffffff', '#2c5fb3', '#2c5fb3'),
  violet: tint('#55309c', '#f0e9fc', '#cdb8f3'),
  gold: tint('#734a00', '#fff2cf', '#e9c46a'),
  red: tint('#9c1c15', '#fdeae8', '#f0aea8'),
  green: tint('#175c31', '#e3f5e9', '#9fd6b3'),
  black: tint('#1c1f24', '#ffffff', '#1c1f24'),
};
const DARK: Readonly<Record<string, Tint>> = {
  grey: tint('#c9ced6', '#2b2f35', '#4b525c'),
  blue1: tint('#a9c8fa', '#16243b', '#2b4a7c'),
  blue2: tint('#c0d7fc', '#1d365f', '#3b64a6'),
  blue3: tint('#ffffff', '#2c5fb3', '#4d82dc'),
  violet: tint('#cdb8f7', '#2b2043', '#56408a'),
  gold: tint('#f3d387', '#3a2d0d', '#7a6020'),
  red: tint('#f8b3ac', '#451a17', '#8a362f'),
  green: tint('#9fdcb5', '#14301f', '#2f6a46'),
  black: tint('#e6e8eb', '#000000', '#9aa0a9'),
};

export function tintOf({ tone, depth }: Look, mode: Mode): Tint {
  const tints = mode === 'dark' ? DARK : LIGHT;
  const found = tints[tone === 'blue' ? `blue${depth}` : tone];
  if (!found) throw new Error(`no tint for ${tone}`);
  return found;
}

/** A device and a language, whose screens are photographed in each theme. */
export interface Face {
  device: 'desk' | 'phone';
  language: 'zh' | 'en';
}
export type Theme = 'light' | 'dark';

export const FACES: readonly Face[] = (['desk', 'phone'] as const).flatMap((device) =>
  (['zh', 'en'] as const).map((language) => ({ device, language })),
);

export const THEMES: readonly Theme[] = ['light', 'dark'];

export const VIEWPORTS = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** Empty, slow and failing screens are photographed in these. */
export const hasStates = ({ device, language }: Face, theme: Theme): boolean =>
  (device === 'desk') === (language === 'zh') && (device === 'desk') === (theme === 'light');

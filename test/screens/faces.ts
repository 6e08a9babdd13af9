/** Widths and looks: each language and each theme on each device. */
export interface Face {
  device: 'desk' | 'phone';
  language: 'zh' | 'en';
  theme: 'light' | 'dark';
}

export const FACES: readonly Face[] = (['desk', 'phone'] as const).flatMap((device) =>
  (['zh', 'en'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((theme) => ({ device, language, theme })),
  ),
);

export const VIEWPORTS = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** Empty, slow and failing screens are photographed in these. */
export const hasStates = ({ device, language, theme }: Face): boolean =>
  (device === 'desk') === (language === 'zh') && (device === 'desk') === (theme === 'light');

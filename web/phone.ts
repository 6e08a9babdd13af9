import { useSyncExternalStore } from 'react';

/** The width below which a screen is held in a hand; web/app.css draws the same line. */
const phone = () => matchMedia('(max-width: 767px)');

const watchPhone = (told: () => void): (() => void) => {
  const width = phone();
  width.addEventListener('change', told);
  return () => width.removeEventListener('change', told);
};

export const usePhone = (): boolean => useSyncExternalStore(watchPhone, () => phone().matches);

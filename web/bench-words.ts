import i18next from 'i18next';
import { bench as en } from './words/en/bench.js';
import { bench as zh } from './words/zh/bench.js';

/** Words of the technician's screens: they come with these screens, so that nobody else loads them first. */
i18next.addResourceBundle('zh', 'translation', zh, true, true);
i18next.addResourceBundle('en', 'translation', en, true, true);

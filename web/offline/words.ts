import i18next from 'i18next';
import { offline as en } from '../words/en/offline.js';
import { offline as zh } from '../words/zh/offline.js';

/** Words of scanning without the house: they come with this screen, so that nobody else loads them first. */
i18next.addResourceBundle('zh', 'translation', zh, true, true);
i18next.addResourceBundle('en', 'translation', en, true, true);

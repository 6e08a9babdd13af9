import i18next from 'i18next';
import { words as en } from './words/en-settings.js';
import { words as zh } from './words/zh-settings.js';

/** Words of the settings: they come with these screens, so that nobody else loads them first. */
i18next.addResourceBundle('zh', 'translation', zh, true, true);
i18next.addResourceBundle('en', 'translation', en, true, true);

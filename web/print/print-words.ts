import i18next from 'i18next';
import { prints as en } from '../words/en/prints.js';
import { prints as zh } from '../words/zh/prints.js';

/** Words of labels: they come with these screens, so that nobody else loads them first. */
i18next.addResourceBundle('zh', 'translation', zh, true, true);
i18next.addResourceBundle('en', 'translation', en, true, true);

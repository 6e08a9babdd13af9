import i18next from 'i18next';
import { faces as en } from '../words/en/faces.js';
import { faces as zh } from '../words/zh/faces.js';

/** Words of the faces, the goods and the till: they come with these screens, so that nobody else loads them first. */
i18next.addResourceBundle('zh', 'translation', zh, true, true);
i18next.addResourceBundle('en', 'translation', en, true, true);

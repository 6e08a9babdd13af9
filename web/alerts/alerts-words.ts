import i18next from 'i18next';
import { alerts as en } from '../words/en/alerts.js';
import { alerts as zh } from '../words/zh/alerts.js';

/** Words of the alerts: they come with this screen, so that nobody else loads them first. */
i18next.addResourceBundle('zh', 'translation', zh, true, true);
i18next.addResourceBundle('en', 'translation', en, true, true);

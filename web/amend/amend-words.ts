import i18next from 'i18next';
import { amend as en } from '../words/en/amend.js';
import { amend as zh } from '../words/zh/amend.js';

/** Words of an amendment: they come with the order's page, so that nobody else loads them first. */
i18next.addResourceBundle('zh', 'translation', zh, true, true);
i18next.addResourceBundle('en', 'translation', en, true, true);

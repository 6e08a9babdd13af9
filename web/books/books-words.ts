import i18next from 'i18next';
import { books as en } from '../words/en/books.js';
import { books as zh } from '../words/zh/books.js';

/** Words of the books: they come with this screen, so that nobody else loads them first. */
i18next.addResourceBundle('zh', 'translation', zh, true, true);
i18next.addResourceBundle('en', 'translation', en, true, true);

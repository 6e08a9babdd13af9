import { books as en } from '../words/en/books.js';
import { books as zh } from '../words/zh/books.js';
import { addWords } from '../words.js';

/** Words of the books: they come with this screen, so that nobody else loads them first. */
addWords({ zh, en });

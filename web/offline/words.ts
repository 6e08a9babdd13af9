import { offline as en } from '../words/en/offline.js';
import { offline as zh } from '../words/zh/offline.js';
import { addWords } from '../words.js';

/** Words of scanning without the house: they come with this screen, so that nobody else loads them first. */
addWords({ zh, en });

import { prints as en } from '../words/en/prints.js';
import { prints as zh } from '../words/zh/prints.js';
import { addWords } from '../words.js';

/** Words of labels: they come with these screens, so that nobody else loads them first. */
addWords({ zh, en });

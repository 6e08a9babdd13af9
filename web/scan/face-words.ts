import { faces as en } from '../words/en/faces.js';
import { faces as zh } from '../words/zh/faces.js';
import { addWords } from '../words.js';

/** Words of the faces, the goods and the till: they come with these screens, so that nobody else loads them first. */
addWords({ zh, en });

import { alerts as en } from '../words/en/alerts.js';
import { alerts as zh } from '../words/zh/alerts.js';
import { addWords } from '../words.js';

/** Words of the alerts: they come with this screen, so that nobody else loads them first. */
addWords({ zh, en });

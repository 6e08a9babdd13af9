import type { Pretence, Step } from './steps.js';

/** Every screen that gets its picture. */
export interface Screen {
  name: string;
  /** Below /app; a part in braces is taken from the sample. */
  path: string;
  /** Stands beside /app: a page of customers. */
  beside?: true;
  /** A demo person; absent: whoever stands at the door. */
  as?: string;
  /** What is done before the picture. */
  steps?: readonly Step[];
  /** What the server would have answered. */
  pretend?: readonly Pretence[];
  device?: 'desk' | 'phone';
  /** Also photographed when there is nothing, when nothing comes, and when the server fails. */
  states?: boolean;
}

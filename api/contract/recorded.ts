import { z } from 'zod';
import { STATES } from '../../domain/lifecycle.js';
import { factNumber, id, paragraph, word } from './fields.js';

/** What most POSTs answer: ids, numbers and states only, so that a stored answer is harmless. */
export const recorded = z
  .strictObject({
    orderId: id,
    orderNo: z.string(),
    fact: factNumber.meta({ description: 'The number of the fact, within its order.' }),
    state: z.enum(STATES),
    applied: z
      .boolean()
      .meta({ description: 'True when the lifecycle has acted on the fact; see Prefer: wait=N.' }),
  })
  .meta({ id: 'Recorded' });

export type Recorded = z.output<typeof recorded>;

export const recordedAnswer = { description: 'Recorded.', schema: recorded };

/** Free text is personal: it is sealed under the order's own key. */
export const freeText = paragraph(2000).meta({ description: 'Free text; stored encrypted.' });

/** Why, as a code word to count by and as free text. */
export const reasons = { reason: word.exactOptional(), note: freeText.exactOptional() };

export const actor = z
  .strictObject({
    kind: z.enum(['person', 'system', 'customer']),
    id: z.string(),
    department: z.string().exactOptional(),
    onBehalfOf: z.string().exactOptional().meta({ description: 'Who was away and is stood in for.' }),
  })
  .meta({ id: 'Actor' });

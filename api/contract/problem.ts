import { z } from 'zod';

/** Every refusal and failure (RFC 9457), as application/problem+json. */
export const problem = z
  .strictObject({
    type: z.string().meta({ example: 'urn:order-qr:order_unknown' }),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'A refusal code, or internal.', example: 'order_unknown' }),
    detail: z.string().exactOptional().meta({ description: 'Chinese, or English by Accept-Language.' }),
    instance: z.string().meta({ description: 'The reference of this request, also in X-Request-Id.' }),
    hint: z.record(z.string(), z.unknown()).exactOptional(),
    errors: z
      .array(
        z.strictObject({
          in: z.enum(['params', 'query', 'headers', 'body']),
          path: z.string(),
          rule: z.string(),
          message: z.string(),
        }),
      )
      .exactOptional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.output<typeof problem>;

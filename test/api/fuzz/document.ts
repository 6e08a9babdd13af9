import { z } from 'zod';

/** The OpenAPI document as a stranger reads it: what may be asked, and what may be answered. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  example?: unknown;
}

export interface Parameter {
  name: string;
  in: 'query' | 'path' | 'header';
  required: boolean;
  schema: Schema;
}

export interface Operation {
  name: string;
  method: string;
  path: string;
  parameters: Parameter[];
  body: { mediaType: string; schema: Schema } | undefined;
  /** By status, the codes that its refusals may carry; none for a success. */
  answers: Map<number, readonly string[]>;
}

export interface Document {
  operations: Operation[];
  resolve(schema: Schema): Schema;
}

const media = z.record(z.string(), z.object({ schema: z.custom<Schema>() }));
const shape = z.object({
  components: z.object({ schemas: z.record(z.string(), z.custom<Schema>()) }),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        parameters: z.array(z.custom<Parameter>()).default([]),
        requestBody: z.object({ content: media }).optional(),
        responses: z.record(z.string(), z.object({ description: z.string() })),
      }),
    ),
  ),
});

export function readDocument(text: string): Document {
  const { paths, components } = shape.parse(JSON.parse(text));
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): Operation => {
      const [body] = Object.entries(one.requestBody?.content ?? {});
      return {
        ...{ name: one.operationId, method: method.toUpperCase(), path, parameters: one.parameters },
        body: body && { mediaType: body[0], schema: body[1].schema },
        answers: new Map(
          Object.entries(one.responses).map(([status, { description }]) => [
            Number(status),
            Number(status) < 400 ? [] : description.split(', '),
          ]),
        ),
      };
    }),
  );
  const resolve = (schema: Schema): Schema => {
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : resolve(components.schemas[name] ?? {});
  };
  return { operations, resolve };
}

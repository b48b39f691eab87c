import type { PropSchema } from "./plan.ts";

/**
 * The same schema with every keyword present, in one order, those not asked for being undefined. Engines read such
 * objects several times faster than objects of many shapes, and checking a value is mostly reading its schema.
 */
export function inOneShape(schema: PropSchema): PropSchema {
  const shaped: { [Key in keyof Required<PropSchema>]: PropSchema[Key] | undefined } = {
    description: undefined,
    type: schema.type,
    enum: schema.enum,
    minimum: schema.minimum,
    maximum: schema.maximum,
    exclusiveMinimum: schema.exclusiveMinimum,
    exclusiveMaximum: schema.exclusiveMaximum,
    minLength: schema.minLength,
    maxLength: schema.maxLength,
    minItems: schema.minItems,
    maxItems: schema.maxItems,
    items: schema.items && inOneShape(schema.items),
    properties: schema.properties?.map(({ name, required, schema }) => ({
      name,
      required,
      schema: inOneShape(schema),
    })),
    additionalProperties: schema.additionalProperties,
  };
  return shaped as PropSchema;
}

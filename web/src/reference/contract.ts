/** As much of an OpenAPI document as is shown. */
export interface Contract {
  info: { version: string; description?: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, Source>>;
  components: Record<string, Record<string, unknown>>;
}

export interface Source {
  operationId?: string;
  tags?: string[];
  summary?: string;
  description?: string;
  'x-permission'?: string;
  parameters?: Parameter[];
  requestBody?: Body;
  responses?: Record<string, Body>;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
}

interface Body {
  description?: string;
  content?: Record<string, { schema?: unknown }>;
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  source: Source;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

export function operationsOf(contract: Contract) {
  const all = Object.entries(contract.paths).flatMap(([path, methods]) =>
    METHODS.filter((method) => methods[method]).map((method): Operation => {
      const source = methods[method] as Source;
      return {
        id: source.operationId ?? `${method} ${path}`,
        method: method.toUpperCase(),
        path,
        summary: source.summary ?? '',
        source,
      };
    }),
  );
  return (contract.tags ?? []).map(({ name, description }) => ({
    name,
    description,
    operations: all.filter((operation) => operation.source.tags?.includes(name)),
  }));
}

/** What a reference stands for; anything else is itself. */
export function resolve<T>(contract: Contract, value: T): T {
  const reference = (value as { $ref?: string }).$ref;
  if (!reference) {
    return value;
  }
  const [, , kind = '', name = ''] = reference.split('/');
  return resolve(contract, contract.components[kind]?.[name] as T);
}

interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: unknown;
}

const DEEP = 4;

/** A schema as a short sketch, in the manner of TypeScript. */
export function schemaText(contract: Contract, schema: unknown, depth = 0): string {
  const it = resolve(contract, (schema ?? {}) as Schema);
  const inner = (each: Schema) => schemaText(contract, each, depth + 1);
  if (it.enum) {
    return it.enum.map((each) => JSON.stringify(each)).join(' | ');
  }
  if (it.const !== undefined) {
    return JSON.stringify(it.const);
  }
  const either = it.oneOf ?? it.anyOf;
  if (either && !it.properties) {
    return either.map(inner).join(' | ');
  }
  const properties = {
    ...Object.assign({}, ...(it.allOf ?? []).map((each) => propertiesOf(contract, each))),
    ...it.properties,
  };
  if (Object.keys(properties).length > 0) {
    if (depth >= DEEP) {
      return '{ … }';
    }
    const space = '  '.repeat(depth + 1);
    const lines = Object.entries(properties as Record<string, Schema>).map(
      ([name, each]) => `${space}${name}${it.required?.includes(name) ? '' : '?'}: ${inner(each)}`,
    );
    return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
  }
  if (it.items) {
    return `${inner(it.items)}[]`;
  }
  const types = Array.isArray(it.type) ? it.type : [it.type ?? 'any'];
  return types.join(' | ') + (it.format ? ` (${it.format})` : '');
}

function propertiesOf(contract: Contract, schema: Schema): Record<string, Schema> {
  const it = resolve(contract, schema);
  return {
    ...Object.assign({}, ...(it.allOf ?? []).map((each) => propertiesOf(contract, each))),
    ...it.properties,
  };
}

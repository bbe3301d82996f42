/** What was sent as `items[0][price]=x`: objects and lists of text. */
export type Params = { readonly [name: string]: Param };
export type Param = string | Params | readonly Param[];

const deepMax = 6;

export function nested(text: string): Params {
  const root: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = [...name.matchAll(/^[^[\]]+|\[([^[\]]*)\]/g)].map((part) => part[1] ?? part[0]);
    if (path.length === 0 || path.length > deepMax || path.includes('__proto__')) continue;
    put(root, path, value);
  }
  return listed(root) as Params;
}

function put(into: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: string): void {
  const key = name === '' ? String(Object.keys(into).length) : name;
  if (rest.length === 0) into[key] = value;
  else {
    if (typeof into[key] !== 'object') into[key] = {};
    put(into[key] as Record<string, unknown>, rest, value);
  }
}

/** Whatever is numbered from nought on is a list. */
function listed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, listed(one)] as const);
  return entries.length > 0 && entries.every(([name], i) => name === String(i))
    ? entries.map(([, one]) => one)
    : Object.fromEntries(entries);
}

export const textOf = (param: Param | undefined) => (typeof param === 'string' ? param : undefined);
export const isTrue = (param: Param | undefined) => param === 'true';
export const fieldsOf = (param: Param | undefined): Params =>
  typeof param === 'object' && !Array.isArray(param) ? (param as Params) : {};
export const listOf = (param: Param | undefined): readonly Param[] =>
  Array.isArray(param) ? (param as readonly Param[]) : [];

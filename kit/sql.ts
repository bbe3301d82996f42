import { createHash } from 'node:crypto';

/** SQL text with its parameters kept apart from it. Only `sql` makes one, so no value is ever spliced into text. */
export class Sql {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly #name: string | undefined;

  constructor(text: string, values: readonly unknown[], name?: string) {
    this.text = text;
    this.values = values;
    this.#name = name;
  }

  /** The name this statement is prepared under: the same text has the same name on every connection. */
  get name(): string {
    return this.#name ?? statementName(this.text);
  }
}

interface Template {
  readonly text: string;
  readonly name: string;
}

/** A template without fragments always has the same text, so its text and name are made once. */
const templates = new WeakMap<TemplateStringsArray, Template>();

function tag(parts: TemplateStringsArray, ...values: unknown[]): Sql {
  if (!values.some((value) => value instanceof Sql)) {
    let template = templates.get(parts);
    if (!template) {
      const text = parts.reduce((whole, part, i) => `${whole}$${i}${part}`);
      template = { text, name: statementName(text) };
      templates.set(parts, template);
    }
    return new Sql(template.text, values, template.name);
  }
  let text = parts[0] ?? '';
  const flat: unknown[] = [];
  values.forEach((value, i) => {
    if (value instanceof Sql) {
      text += renumbered(value.text, flat.length);
      flat.push(...value.values);
    } else {
      flat.push(value);
      text += `$${flat.length}`;
    }
    text += parts[i + 1];
  });
  return new Sql(text, flat);
}

const renumbered = (text: string, by: number) =>
  by === 0 ? text : text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + by}`);

export function statementName(text: string): string {
  return `s${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`;
}

export const sql = Object.assign(tag, {
  empty: new Sql('', []),
  /** A name that is decided while running: quoted, so that it stays a name whatever it holds. */
  id: (...path: string[]) => new Sql(path.map((name) => `"${name.replaceAll('"', '""')}"`).join('.'), []),
  /** `sql.join([sql`a = 1`, sql`b = 2`], sql` and `)` */
  join: (parts: readonly Sql[], separator: Sql = new Sql(', ', [])) =>
    parts.reduce((whole, part, i) => (i === 0 ? part : tag`${whole}${separator}${part}`), new Sql('', [])),
  /**
   * `in ${sql.list(ids)}`. One prepared statement per length: where lengths vary, write `= any(${ids})`,
   * which is one statement for all of them.
   */
  list: (values: readonly unknown[]) =>
    new Sql(values.length === 0 ? '(null)' : `(${values.map((_, i) => `$${i + 1}`).join(', ')})`, values),
  /** Text written by us in this repository (a migration, a generated statement), never text from outside. */
  trusted: (text: string) => new Sql(text, []),
});

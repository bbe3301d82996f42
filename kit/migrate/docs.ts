import pg from 'pg';
import { readCatalogue, type Schema } from './catalogue.ts';
import { dumpSchema } from './dump.ts';
import { schemaDoc } from './schema-doc.ts';

export const docsCommand = 'npm run stoa -- docs';
const header = `-- Generated from a migrated database by \`${docsCommand}\`. Change it by a migration, not here.\n\n`;

/** Path to text: `docs/schema.md`, `kit/schema.sql`, and `schema.sql` of every module. */
export async function renderDocs({ url }: { url: string }): Promise<Map<string, string>> {
  const schemas = await catalogueOf(url);
  const grounds = schemas.filter(isGround);
  const files = new Map([['docs/schema.md', schemaDoc(schemas)]]);
  if (grounds.length > 0) files.set('kit/schema.sql', header + grounds.map(dumpSchema).join('\n'));
  for (const schema of schemas) {
    if (!isGround(schema)) files.set(`modules/${schema.name}/schema.sql`, header + dumpSchema(schema));
  }
  return files;
}

/** The schema of the whole core as one text: what two databases are compared by. */
export async function dumpAll(url: string): Promise<string> {
  return (await catalogueOf(url)).map(dumpSchema).join('\n');
}

export async function catalogueOf(url: string): Promise<Schema[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'stoa docs' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await readCatalogue(client);
  } finally {
    await client.end();
  }
}

/** What the kit itself keeps; every other schema is a module's. */
const isGround = ({ name }: Schema) => name === 'app' || name === 'stoa';

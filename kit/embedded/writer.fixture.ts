import pg from 'pg';
import { startEmbedded } from './start.ts';

/** Writes rows as fast as it can and says which are committed, until it is killed. */
const embedded = await startEmbedded({ folder: process.argv[2]!, durability: 'process' });
const client = new pg.Client(embedded.url);
await client.connect();
await client.query('create table written (n integer primary key, filler text)');
for (let n = 1; ; n++) {
  await client.query('insert into written values ($1, $2)', [n, 'x'.repeat(500)]);
  process.stdout.write(`${n}\n`);
}

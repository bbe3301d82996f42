import { readFileSync } from 'node:fs';
import { openConnection } from './client.ts';
import { type LoopLengths, timed } from './inbox-loop.ts';

/** Through HTTP: each turn asks for all the addresses of one of the variants, one after the other. */
export interface InboxLoadSpec extends LoopLengths {
  readonly url: string;
  readonly variants: readonly (readonly string[])[];
  readonly cookies: readonly string[];
}

const spec: InboxLoadSpec = JSON.parse(readFileSync(process.argv[2]!, 'utf8'));
const { host } = new URL(spec.url);

async function client() {
  const connection = await openConnection(new URL(spec.url));
  return async (turn: number) => {
    for (const path of spec.variants[turn % spec.variants.length]!) {
      const cookie = spec.cookies[turn % spec.cookies.length];
      const status = await connection.ask(
        Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\n\r\n`),
      );
      if (status !== 200) throw new Error(`${path} answered ${status}`);
    }
  };
}

console.log(JSON.stringify(await timed(client, spec)));
process.exit(0);

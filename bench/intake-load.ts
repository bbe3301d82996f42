import { createHmac, randomUUID } from 'node:crypto';
import { openConnection } from './client.ts';
import { type PaceSpec, runPaced } from './pace.ts';

/** Signed deliveries of one message each. */
export interface IntakeLoadSpec extends PaceSpec {
  readonly url: string;
  readonly accounts: readonly string[];
  readonly secret: string;
}

const spec: IntakeLoadSpec = JSON.parse(process.argv[2]!);
const run = randomUUID().slice(0, 8);
let count = 0;

function delivery(): Buffer {
  count += 1;
  const account = spec.accounts[count % spec.accounts.length]!;
  const at = Date.now();
  const body = JSON.stringify({
    object: 'instagram',
    entry: [
      {
        id: account,
        time: at,
        messaging: [
          {
            sender: { id: `9001002${count % 5_000}` },
            recipient: { id: account },
            timestamp: at,
            message: { mid: `aWdfZAG1faXRlbToxOk${run}${count}`, text: 'Do you ship to Rome, and by when?' },
          },
        ],
      },
    ],
  });
  const signature = createHmac('sha256', spec.secret).update(body).digest('hex');
  return Buffer.from(
    `POST /hooks/meta HTTP/1.1\r\nhost: ${new URL(spec.url).host}\r\ncontent-type: application/json\r\n` +
      `x-hub-signature-256: sha256=${signature}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

async function openClient() {
  const connection = await openConnection(new URL(spec.url));
  return async () => {
    const status = await connection.ask(delivery());
    if (status !== 200) throw new Error(`a delivery was answered ${status}`);
  };
}

console.log(JSON.stringify(await runPaced(openClient, spec)));
process.exit(0);

import { get, type IncomingMessage } from 'node:http';
import { uuidv7 } from '../kit/ids.ts';
import { runCase } from './loop.ts';

/** One write at a time; done when the last of all open browsers has heard of it. */
const spec: {
  url: string;
  workspaceId: string;
  sessions: string[];
  listeners: number;
  seconds: number;
  warmUpSeconds: number;
} = JSON.parse(process.argv[2]!);

let heard = 0;
let allHeard: () => void = () => undefined;
const isEvent = (text: string) => text.includes('workspaces.location_changed');

const open = (cookie: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const url = `${spec.url}/api/stream?workspace=${spec.workspaceId}`;
    const request = get(
      url,
      { agent: false, headers: { cookie, accept: 'text/event-stream' } },
      (response) => {
        if (response.statusCode !== 200) reject(new Error(`the stream answered ${response.statusCode}`));
        response.setEncoding('utf8').on('data', (text: string) => {
          if (!isEvent(text)) return;
          heard += 1;
          if (heard === spec.listeners) allHeard();
        });
        resolve(response);
      },
    );
    request.on('error', reject);
  });

for (let i = 0; i < spec.listeners; i += 50) {
  await Promise.all(spec.sessions.slice(i, i + 50).map(open));
}

const locationId = uuidv7();
let round = 0;
const publish = async () => {
  heard = 0;
  const told = new Promise<void>((done) => {
    allHeard = done;
  });
  round += 1;
  const response = await fetch(`${spec.url}/api/w/${spec.workspaceId}/locations/${locationId}`, {
    method: 'PUT',
    headers: {
      cookie: spec.sessions[round % spec.sessions.length]!,
      origin: spec.url,
      'content-type': 'application/json',
      'idempotency-key': uuidv7(),
    },
    body: JSON.stringify({ name: `Round ${round}`, timezone: 'Europe/Zurich' }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  await response.text();
  await told;
};
console.log(JSON.stringify(await runCase(publish, { ...spec, clients: 1 })));
process.exit(0);

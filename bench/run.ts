import assert from 'node:assert/strict';
import { benchInbox, type InboxResult } from './inbox.ts';
import { benchInboxScreen } from './inbox-screen.ts';
import { benchKit, type KitResult } from './kit.ts';

const usage = `npm run bench                        every case, on the embedded database and on a PostgreSQL of its own
npm run bench -- --smoke             a second per case: does it run, and does it say what it should
npm run bench -- --database=url      on this server instead; databases are made and dropped there
npm run bench -- --only=read         one case: read, fanOut, job, write, intake, dispatch or identity
npm run bench -- --mode=server       one database: embedded or server
npm run bench -- --profile           with CPU profiles of the server process in artefacts/
npm run bench -- --inbox             the inbox of 100,000 conversations and two million messages, on a server;
                                     --conversations=10000 --messages=20 (of each) --seconds=8 --only=search
npm run bench -- --inbox --screen    the same inbox in a browser: from a key press to the next picture, and to what
                                     the key is for; --only=held, --profile with CPU profiles of the page
`;

const args = process.argv.slice(2);
const strange = args.find(
  (one) =>
    !/^--(smoke|profile|inbox|screen|database=.+|only=[\w ,:#?+]+|mode=(embedded|server)|(seconds|conversations|messages)=\d+)$/.test(
      one,
    ),
);
if (strange !== undefined) {
  console.error(
    `${strange === '--help' ? '' : `${strange} is not something the bench understands.\n\n`}${usage}`,
  );
  process.exit(2);
}
const given = (name: string) => args.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const isSmoke = args.includes('--smoke');
/** Enough to have a page of everything. */
const few = { conversations: 200, messages: 10 };
const mode = given('mode') as 'embedded' | 'server' | undefined;

const lengths = {
  seconds: Number(given('seconds') ?? (isSmoke ? 1 : 8)),
  warmUpSeconds: isSmoke ? 0.5 : 3,
};
const on = { ...lengths, serverUrl: given('database'), only: given('only') };

if (args.includes('--inbox')) {
  const full = {
    ...on,
    conversations: Number(given('conversations') ?? 100_000),
    messages: Number(given('messages') ?? 20),
  };
  const found = args.includes('--screen')
    ? await benchInboxScreen({ ...full, profile: args.includes('--profile') })
    : await benchInbox(full);
  if (!found)
    throw new Error('what it is measured on is not here: a PostgreSQL, and for the screen a Chromium');
  process.exit(0);
}

const result = await benchKit({
  ...on,
  modes: mode ? [mode] : ['embedded', 'server'],
  profile: args.includes('--profile'),
});
if (isSmoke) {
  assertShape(result);
  const inbox = on.only ? undefined : await benchInbox({ ...on, seconds: 1, warmUpSeconds: 0.2, ...few });
  if (inbox) assertInbox(inbox);
}
process.exit(0);

function assertInbox({ cases }: InboxResult): void {
  assert.ok(cases.length > 0);
  for (const { name, stoa, bare } of cases) {
    assert.ok(stoa.count > 0, `${name}: Stoa finished nothing`);
    assert.ok(bare.count > 0, `${name}: the bare database finished nothing`);
  }
}

/** No figure is held to a bar here: on a busy machine that would measure the neighbours. */
function assertShape({ loadGenerator, modes }: KitResult): void {
  assert.ok(loadGenerator.count > 0);
  assert.ok(modes.length > 0);
  for (const { cases, idle, identity } of modes) {
    assert.ok(idle.stoaMiB > 0);
    assert.ok(cases.length > 0);
    assert.ok(identity.every(({ perSecond, p50Ms, p99Ms }) => perSecond > 0 && p50Ms <= p99Ms));
    // At most one round trip to know who asks, and none once they are known.
    const tripsOf = (part: string) => identity.find(({ name }) => name.includes(part))!.trips;
    assert.ok(tripsOf('never seen') <= 1.05, `the door goes ${tripsOf('never seen')} times`);
    assert.ok(tripsOf('remembered') < 0.1);
    for (const { name, stoa, bare } of cases) {
      assert.ok(stoa.count > 0, `${name}: Stoa finished nothing`);
      assert.ok(bare.count > 0, `${name}: the bare database finished nothing`);
      assert.ok(stoa.p50Ms <= stoa.p99Ms);
    }
  }
  console.log('\nthe bench runs, and says what it should');
}

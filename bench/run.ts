import assert from 'node:assert/strict';
import { type AutopilotResult, benchAutopilot } from './autopilot.ts';
import { benchInbox, type InboxResult } from './inbox.ts';
import { benchInboxScreen } from './inbox-screen.ts';
import { benchKit, type KitResult } from './kit.ts';
import { benchKnowledge, type KnowledgeResult } from './knowledge.ts';
import { benchLedger, type LedgerResult } from './ledger.ts';

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
npm run bench -- --autopilot         customers write, and the machine answers: from the message to the queued answer;
                                     --messages=200 --database=url
npm run bench -- --knowledge         searches among 10,000 and 100,000 pieces, and a book that is read, on a server;
                                     --pieces=1000000 --pages=300 --seconds=8
npm run bench -- --ledger            charges of one wallet and of many, beside rows inserted by pgbench, on a server;
                                     --wallets=10000 --seconds=8 --only=till
`;

const args = process.argv.slice(2);
const strange = args.find(
  (one) =>
    !/^--(smoke|profile|autopilot|inbox|screen|knowledge|ledger|database=.+|only=[\w ,:#?+]+|mode=(embedded|server)|(seconds|conversations|messages|pages|wallets)=\d+|pieces=\d+(,\d+)*)$/.test(
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
/** Long enough that each case does something, where what is measured is in one process. */
const brief = { seconds: 0.4, warmUpSeconds: 0.1 };
const fewMessages = 2;
const mode = given('mode') as 'embedded' | 'server' | undefined;

const lengths = {
  seconds: Number(given('seconds') ?? (isSmoke ? 1 : 8)),
  warmUpSeconds: isSmoke ? 0.5 : 3,
};
const on = { ...lengths, serverUrl: given('database'), only: given('only') };

if (args.includes('--autopilot')) {
  const messages = Number(given('messages') ?? (isSmoke ? fewMessages : 200));
  if (!(await benchAutopilot({ serverUrl: on.serverUrl, messages })))
    throw new Error('there is no PostgreSQL here');
  process.exit(0);
}

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

if (args.includes('--knowledge')) {
  const pieces = (given('pieces') ?? '10000,100000').split(',').map(Number);
  const found = await benchKnowledge({ ...on, rounds: 3, pieces, pages: Number(given('pages') ?? 300) });
  if (!found) throw new Error('what it is measured on is not here: a PostgreSQL');
  process.exit(0);
}

if (args.includes('--ledger')) {
  if (!(await benchLedger({ ...on, wallets: Number(given('wallets') ?? 10_000) })))
    throw new Error('what it is measured on is not here: a PostgreSQL');
  process.exit(0);
}

const result = await benchKit({
  ...on,
  modes: mode ? [mode] : ['embedded', 'server'],
  profile: args.includes('--profile'),
});
if (isSmoke) {
  assertShape(result);
  const inbox = on.only ? undefined : await benchInbox({ ...on, ...brief, ...few });
  if (inbox) assertInbox(inbox);
  const answered = on.only
    ? undefined
    : await benchAutopilot({ serverUrl: on.serverUrl, messages: fewMessages });
  if (answered) assertAutopilot(answered);
  const knowledge = on.only
    ? undefined
    : await benchKnowledge({ ...on, ...brief, rounds: 1, pieces: [300], pages: 5 });
  if (knowledge) assertKnowledge(knowledge);
  const ledger = on.only ? undefined : await benchLedger({ ...on, ...brief, wallets: 50 });
  if (ledger) assertLedger(ledger);
}
process.exit(0);

function assertInbox({ cases }: InboxResult): void {
  assert.ok(cases.length > 0);
  for (const { name, stoa, bare } of cases) {
    assert.ok(stoa.total > 0, `${name}: Stoa finished nothing`);
    assert.ok(bare.total > 0, `${name}: the bare database finished nothing`);
  }
}

function assertAutopilot({ runs }: AutopilotResult): void {
  for (const { name, messages, answered, whole } of runs)
    assert.ok(answered > 0 && whole.count === messages, `${name}: the machine answered nothing`);
}

function assertKnowledge({ searches, ingest }: KnowledgeResult): void {
  for (const { pieces, stoa, bare } of searches) {
    assert.ok(stoa.total > 0, `${pieces} pieces: Stoa found nothing`);
    assert.ok(bare.total > 0, `${pieces} pieces: the bare database found nothing`);
  }
  assert.ok(ingest.pieces > 0);
}

function assertLedger({ cases }: LedgerResult): void {
  assert.ok(cases.length > 0);
  for (const { name, charged, inserted } of cases) {
    assert.ok(charged.total > 0, `${name}: nothing was charged`);
    assert.ok(inserted.perSecond > 0, `${name}: pgbench inserted nothing`);
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

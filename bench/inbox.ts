import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Ctx } from '../kit/ctx.ts';
import { getConversation, listConversations } from '../modules/inbox/conversations/conversations.ts';
import { ConversationId } from '../modules/inbox/messages/contract.ts';
import { listMessages } from '../modules/inbox/messages/messages.ts';
import { searchMessages } from '../modules/inbox/search/search.ts';
import { countViews } from '../modules/inbox/views/views.ts';
import { apart } from './apart.ts';
import type { InboxBareSpec } from './inbox-bare.ts';
import type { InboxLoadSpec } from './inbox-load.ts';
import type { LoopLengths, Timed } from './inbox-loop.ts';
import { recorder } from './inbox-statements.ts';
import { type InboxWorldOptions, inFullInbox } from './inbox-world.ts';
import { conversationIdOf } from './seed.ts';
import type { World } from './world.ts';

export interface InboxOptions extends InboxWorldOptions {
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly only?: string | undefined;
}

export interface InboxCaseResult {
  readonly name: string;
  readonly stoa: Timed;
  readonly bare: Timed;
}

export interface InboxResult {
  readonly conversations: number;
  readonly messages: number;
  readonly words: number;
  readonly seededSeconds: number;
  readonly databaseMiB: number;
  readonly cases: readonly InboxCaseResult[];
}

const clients = 20;
/** As many as Stoa's own pool has. */
const connections = 10;
/** Different ones in turn, so that not the same few pages answer everything. */
const variantsOfCase = 50;
const artefacts = join(import.meta.dirname, '../artefacts');
const outside = { fileUrl: (key: string) => key } as never;

/** The inbox of a house with so many conversations: what each look at it takes, beside the same statements alone. */
export const benchInbox = (options: InboxOptions): Promise<InboxResult | undefined> =>
  inFullInbox(options, async ({ world, databaseUrl, seededSeconds }) => {
    const cases: InboxCaseResult[] = [];
    for (const one of casesOf(options)) {
      if (options.only && !one.name.includes(options.only)) continue;
      cases.push(await measure(world, one, { clients, ...lengthsOf(options) }));
    }
    const { conversations, messages } = options;
    const result = { conversations, messages, seededSeconds, ...(await sizeOf(databaseUrl)), cases };
    print(result);
    await mkdir(artefacts, { recursive: true });
    await writeFile(join(artefacts, 'bench-inbox.json'), `${JSON.stringify(result, undefined, 2)}\n`);
    return result;
  });

interface InboxCase {
  readonly name: string;
  /** One look: the addresses a browser asks for, and the use cases behind them. */
  readonly looks: readonly {
    readonly paths: readonly string[];
    readonly run: (ctx: Ctx) => Promise<unknown>;
  }[];
}

function casesOf({ conversations, messages }: InboxOptions): InboxCase[] {
  const some = Array.from({ length: variantsOfCase }, (_, n) => n);
  const searching = (
    name: string,
    terms: readonly string[],
    filter: Readonly<Record<string, string>> = {},
  ) => ({
    name: `search: ${name}`,
    looks: terms.map((q) => ({
      paths: [`/inbox/search?${new URLSearchParams({ q, ...filter })}`],
      run: (ctx: Ctx) => searchMessages(ctx, { q, limit: 50, ...filter }, outside),
    })),
  });
  const listing = (name: string, filter: Readonly<Record<string, unknown>>) => ({
    name,
    looks: [
      {
        paths: [`/inbox/conversations?${new URLSearchParams(filter as Record<string, string>)}`],
        run: (ctx: Ctx) => listConversations(ctx, { limit: 50, ...filter }, outside),
      },
    ],
  });
  const opening = some.map((n) => {
    const conversationId = ConversationId.parse(conversationIdOf(1 + ((n * 7_919) % conversations)));
    const path = `/inbox/conversations/${conversationId}`;
    return {
      paths: [path, `${path}/messages`],
      run: async (ctx: Ctx) => {
        await getConversation(ctx, { conversationId }, outside);
        await listMessages(ctx, { conversationId, limit: 50 }, outside);
      },
    };
  });
  const numbers = some.map(
    (n) => `number${((n * 104_729) % Math.floor((conversations * messages) / 10)) * 10}`,
  );
  return [
    listing('list', {}),
    listing('list: open, of a platform', { status: 'open', platform: 'whatsapp' }),
    listing('list: mine and unread', { status: 'open', assignee: 'me', unread: true }),
    { name: 'open a conversation', looks: opening },
    searching('a common word', ['bababa', 'kobaba']),
    searching('a rare word', numbers),
    searching('a beginning', ['kob', 'rub', 'tes', 'gra', 'du']),
    searching('several words', ['bababa kobaba mibaba', 'tedusha kobaba', 'rubaba loruba']),
    searching('a phrase', ['"bababa kobaba"', '"kobaba bababa"']),
    searching('nobody’s word', ['xylophone', 'quicksilver']),
    searching('a common word where nothing is', ['bababa'], {
      status: 'open',
      contactId: conversationIdOf(0),
    }),
    { name: 'counts of views', looks: [{ paths: ['/inbox/views/counts'], run: countViews }] },
  ];
}

async function measure(
  world: World,
  { name, looks }: InboxCase,
  lengths: LoopLengths,
): Promise<InboxCaseResult> {
  const { url, databaseUrl, workspaceId, sessions } = world;
  const variants = looks.map(({ paths }) => paths.map((path) => `/api/w/${workspaceId}${path}`));
  const stoa = await apart<Timed>('inbox-load.ts', {
    ...lengths,
    url,
    variants,
    cookies: sessions,
  } satisfies InboxLoadSpec);
  const recording = await recorder(databaseUrl, workspaceId, await someMember(databaseUrl, workspaceId));
  const sent = [];
  for (const look of looks) sent.push(await recording.statementsOf(look.run));
  await recording.close();
  const bare = await apart<Timed>('inbox-bare.ts', {
    ...{ ...lengths, url: databaseUrl, workspaceId, connections, variants: sent },
  } satisfies InboxBareSpec);
  return { name, stoa, bare };
}

const lengthsOf = ({ seconds, warmUpSeconds }: InboxOptions) => ({ seconds, warmUpSeconds });

function print({ conversations, messages, words, seededSeconds, databaseMiB, cases }: InboxResult): void {
  const figure = (value: number) => value.toLocaleString('en');
  console.log(
    `inbox: ${figure(conversations)} conversations, ${figure(conversations * messages)} messages, ` +
      `${figure(words)} words, ${figure(databaseMiB)} MiB, seeded in ${seededSeconds} s; ` +
      `${clients} clients, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'})`,
  );
  const row = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(42) : cell.padStart(9))).join('');
  console.log(row(['', '/s', 'p50 ms', 'p95 ms', 'p99 ms', 'bare /s', 'p95 ms', 'ratio']));
  for (const { name, stoa, bare } of cases) {
    const ms = [stoa.p50Ms, stoa.p95Ms, stoa.p99Ms].map((value) => value.toFixed(1));
    const ratio = bare.p95Ms === 0 ? '-' : (stoa.p95Ms / bare.p95Ms).toFixed(2);
    const rates = [stoa.perSecond, bare.perSecond].map((value) => figure(Math.round(value)));
    console.log(row([name, rates[0]!, ...ms, rates[1]!, bare.p95Ms.toFixed(1), ratio]));
  }
}

async function sizeOf(url: string): Promise<{ words: number; databaseMiB: number }> {
  const [row] = await ask<{ words: string; bytes: string }>(
    url,
    `select (select count(*) from inbox.message_words) as words, pg_database_size(current_database()) as bytes`,
  );
  return { words: Number(row!.words), databaseMiB: Math.round(Number(row!.bytes) / 1_048_576) };
}

const someMember = async (url: string, workspaceId: string) =>
  (
    await ask<{ id: string }>(
      url,
      `select id from workspaces.members where workspace_id = '${workspaceId}'
    and user_id = id order by id limit 1`,
    )
  )[0]!.id;

async function ask<T extends object>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

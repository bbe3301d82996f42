import type { Ctx } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import type { Account } from '../ledger/accounts.ts';
import { authorize } from '../policy.ts';
import * as db from './journal.sql.ts';

const linesPerReadMax = 500;

/** The whole ledger in plain text, read as it is sent: a page at a time is all that is ever held. */
export async function exportJournal(ctx: Ctx): Promise<Bytes> {
  authorize(ctx, 'billing.read');
  return {
    contentType: 'text/plain; charset=utf-8',
    fileName: `ledger-${ctx.workspaceId}.journal`,
    stream: journalOf(ctx),
  };
}

async function* journalOf({ tx, workspaceId }: Ctx): AsyncGenerator<string> {
  yield headOf(workspaceId);
  for (let after = 0; ; ) {
    const page = await db.transactionsAfter(tx, after, linesPerReadMax);
    if (page.length > 0) yield page.map(textOf).join('');
    if (page.length < linesPerReadMax) return;
    after = page.at(-1)!.no;
  }
}

const headOf = (workspaceId: string) => `; The ledger of workspace ${workspaceId}.
; Dollars to the unit of $0.00001, days of UTC. Nothing was there before its first transaction.
decimal-mark .
commodity $1000.00000
${Object.values(names)
  .map((name) => `account ${name}\n`)
  .join('')}`;

/** As bookkeepers call them, from where the workspace stands. One of theirs is one of ours. */
export const names: Readonly<Record<Account, string>> = {
  week: 'assets:week',
  month: 'assets:month',
  bonus: 'assets:bonus',
  payg: 'assets:bought',
  held_week: 'assets:held:week',
  held_month: 'assets:held:month',
  held_bonus: 'assets:held:bonus',
  held_payg: 'assets:held:bought',
  owed: 'liabilities:owed',
  grants: 'revenues:grants',
  purchases: 'revenues:purchases',
  affiliates: 'revenues:affiliates',
  unlimited: 'revenues:unlimited',
  revenue: 'expenses:used',
  expiry: 'expenses:expired',
  refunds: 'expenses:taken-back',
};

function textOf({ no, kind, key, reason, createdAt, entries, ...line }: db.Line): string {
  const subject = line.subjectType === null ? [] : [`subject: ${line.subjectType}/${line.subjectId}`];
  const tags = [`kind: ${kind}`, `key: ${tagOf(key)}`, `at: ${createdAt.toISOString()}`, ...subject];
  const postings = entries.flatMap(({ from, to, micro }) => [
    posting(from as Account, -micro),
    posting(to as Account, micro),
  ]);
  const head = `\n${createdAt.toISOString().slice(0, 10)} * (${no}) ${plain(reason)}\n`;
  return head + [...tags.map((tag) => `    ; ${tag}\n`), ...postings].join('');
}

const posting = (account: Account, micro: number) =>
  `    ${names[account].padEnd(nameLengthMax)}  ${dollarsOf(micro)}\n`;
const nameLengthMax = Math.max(...Object.values(names).map(({ length }) => length));

const microPerDollar = 100_000;
/** "$-12.00005": never by way of a fraction, which is not what it seems to be. */
export function dollarsOf(micro: number): string {
  const units = Math.abs(micro);
  const rest = String(units % microPerDollar).padStart(5, '0');
  return `$${micro < 0 ? '-' : ''}${Math.floor(units / microPerDollar)}.${rest}`;
}

/** What somebody typed cannot end its line, nor begin what is read as anything else. */
const plain = (text: string) => text.replace(/[\p{C}\p{Zl}\p{Zp};]+/gu, ' ').trim();
const tagOf = (text: string) => plain(text).replaceAll(',', ' ');

import type { Call } from './call.ts';
import { rateLimit } from './errors.ts';
import type { Account, Meta } from './state.ts';

const hourMs = 3_600_000;
const budget = { appPerHour: 5_000, accountPerDay: 4_800 };
const sendsPerSecondMax = 100;
const listsPerTenSecondsMax = 20;
const privateRepliesPerHourMax = 750;
export const pretended = 'pretended';

const product = {
  instagram: { type: 'instagram', code: 80002 },
  messenger: { type: 'pages', code: 80006 },
  whatsapp: { type: 'whatsapp', code: 80007 },
} as const;

/** Counts a call, and refuses it when there were too many. Answers what the answer's headers say. */
export function countCall(meta: Meta, appId: string, account: Account | undefined): Record<string, string> {
  const hour = String(Math.floor(meta.now().getTime() / hourMs));
  const ofApp = meta.all().appCalls[appId] ?? {};
  meta.all().appCalls[appId] = ofApp;
  add(ofApp, hour, 1);
  if (account) add(account.calls, hour, 24);
  const headers = usageOf(meta, appId, account);
  if ((ofApp[hour] ?? 0) > budget.appPerHour) throw rateLimit(4, headers);
  if (account && spentPercent(meta, account) > 100) throw rateLimit(product[account.platform].code, headers);
  return headers;
}

function usageOf(meta: Meta, appId: string, account: Account | undefined): Record<string, string> {
  const hour = String(Math.floor(meta.now().getTime() / hourMs));
  const ofApp = percent(meta.all().appCalls[appId]?.[hour] ?? 0, budget.appPerHour);
  const app = { call_count: ofApp, total_time: Math.ceil(ofApp / 2), total_cputime: Math.ceil(ofApp / 3) };
  if (!account) return { 'x-app-usage': JSON.stringify(app) };
  const spent = Math.ceil(spentPercent(meta, account));
  const entry = {
    type: product[account.platform].type,
    call_count: spent,
    total_cputime: Math.ceil(spent / 3),
    total_time: Math.ceil(spent / 2),
    estimated_time_to_regain_access: spent > 100 ? minutesToRegain(meta) : 0,
  };
  return {
    'x-app-usage': JSON.stringify(app),
    'x-business-use-case-usage': JSON.stringify({ [account.id]: [entry] }),
  };
}

const percent = (calls: number, of: number) => Math.ceil((100 * calls) / of);
const minutesToRegain = (meta: Meta) => Math.ceil((hourMs - (meta.now().getTime() % hourMs)) / 60_000);

export function spentPercent(meta: Meta, { calls }: Account): number {
  const hour = Math.floor(meta.now().getTime() / hourMs);
  const recent = Object.entries(calls).filter(([at]) => at !== pretended && Number(at) > hour - 24);
  const count = recent.reduce((sum, [, one]) => sum + one, 0);
  return (100 * count) / budget.accountPerDay + pretendedPercent(calls, hour);
}

/** What was said to be spent is so until the hour is over. */
const pretendedPercent = (calls: Account['calls'], hour: number) =>
  calls[`${pretended}At`] === hour ? (calls[pretended] ?? 0) : 0;

export function pretendSpent(meta: Meta, account: Account, spent: number): void {
  account.calls[pretended] = spent;
  account.calls[`${pretended}At`] = Math.floor(meta.now().getTime() / hourMs);
  meta.changed();
}

/** The hour and those kept before it. */
function add(calls: Record<string, number>, hour: string, hoursKept: number): void {
  calls[hour] = (calls[hour] ?? 0) + 1;
  for (const at of Object.keys(calls))
    if (/^\d+$/.test(at) && Number(at) <= Number(hour) - hoursKept) delete calls[at];
}

const recently = new WeakMap<Meta, Map<string, number[]>>();

/** True while there were no more than so many in that time. */
function isWithin(meta: Meta, key: string, countMax: number, withinMs: number): boolean {
  const all = recently.get(meta) ?? new Map<string, number[]>();
  recently.set(meta, all);
  const now = meta.now().getTime();
  const times = (all.get(key) ?? []).filter((at) => at > now - withinMs && at <= now);
  if (times.length >= countMax) return false;
  all.set(key, [...times, now]);
  return true;
}

export function countSend({ meta }: Call, account: Account): void {
  if (!isWithin(meta, `send:${account.id}`, sendsPerSecondMax, 1_000)) throw rateLimit(613);
}

export function countPrivateReply({ meta }: Call, account: Account): void {
  if (!isWithin(meta, `private:${account.id}`, privateRepliesPerHourMax, hourMs)) throw rateLimit(613);
}

export function countConversationRead({ meta }: Call, account: Account): void {
  if (!isWithin(meta, `conversations:${account.id}`, listsPerTenSecondsMax, 10_000)) throw rateLimit(613);
}

export const isPairWithin = (meta: Meta, phone: Account, to: string) =>
  isWithin(meta, `pair:${phone.id}:${to}`, 45, 60_000);

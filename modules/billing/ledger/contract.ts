import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { Bytes, endpoint } from '../../../kit/http/endpoint.ts';
import { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Micro, microMax } from '../models/contract.ts';

export const LedgerTransactionId = z.uuid().brand<'LedgerTransactionId'>();
export type LedgerTransactionId = z.infer<typeof LedgerTransactionId>;
export const ReservationId = z.uuid().brand<'ReservationId'>();
export type ReservationId = z.infer<typeof ReservationId>;

export const transactionKinds = [
  'grant',
  'purchase',
  'charge',
  'hold',
  'settle',
  'release',
  'refund',
  'expire',
  'withdraw',
  'payout',
] as const;
export type TransactionKind = (typeof transactionKinds)[number];
/** In the order in which they are spent: what ends soonest goes first, what was paid for goes last. */
export const bucketNames = ['week', 'month', 'bonus', 'payg'] as const;
export type Bucket = (typeof bucketNames)[number];
/** Those that are given anew, each named as the bucket it fills. */
export const allowanceKinds = ['week', 'month'] as const;
export type AllowanceKind = (typeof allowanceKinds)[number];

export type HeldAccount = `held_${Bucket}`;
/** Where money comes from and goes to. What they hold follows from the rest, and nothing asks for it. */
export const houseAccounts = [
  'grants',
  'purchases',
  'revenue',
  'expiry',
  'refunds',
  'affiliates',
  'unlimited',
] as const;
export type HouseAccount = (typeof houseAccounts)[number];
/** `owed` is what a workspace has used of what it was given back: the other way round, it is below nothing. */
export type LedgerAccount = Bucket | HeldAccount | 'owed' | HouseAccount;
/** What a workspace has. Every figure is 0 or more. */
export type LedgerBalances = Readonly<Record<Bucket | HeldAccount | 'owed', number>>;

export const ledgerKeyLengthMax = 200;

const Count = z.coerce.number().int();
const Instant = z.coerce.date();

export const WalletState = z.object({
  spendableMicro: Micro.describe('What there is to spend: all buckets together.'),
  heldMicro: Micro.describe('Kept back for what is under way.'),
  owedMicro: Micro.describe('Used, and then taken back by a refund. The next purchase pays it first.'),
  buckets: z.array(
    z.object({
      bucket: z.enum(bucketNames),
      micro: Micro,
      heldMicro: Micro,
      /** Of an allowance: what it was, and when it is given anew. */
      grantedMicro: Micro.nullable(),
      endsAt: Instant.nullable(),
    }),
  ),
  plan: z.object({ slug: z.string(), name: z.string() }),
  unlimitedSince: Instant.nullable().describe(
    'Nothing is refused. What is used is written down all the same.',
  ),
  lowAtMicro: Micro.describe('Below this, little is left.'),
  lowAtChosenMicro: Micro.nullable().describe('Null: a tenth of what a month gives.'),
  isLow: z.boolean(),
  transactionsCount: Count,
});
export type WalletState = z.infer<typeof WalletState>;

export const LedgerTransaction = z.object({
  id: LedgerTransactionId,
  no: Count.describe('In the order in which they happened, without gaps.'),
  kind: z.enum(transactionKinds),
  reason: z.string(),
  subjectType: z.string().nullable(),
  subjectId: z.string().nullable(),
  member: z.object({ id: MemberId, name: z.string().nullable() }).nullable(),
  changeMicro: Micro.describe('By how much there is more to spend, or less.'),
  spendableMicro: Micro.describe('What there was to spend after it.'),
  entries: z.array(z.object({ from: z.string(), to: z.string(), micro: Micro })),
  createdAt: Instant,
});
export type LedgerTransaction = z.infer<typeof LedgerTransaction>;

const inWorkspace = { workspaceId: WorkspaceId };
const read = { audience: 'workspace', permission: 'billing.read' } as const;

export const getWallet = endpoint({
  ...read,
  method: 'GET',
  path: '/w/:workspaceId/billing/wallet',
  summary: 'What there is to spend, of which kind, and until when',
  params: inWorkspace,
  reply: WalletState,
  etag: true,
});

export const putLowBalance = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/billing/wallet/low-balance',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Say from where on little is left',
  params: inWorkspace,
  body: {
    lowAtMicro: z
      .number()
      .int()
      .min(0)
      .max(microMax)
      .nullable()
      .describe('Null: a tenth of a month’s allowance.'),
  },
  reply: WalletState,
});

const filter = {
  kind: z.enum(transactionKinds).optional(),
  memberId: MemberId.optional().describe('By whom.'),
  subjectType: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .optional(),
  subjectId: z.uuid().optional(),
};

export const listLedger = endpoint({
  ...read,
  method: 'GET',
  path: '/w/:workspaceId/billing/ledger',
  summary: 'Whatever moved money, the newest first',
  description: 'Narrowed to one of: a kind, by whom, or what it was for.',
  params: inWorkspace,
  query: { ...pageQuery, ...filter },
  reply: pageOf(LedgerTransaction),
  errors: ['billing.one_ledger_filter_at_a_time'],
});

export const getLedgerCsv = endpoint({
  ...read,
  method: 'GET',
  path: '/w/:workspaceId/billing/ledger.csv',
  summary: 'The same as a table for spreadsheets',
  params: inWorkspace,
  query: filter,
  reply: Bytes,
  bytes: 'text/csv',
  errors: ['billing.one_ledger_filter_at_a_time'],
  limit: { count: 10, seconds: 60 },
});

export const getLedgerTransaction = endpoint({
  ...read,
  method: 'GET',
  path: '/w/:workspaceId/billing/ledger/:transactionId',
  summary: 'One movement of money, and all it moved',
  params: { ...inWorkspace, transactionId: LedgerTransactionId },
  reply: LedgerTransaction,
  errors: ['billing.no_such_transaction'],
});

export const ledgerErrors = {
  no_such_reservation: [404, 'There is nothing kept back by this name.'],
  no_such_transaction: [404, 'There is no such movement.'],
  not_enough: [402, 'There is not enough left for this. Add credits or choose another plan.'],
  key_stands_for_something_else: [
    422,
    'This was asked before with the same key and something else. Send a new key with it.',
  ],
  one_ledger_filter_at_a_time: [
    422,
    'Movements are narrowed by one thing at a time: a kind, by whom, or what they were for.',
  ],
} as const;

/** Little is left of all there is to spend: said once in a month. */
export const balanceLow = event({
  name: 'billing.balance_low',
  payload: z.object({ spendableMicro: z.number().int() }),
  forCustomers: true,
});
/** What was bought fell below where more is to be bought: said once, until that was tried. */
export const reloadDue = event({ name: 'billing.reload_due', payload: z.object({}) });
/** Something was given, bought or taken back, or how it is looked at changed. Not for what is spent all day long. */
export const walletChanged = event({ name: 'billing.wallet_changed', payload: z.object({}) });
export const ledgerEvents = [balanceLow, reloadDue, walletChanged] as const;

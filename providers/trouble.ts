/**
 * What can become of a call, in one vocabulary for all platforms:
 *
 * - `rejected`: refused for good; the same call is refused again.
 * - `rate_limited`: refused for now; `until` says when to come again.
 * - `unauthorized`: the token or its scopes do not allow it; somebody has to connect again.
 * - `unavailable`: certainly not done; it may be tried again.
 * - `unknown_outcome`: it may have been done; ask before trying again.
 */
export type TroubleKind = 'rejected' | 'rate_limited' | 'unauthorized' | 'unavailable' | 'unknown_outcome';

export interface TroubleFacts {
  /** `meta` */
  readonly provider: string;
  /** `POST /messages`: what was asked, without ids or secrets. */
  readonly call: string;
  readonly status?: number | undefined;
  /** The platform's own code, subcode included: `10/2534022`. */
  readonly code?: string | undefined;
  /** When to come again: only with `rate_limited`, and there always. */
  readonly until?: Date | undefined;
  /** The platform's id for this exchange, by which its support finds it. */
  readonly trace?: string | undefined;
  /** Scopes the token lacks, where the platform says which. */
  readonly lacking?: readonly string[] | undefined;
  readonly cause?: unknown;
}

/** The only error a client throws, apart from a caller's own abort. Its message is for the log and holds no secret. */
export class Trouble extends Error {
  readonly kind: TroubleKind;
  readonly facts: TroubleFacts;

  constructor(kind: TroubleKind, message: string, facts: TroubleFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'Trouble';
    this.kind = kind;
    this.facts = facts;
  }
}

export const isTrouble = (error: unknown, kind?: TroubleKind): error is Trouble =>
  error instanceof Trouble && (kind === undefined || error.kind === kind);

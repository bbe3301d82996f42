import { LRUCache } from 'lru-cache';
import type { Database } from '../../../kit/db/database.ts';
import {
  type AccountRoute,
  accountRoutesChannel,
  accountRoutesOf,
  type Named,
} from './account-routes.sql.ts';

/** Whose accounts are, kept in memory: nearly every delivery is for one that was told of a moment ago. */
export interface AccountRoutes {
  /** In the order asked; undefined for those nobody here has. */
  of(accounts: readonly Named[]): Promise<readonly (AccountRoute | undefined)[]>;
  forget(account: Named): void;
  close(): Promise<void>;
}

const keptMax = 100_000;
/** Changes are heard of at once. Should one be missed after all, this is how long it counts. */
const knownForMs = 10 * 60_000;
const unknownForMs = 30_000;
const askedAtOnceMax = 1_000;
const isPlain = /^[!-~]{1,255}$/;

type Kept = { readonly route: AccountRoute | undefined };

export async function openAccountRoutes(db: Database): Promise<AccountRoutes> {
  const kept = new LRUCache<string, Kept>({ max: keptMax });
  /** Heard of while somebody asks: an answer that is older than the news is not kept. */
  const asking = new Set<{ readonly changed: Set<string>; all: boolean }>();

  const forget = (key: string) => {
    kept.delete(key);
    for (const { changed } of asking) changed.add(key);
  };
  const hush = await db.listen(accountRoutesChannel, forget, () => {
    kept.clear();
    for (const one of asking) one.all = true;
  });

  async function ask(accounts: readonly Named[]): Promise<ReadonlyMap<string, AccountRoute>> {
    const news = { changed: new Set<string>(), all: false };
    asking.add(news);
    try {
      const rows = await accountRoutesOf(db.reader({ kind: 'installation' }), accounts);
      const found = new Map(rows.map((row) => [keyOf(row), row]));
      for (const key of accounts.map(keyOf)) {
        if (news.all || news.changed.has(key)) continue;
        const route = found.get(key);
        kept.set(key, { route }, { ttl: route ? knownForMs : unknownForMs });
      }
      return found;
    } finally {
      asking.delete(news);
    }
  }

  return {
    async of(accounts) {
      const known = new Map<string, AccountRoute | undefined>();
      const lacking = new Map<string, Named>();
      for (const account of accounts) {
        const key = keyOf(account);
        const here = kept.get(key);
        if (here) known.set(key, here.route);
        // What no account can be called is not asked for.
        else if (isPlain.test(account.platformAccountId)) lacking.set(key, account);
      }
      const rest = [...lacking.values()];
      for (let i = 0; i < rest.length; i += askedAtOnceMax) {
        for (const [key, route] of await ask(rest.slice(i, i + askedAtOnceMax))) known.set(key, route);
      }
      return accounts.map((account) => known.get(keyOf(account)));
    },
    forget: (account) => forget(keyOf(account)),
    close: hush,
  };
}

const keyOf = ({ platform, platformAccountId }: Named) => `${platform} ${platformAccountId}`;

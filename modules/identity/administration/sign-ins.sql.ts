import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { ObservedSignIn } from './contract.ts';

/** Named as they are shown, so that they can be read as rows and as json. */
export const signInColumns = sql`
  id, user_id as "userId", email, event, method, succeeded, error_code as "errorCode", address, agent,
  country_code as "countryCode", source_host as "sourceHost", return_to as "returnTo", created_at as "createdAt"`;
const newest = keyset({ createdAt: 'desc', id: 'desc' });

export interface SignInsAsked extends PageQuery {
  readonly email?: string | undefined;
  readonly address?: string | undefined;
  readonly failed?: boolean | undefined;
}

export function observedSignIns(tx: Tx, { email, address, failed, ...page }: SignInsAsked) {
  return newest.page(tx, ObservedSignIn, page, (where, order) => {
    const found = (condition: Sql) => sql`
      select * from identity.sign_in_events where ${condition} and ${where} ${order}`;
    const from = address === undefined ? sql.empty : sql` and address = ${address}`;
    const refused = sql`email = ${email} and not succeeded${from}`;
    // An address that failed may be nobody's, and only whoever is somebody succeeds: an index stands behind each.
    const done = sql`user_id = (select id from identity.users where email = ${email}) and succeeded${from}`;
    const conditions =
      email === undefined ? [byPlace(address, failed)] : failed ? [refused] : [done, refused];
    const all = sql.join(
      conditions.map((one) => sql`(${found(one)})`),
      sql` union all `,
    );
    return sql`select ${signInColumns} from (${all}) e ${order}`;
  });
}

const byPlace = (address: string | undefined, failed: boolean | undefined) =>
  sql.join(
    [address === undefined ? sql`true` : sql`address = ${address}`, ...(failed ? [sql`not succeeded`] : [])],
    sql` and `,
  );

import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { AlertAddress, InstallationSettings } from './contract.ts';

const columns = sql`
  s.sign_up, s.launch_at, s.launch_timezone, s.updated_at,
  case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as updated_by`;

export function findSettings(tx: Tx) {
  return tx.one(
    InstallationSettings,
    sql`
    select ${columns} from identity.installation_settings s left join identity.users u on u.id = s.updated_by`,
  );
}

/** Also what those wait for who change something that belongs to the settings. */
export function holdSettings(tx: Tx) {
  return tx.one(
    InstallationSettings,
    sql`
    select ${columns} from identity.installation_settings s left join identity.users u on u.id = s.updated_by
       for update of s`,
  );
}

export function updateSettings(
  tx: Tx,
  s: Pick<InstallationSettings, 'signUp' | 'launchAt' | 'launchTimezone'>,
  by: UserId,
  at: Date,
) {
  return tx.one(
    InstallationSettings,
    sql`
    with s as (
      update identity.installation_settings
         set sign_up = ${s.signUp}, launch_at = ${s.launchAt}, launch_timezone = ${s.launchTimezone},
             updated_at = ${at}, updated_by = ${by}
      returning *)
    select ${columns} from s left join identity.users u on u.id = s.updated_by`,
  );
}

const byAddress = keyset({ email: 'asc' }, 'a');
const alertColumns = sql`
  a.email, a.creator_applications, a.agency_applications, a.added_at, a.paused_at,
  case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as added_by`;

export function alertAddresses(tx: Tx, page: PageQuery) {
  return byAddress.page(
    tx,
    AlertAddress,
    page,
    (where, order) => sql`
    select ${alertColumns}
      from identity.application_alerts a
      left join identity.users u on u.id = a.added_by
     where ${where}
     ${order}`,
  );
}

export function findAlertAddress(tx: Tx, email: string) {
  return tx.maybeOne(
    AlertAddress,
    sql`
    select ${alertColumns}
      from identity.application_alerts a
      left join identity.users u on u.id = a.added_by
     where a.email = ${email}`,
  );
}

export interface AlertWanted {
  readonly email: string;
  readonly creatorApplications: boolean;
  readonly agencyApplications: boolean;
  readonly paused: boolean;
}

/** Answers undefined when there are so many already. */
export function upsertAlertAddress(tx: Tx, a: AlertWanted, by: UserId, at: Date, addressesMax: number) {
  return tx.maybeOne(
    AlertAddress,
    sql`
    with a as (
      insert into identity.application_alerts as known (email, creator_applications, agency_applications, added_by,
                                                        added_at, paused_at)
      select ${a.email}, ${a.creatorApplications}, ${a.agencyApplications}, ${by}, ${at},
             ${a.paused ? at : null}::timestamptz
       where (select count(*) from identity.application_alerts where email <> ${a.email}) < ${addressesMax}
      on conflict (email) do update
         set creator_applications = excluded.creator_applications, agency_applications = excluded.agency_applications,
             paused_at = case when excluded.paused_at is not null
                              then coalesce(known.paused_at, excluded.paused_at) end
      returning *)
    select ${alertColumns} from a left join identity.users u on u.id = a.added_by`,
  );
}

export function deleteAlertAddress(tx: Tx, email: string) {
  return tx.run(sql`delete from identity.application_alerts where email = ${email}`);
}

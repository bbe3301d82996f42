import type pg from 'pg';

// Asked of a server that may not be ours yet, so by a plain connection and not through the kit.

export async function versionOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query(`select current_setting('server_version_num')::int as number`);
  return rows[0].number;
}

/** Name to version: the one in this database or, where it is not made yet, the one that would be. */
export async function extensionsOf(
  client: pg.Client,
  names: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await client.query(
    `select name, coalesce(installed_version, default_version) as version
       from pg_available_extensions where name = any($1) order by name`,
    [names],
  );
  return new Map(rows.map(({ name, version }) => [name, version]));
}

export interface Rights {
  readonly login: string;
  readonly hasRoles: boolean;
  readonly mayBecome: boolean;
  readonly mayCreateRoles: boolean;
}

export async function rightsOf(client: pg.Client): Promise<Rights> {
  const { rows } = await client.query(`
    select current_user as login,
           count(r.oid) = 2 as "hasRoles",
           count(r.oid) filter (where pg_has_role(current_user, r.oid, 'member')) = 2 as "mayBecome",
           u.rolsuper or u.rolcreaterole as "mayCreateRoles"
      from pg_roles u left join pg_roles r on r.rolname in ('app_server', 'app_server_together')
     where u.rolname = current_user
     group by u.rolsuper, u.rolcreaterole`);
  return rows[0];
}

export async function clockOf(client: pg.Client): Promise<Date> {
  const { rows } = await client.query('select clock_timestamp() as now');
  return rows[0].now;
}

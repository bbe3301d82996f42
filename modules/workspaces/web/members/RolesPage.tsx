import { useQuery } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import Minus from 'lucide-react/icons/minus';
import { Fragment, useState } from 'react';
import { type LoaderFunctionArgs, useParams } from 'react-router';
import { roles } from '../../../../kit/ctx.ts';
import { q, queryClient } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { Page } from '../../../../web/kit/Page.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { useIsPhone } from '../../../../web/kit/screen-size.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { listPermissions, type Permission } from '../../contract.ts';
import { moduleLabel, permissionLabel, roleHint, roleLabel, roleOf, roleOptions } from '../words.ts';
import { byModule } from './offers.ts';

const columns = [...roles, 'guest', 'autopilot'] as const;
type Column = (typeof columns)[number];

const paramsOf = ({ workspaceId }: Readonly<Record<string, string | undefined>>) =>
  listPermissions.params.parse({ workspaceId });

export function loader({ params }: LoaderFunctionArgs) {
  void queryClient.prefetchQuery(q(listPermissions, { params: paramsOf(params) }));
  return null;
}

export default function RolesPage() {
  const { data, error, refetch } = useQuery(q(listPermissions, { params: paramsOf(useParams()) }));
  const isPhone = useIsPhone();
  return (
    <Page title="Roles" hint="What each role may do. A member can be given more, or less, on their own page.">
      {!data && !error && <Loading label="Loading the roles" lines={8} />}
      {!data && error && <Failed error={error} again={() => void refetch()} />}
      {data && (isPhone ? <OneRole permissions={data.items} /> : <Matrix permissions={data.items} />)}
    </Page>
  );
}

/** All roles side by side; one's own is marked. */
function Matrix({ permissions }: { permissions: readonly Permission[] }) {
  const own = roleOf(useHere().workspace.role);
  return (
    <table className="w-full border-collapse">
      <thead className="sticky top-14 z-10 bg-paper">
        <tr className="border-b border-firm/60">
          <th scope="col" className="py-2 text-left">
            <span className="sr-only">Permission</span>
          </th>
          {columns.map((role) => (
            <th
              key={role}
              scope="col"
              title={roleHint(role)}
              className={cx('w-[9.5%] px-1 py-2 text-center align-bottom', role === own && 'bg-wash')}
            >
              {role === own && <span className="mb-0.5 block text-xs font-normal text-accent">You</span>}
              <span className="label">{roleLabel(role)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {byModule(permissions).map(([module, ofModule]) => (
          <Fragment key={module}>
            <tr>
              <th scope="rowgroup" className="title pt-6 pb-2 text-left text-lg">
                {moduleLabel(module)}
              </th>
              {columns.map((role) => (
                <td key={role} className={cx(role === own && 'bg-wash/60')} />
              ))}
            </tr>
            {ofModule.map((permission) => (
              <MatrixRow key={permission.name} permission={permission} own={own} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function MatrixRow({ permission, own }: { permission: Permission; own: Column }) {
  return (
    <tr className="border-b border-line hover:bg-hover/60">
      <th scope="row" className="py-2.5 pr-4 text-left font-normal">
        {permissionLabel(permission)} <Difference permission={permission} own={own} />
      </th>
      {columns.map((role) => (
        <td key={role} className={cx('text-center', role === own && 'bg-wash/60')}>
          <Mark has={permission.roles.includes(role)} />
        </td>
      ))}
    </tr>
  );
}

/** Where one may do more or less than one's role says. */
function Difference({ permission, own }: { permission: Permission; own: Column }) {
  const byRole = permission.roles.includes(own);
  if (permission.isYours === byRole) return null;
  return permission.isYours ? (
    <Badge tone="good">Given to you</Badge>
  ) : (
    <Badge tone="warn">Taken from you</Badge>
  );
}

function Mark({ has }: { has: boolean }) {
  const Icon = has ? Check : Minus;
  return (
    <span className={cx('inline-flex align-middle', has ? 'text-good' : 'text-firm')}>
      <Icon size={16} strokeWidth={has ? 2.25 : 1.5} aria-hidden />
      <span className="sr-only">{has ? 'Yes' : 'No'}</span>
    </span>
  );
}

/** On a phone one role at a time, one's own first. */
function OneRole({ permissions }: { permissions: readonly Permission[] }) {
  const own = roleOf(useHere().workspace.role);
  const [role, setRole] = useState<string>(own);
  const shown = columns.find((column) => column === role) ?? own;
  return (
    <>
      <Select
        name="role"
        label="Role"
        options={columns.flatMap((column) =>
          column === 'autopilot'
            ? [{ value: column, label: roleLabel(column), hint: roleHint(column) }]
            : roleOptions([column]).map((option) =>
                column === own ? { ...option, label: `${option.label} (you)` } : option,
              ),
        )}
        value={shown}
        onChange={setRole}
        hint={roleHint(shown)}
      />
      {byModule(permissions).map(([module, ofModule]) => (
        <section key={module} aria-label={moduleLabel(module)} className="pt-6">
          <h2 className="title mb-1 text-lg">{moduleLabel(module)}</h2>
          <ul>
            {ofModule.map((permission) => (
              <li key={permission.name} className="flex items-center gap-3 border-b border-line py-2.5">
                <Mark has={permission.roles.includes(shown)} />
                <span className="min-w-0 flex-1">{permissionLabel(permission)}</span>
                {shown === own && <Difference permission={permission} own={own} />}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

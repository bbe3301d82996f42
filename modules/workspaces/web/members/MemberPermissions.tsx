import Check from 'lucide-react/icons/check';
import Minus from 'lucide-react/icons/minus';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import type { Member, Permission } from '../../contract.ts';
import { useOwnPermissions } from '../rights.ts';
import { moduleLabel, permissionLabel } from '../words.ts';
import { useChangeMember } from './changes.ts';
import { afterStep, type Effective, effectiveOf } from './effective.ts';
import { byModule, policyOf, usePermissions } from './offers.ts';

/** Everything there is to be allowed, by module: may or may not, because of what, and the way to change it. */
export function MemberPermissions({ member, whyNot }: { member: Member; whyNot: string | undefined }) {
  const permissions = usePermissions();
  const policy = policyOf(permissions);
  return byModule(permissions).map(([module, ofModule]) => (
    <div key={module} className="mb-6">
      <h3 className="label mb-1">{moduleLabel(module)}</h3>
      <ul>
        {ofModule.map((permission) => (
          <PermissionRow
            key={permission.name}
            member={member}
            permission={permission}
            effective={effectiveOf(policy, member, permission.name)}
            whyNot={whyNot}
          />
        ))}
      </ul>
    </div>
  ));
}

interface PermissionRowProps {
  member: Member;
  permission: Permission;
  effective: Effective;
  whyNot: string | undefined;
}

const verbs = { give: 'Give', take: 'Take away', give_back: 'Give back', take_back: 'Take back' };

function PermissionRow({ member, permission, effective, whyNot }: PermissionRowProps) {
  const change = useChangeMember(member);
  const mine = useOwnPermissions();
  const { may, why, step } = effective;
  const label = permissionLabel(permission);
  const Mark = may ? Check : Minus;
  const reason = mine.has(permission.name)
    ? undefined
    : 'You can only give or take what you may do yourself.';
  return (
    <li className="flex items-center gap-3 border-b border-line py-2">
      <Mark
        size={16}
        aria-hidden
        className={cx('shrink-0', may ? 'text-good' : 'text-faint')}
        strokeWidth={may ? 2.25 : 1.75}
      />
      <span className="min-w-0 flex-1">
        <span className={cx('block', !may && 'text-soft')}>
          <span className="sr-only">{may ? 'May: ' : 'May not: '}</span>
          {label}
        </span>
        <span className="block text-sm text-faint">{why}</span>
      </span>
      {step && !whyNot && (
        <Button
          size="small"
          look="quiet"
          aria-label={`${verbs[step]}: ${label}`}
          disabledReason={reason}
          reasonShown={false}
          onClick={() => change(afterStep(member, permission.name, step), saidOf(member, label, step))}
        >
          {verbs[step]}
        </Button>
      )}
    </li>
  );
}

const saidOf = ({ name }: Member, label: string, step: NonNullable<Effective['step']>) =>
  `${name} ${step === 'give' || step === 'give_back' ? 'may now' : 'may no longer'}: ${label}`;

import { Badge } from '../../../../web/kit/Badge.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import type { Member } from '../../contract.ts';
import { aRole, fromRole, roleHint, roleLabel, roleOf, roleOptions } from '../words.ts';
import { useChangeMember } from './changes.ts';
import { useOfferedRoles } from './offers.ts';

/** What they are, and a choice of what one may make of them. Somebody without a role needs one at a location first. */
export function MemberRole({ member, whyNot }: { member: Member; whyNot: string | undefined }) {
  const change = useChangeMember(member);
  const offered = useOfferedRoles();
  if (whyNot) {
    return (
      <span className="flex flex-wrap items-baseline gap-2">
        <Badge tone={member.role === 'owner' ? 'accent' : 'quiet'}>{roleLabel(member.role)}</Badge>
        <span className="text-soft">{roleHint(roleOf(member.role))}</span>
      </span>
    );
  }
  const canBeGuest = member.role === null || member.locations.length > 0;
  return (
    <Select
      name="role"
      label={member.isYou ? 'Your role' : `Role of ${member.name}`}
      options={roleOptions([...offered, ...(canBeGuest ? (['guest'] as const) : [])])}
      value={roleOf(member.role)}
      onChange={(value) => {
        if (value === '' || value === roleOf(member.role)) return;
        change({ role: fromRole(value) }, `${member.name} is ${aRole(fromRole(value))} now`);
      }}
      hint={roleHint(roleOf(member.role))}
      className="max-w-xs [&>label]:sr-only"
    />
  );
}

import MapPin from 'lucide-react/icons/map-pin';
import UserRound from 'lucide-react/icons/user-round';
import UserRoundX from 'lucide-react/icons/user-round-x';
import { pageLimitMax } from '../../../../kit/page.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { type Choice, Chooser } from '../../../../web/kit/Chooser.tsx';
import { listLocations } from '../../../workspaces/contract.ts';
import { useColleagues } from '../useColleagues.ts';
import { assign } from './deeds.ts';
import { type TriageProps, whom } from './triage.ts';

/** Oneself first: that is what is chosen most. */
export default function AssignChooser({ at, rows, onClose }: TriageProps) {
  const { members } = useColleagues();
  const params = { workspaceId: at.workspaceId };
  const locations = usePages(listLocations, { params, query: { limit: pageLimitMax } }).items;
  const people = members.toSorted((a, b) => Number(b.isYou) - Number(a.isYou));
  const isWith = (id: string) =>
    rows.every(({ assignee, team }) => assignee?.memberId === id || team?.locationId === id);
  const choices: Choice[] = [
    ...people.map(({ id, name, isYou, email }) => ({
      value: id as string,
      label: name,
      hint: isYou ? 'You' : undefined,
      icon: UserRound,
      isChosen: isWith(id),
      keywords: isYou ? [email, 'me', 'myself'] : [email],
    })),
    ...locations.map(({ id, name }) => ({
      value: id as string,
      label: name,
      hint: 'Team',
      icon: MapPin,
      isChosen: isWith(id),
      keywords: ['team'],
    })),
    { value: '', label: 'Nobody', icon: UserRoundX, keywords: ['unassign'] },
  ];
  const choose = (value: string) => {
    const member = members.find(({ id }) => id === value);
    const team = locations.find(({ id }) => id === value);
    void assign(at, rows, {
      member: member ? { memberId: member.id, name: member.name } : null,
      team: team ? { locationId: team.id, name: team.name } : null,
    });
  };
  return (
    <Chooser
      title={`Give ${whom(rows)} to`}
      placeholder="Give to a colleague or a team"
      choices={choices}
      onChoose={choose}
      onClose={onClose}
    />
  );
}

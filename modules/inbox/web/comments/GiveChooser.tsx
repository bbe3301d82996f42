import UserRound from 'lucide-react/icons/user-round';
import UserRoundX from 'lucide-react/icons/user-round-x';
import { Chooser } from '../../../../web/kit/Chooser.tsx';
import type { Comment } from '../../comments/contract.ts';
import { useColleagues } from '../useColleagues.ts';
import { useComments } from './comments.ts';
import { assign } from './deeds.ts';
import { nameOf } from './words.ts';

/** Oneself first: that is what is chosen most. */
export default function GiveChooser({ comment, onClose }: { comment: Comment; onClose: () => void }) {
  const { at } = useComments();
  const { members } = useColleagues();
  const people = members.toSorted((a, b) => Number(b.isYou) - Number(a.isYou));
  const choose = (value: string) => {
    const member = members.find(({ id }) => id === value);
    void assign(at, comment, member ? { memberId: member.id, name: member.name } : null);
  };
  return (
    <Chooser
      title={`Give the comment of ${nameOf(comment)} to`}
      placeholder="Give to a colleague"
      choices={[
        ...people.map(({ id, name, isYou, email }) => ({
          value: id as string,
          label: name,
          hint: isYou ? 'You' : undefined,
          icon: UserRound,
          isChosen: comment.assignee?.memberId === id,
          keywords: isYou ? [email, 'me', 'myself'] : [email],
        })),
        { value: '', label: 'Nobody', icon: UserRoundX, keywords: ['unassign'] },
      ]}
      onChoose={choose}
      onClose={onClose}
    />
  );
}

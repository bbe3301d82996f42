import ChevronsUp from 'lucide-react/icons/chevrons-up';
import ListChecks from 'lucide-react/icons/list-checks';
import MailOpen from 'lucide-react/icons/mail-open';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Tag from 'lucide-react/icons/tag';
import type { Action } from '../../../../web/kit/actions.ts';
import type { MenuItem } from '../../../../web/kit/Menu.tsx';
import type { BulkWish } from '../../bulk/contract.ts';
import { priorities } from '../../conversations/contract.ts';
import { priorityLabels } from '../words.ts';
import type { BulkChoice } from './BulkChooser.tsx';

export interface Deeds {
  readonly wish: (wish: BulkWish) => void;
  /** For what must be said beside it. */
  readonly ask: (choice: BulkChoice) => void;
  readonly byKey: readonly Action[];
  /** What the key does with those that are named. */
  readonly single: (keys: string) => void;
}

/** What stands behind "more": with all that match, or with those that are named. */
export function moreDeeds(areAll: boolean, deeds: Deeds, chooseAll: () => void): MenuItem[] {
  const { wish, ask, single } = deeds;
  return [
    { label: 'Mark as read', icon: MailOpen, onSelect: () => wish({ action: 'read' }) },
    { label: 'Open again', icon: RotateCcw, onSelect: () => wish({ action: 'open' }) },
    {
      label: areAll ? 'Put a tag on' : 'Tags',
      icon: Tag,
      keys: '#',
      apart: true,
      onSelect: () => (areAll ? ask('tag') : single('#')),
    },
    ...(areAll ? [{ label: 'Take a tag off', icon: Tag, onSelect: () => ask('untag') }] : []),
    ...priorities.toReversed().map((priority, at) => ({
      label: `Priority: ${priorityLabels[priority].toLowerCase()}`,
      icon: ChevronsUp,
      apart: at === 0,
      onSelect: () => wish({ action: 'priority', priority }),
    })),
    ...(areAll
      ? []
      : [{ label: 'Choose all that match', icon: ListChecks, apart: true, onSelect: chooseAll }]),
  ];
}
